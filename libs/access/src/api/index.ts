export { SharedApi } from './shared.api.js';
export { ExplanationApi } from './explanation.api.js';
