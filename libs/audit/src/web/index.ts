export { AuditPages, auditNav } from './audit.pages.js';
