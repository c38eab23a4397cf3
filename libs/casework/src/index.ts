export { CaseworkModule } from './casework.module.js';
export { LogEntry, type LoggedEntry } from './log-entry.js';
export { LinkRecord, type Linked } from './link-record.js';
export { ShareParts, type SharedParts } from './share-parts.js';
