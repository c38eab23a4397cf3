import { ReferralApi } from './referral.api.js';
import { ReferralStepsApi } from './referral-steps.api.js';

/** Every API door of referrals. */
export const referralsApi = [ReferralApi, ReferralStepsApi];
