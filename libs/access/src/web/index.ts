export { AccessWebModule } from './access-web.module.js';
