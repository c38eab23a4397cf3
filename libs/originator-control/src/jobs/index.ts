export { mindPermissions } from './mind-permissions.js';
