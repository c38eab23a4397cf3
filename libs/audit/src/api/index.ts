export { AuditApi } from './audit.api.js';
