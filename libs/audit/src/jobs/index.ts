export { sealAudit } from './seal-audit.js';
