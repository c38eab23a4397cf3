export { AssessmentModule } from './assessment.module.js';
export { ReturnReport } from './return-report.js';
export { AssessReport, type Assessed } from './assess-report.js';
export { CloseReport } from './close-report.js';
