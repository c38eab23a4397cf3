export { IntelligenceWebModule } from './intelligence-web.module.js';
export { reportsNav } from './nav.js';
