export { loadReports, type LoadOptions, type LoadReport } from './load/index.js';
export { seed } from './seed.js';
export { seedScenarios } from './seed-scenarios.js';
