export { CasesModule } from './cases.module.js';
export { CASE_EVENTS } from './events.js';
export { CASE_STATES, CASE_STATUS, type CaseAction, type CaseStatus } from './case.states.js';
export { RESULT_KINDS, amountWords, type ResultKindName } from './result-kinds.js';
export { OpenCase, type OpenedCase } from './open-case.js';
export { LogEntry, type LoggedEntry } from './log-entry.js';
export { LinkRecord, type Linked } from './link-record.js';
export { ShareParts, type SharedParts } from './share-parts.js';
