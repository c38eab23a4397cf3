export { endReferralDrafts } from './end-referral-drafts.js';
export { mindReferrals } from './mind-referrals.js';
