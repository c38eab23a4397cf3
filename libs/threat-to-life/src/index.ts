export { ThreatToLifeModule } from './threat-to-life.module.js';
export { AnswerThreat } from './answer-threat.js';
export { ThreatsQuery } from './threats.query.js';
export { THREAT_EVENTS } from './events.js';
