export { DisseminationModule } from './dissemination.module.js';
export { DisseminateReport, type Disseminated } from './disseminate-report.js';
export { DiscloseReport, RevokeDisclosure } from './disclose-report.js';
export { RecordConsent } from './record-consent.js';
export {
  CorrectReport,
  DecideCorrection,
  WithdrawCorrection,
  WithdrawReport,
  type Proposed,
} from './correct-report.js';
export { ReportCorrectionQuery, type OpenCorrection } from './report-correction.query.js';
