export { StandingRulesModule } from './standing-rules.module.js';
export { ApplyRule, type AppliedRule } from './apply-rule.js';
export { RuleReachQuery, type RuleReach } from './rule-reach.query.js';
export { applyStandingRules, type StandingDisclosure } from './apply-standing-rules.js';
export { standingRecipients, type ShareableItem, type StandingRecipient } from './standing-recipients.query.js';
