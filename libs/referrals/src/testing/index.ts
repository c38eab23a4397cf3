export { aReferral } from './a-referral.js';
