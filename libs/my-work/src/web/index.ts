export { MyWorkWebModule } from './my-work-web.module.js';
export { myWorkNav } from './nav.js';
