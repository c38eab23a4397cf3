import { ReportStepsApi } from './report-steps.api.js';

/** Every API door of this room, for the server's composition. */
export const assessmentApi = [ReportStepsApi];
