export { AssessmentWebModule } from './assessment-web.module.js';
