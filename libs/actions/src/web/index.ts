export { ActionsWebModule } from './actions-web.module.js';
export { actionsNav } from './nav.js';
