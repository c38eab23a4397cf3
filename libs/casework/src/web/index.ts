export { CaseworkWebModule } from './casework-web.module.js';
