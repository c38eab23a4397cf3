export { AuditModule } from './audit.module.js';
export { AuditLogQuery, type AuditLine, type AuditPage } from './audit-log.query.js';
export type { AuditSearch } from './audit-search.js';
export { verifyAudit, type AuditVerdict, type BreakKind, type Head } from './verify-audit.js';
