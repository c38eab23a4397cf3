export { PermissionApi } from './permission.api.js';
