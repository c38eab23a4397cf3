export { PermissionsWebModule } from './permissions-web.module.js';
export { permissionsNav } from './nav.js';
