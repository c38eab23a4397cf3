export { ThreatApi } from './threat.api.js';
