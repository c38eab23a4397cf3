export { ExplanationApi } from './explanation.api.js';
