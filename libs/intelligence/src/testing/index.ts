export { aReport, anItem, aRestrictedItem } from './a-report.js';
export { ReportRoom } from './a-room.js';
