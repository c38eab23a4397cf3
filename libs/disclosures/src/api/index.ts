export { SharedApi } from './shared.api.js';
