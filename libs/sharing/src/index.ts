export { applyStandingRules, type StandingDisclosure } from './apply-standing-rules.js';
export { standingRecipients, type ShareableItem, type StandingRecipient } from './standing-recipients.query.js';
export { agreementsOf, type AgreementSummary } from './agreements.query.js';
export { statisticsThreshold, type StatisticsAudience } from './statistics-class.query.js';
export { seedAgreements } from './seed-agreements.js';
