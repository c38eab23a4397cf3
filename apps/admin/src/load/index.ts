export { loadReports, type LoadOptions, type LoadReport } from './load-reports.js';
