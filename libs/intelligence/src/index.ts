export { IntelligenceModule } from './intelligence.module.js';
export { REPORT_EVENTS } from './events.js';
export { REPORT_STATES, REPORT_STATUS, STATUS_WORDS, type ReportAction, type ReportStatus } from './report.states.js';
export { ReportListQuery, type ReportListItem } from './report-list.query.js';
export { ReportDetailQuery } from './report-detail.query.js';
export {
  type OwnerItem,
  type OwnerReport,
  type Person,
  type ReportDetail,
  type SharedItem,
  type SharedReport,
  type UnacceptedReport,
} from './report-detail.js';
export { SHARED_ITEM } from './report-projection.query.js';
export { SaveDraft, type SavedReport } from './save-draft.js';
export { SubmitReport, type Moved } from './submit-report.js';
export { isOverdue } from './web/returned.view.js';
export { type Report } from './report.js';
export { type DataSubject, type ReportItem } from './report-item.js';
export { addTransition, knownAreas, lockOwned, updateReport } from './report.store.js';
export { missingFrom, untrueIn } from './report-completeness.js';
export {
  SAFEGUARDING,
  SUBJECT_CATEGORIES,
  Versioned,
  type ReportChange,
  type ReportInput,
  type ReportItemInput,
} from './report.input.js';
export { blankToNull } from './text.js';
