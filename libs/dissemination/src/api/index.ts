import { DisclosureApi } from './disclosure.api.js';
import { ReportSharingApi } from './report-sharing.api.js';

export const disseminationApi = [ReportSharingApi, DisclosureApi];
