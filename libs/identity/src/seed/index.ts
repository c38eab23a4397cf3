export { seedReference, seedDemoAccounts } from './seed-identity.js';
export {
  agencies,
  demoAccounts,
  forceTiles,
  partnerContacts,
  type AgencyData,
  type DemoAccount,
  type ForceTile,
} from './data.js';
export { issueFirstAccount, type FirstAccount } from './first-account.js';
