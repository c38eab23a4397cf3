export { DisseminationWebModule } from './dissemination-web.module.js';
