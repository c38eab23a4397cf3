export { aRule, someTerms } from './an-agreement.js';
export { Network, type Seeded } from './a-network.js';
