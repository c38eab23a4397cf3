export { CasesModule } from './cases.module.js';
export { CASE_EVENTS } from './events.js';
export { CASE_STATES, CASE_STATUS, type CaseAction, type CaseStatus } from './case.states.js';
export { RESULT_KINDS, RESULT_NAMES, amountWords, resultKind, type ResultKindName } from './result-kinds.js';
export { OpenCase, type OpenedCase } from './open-case.js';
export { CaseDetailQuery } from './case-detail.query.js';
export { type Link, type OwnerCase } from './case-detail.js';
export { PARTS, PART_WORDS, type Part } from './case-parts.js';
export { lockCase } from './case.store.js';
