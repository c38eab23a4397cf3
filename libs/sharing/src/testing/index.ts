export { aRule, someTerms } from './an-agreement.js';
