export { RuleApi } from './rule.api.js';
