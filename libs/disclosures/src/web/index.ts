export { SharedWebModule } from './shared-web.module.js';
export { sharedNav } from './nav.js';
