import { ReportApi } from './report.api.js';

/** Every API door of this room, for the server's composition. */
export const intelligenceApi = [ReportApi];
