export { aReport, anItem, aRestrictedItem } from './a-report.js';
