export { seedReference, seedDemoAccounts } from '../seed/index.js';
