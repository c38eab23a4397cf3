export { aReport, anItem, aRestrictedItem } from './a-report.js';
export { Room } from './a-room.js';
