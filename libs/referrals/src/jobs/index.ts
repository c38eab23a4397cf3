export { mindReferrals } from './mind-referrals.js';
