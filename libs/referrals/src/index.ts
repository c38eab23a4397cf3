export { ReferralsModule } from './referrals.module.js';
export { REFERRAL_EVENTS } from './events.js';
export {
  REFERRAL_STATES,
  REFERRAL_STATUS,
  STATUS_WORDS,
  type ReferralAction,
  type ReferralStatus,
} from './referral.states.js';
export { KIND_WORDS, type ReferralKind } from './referral.kinds.js';
export { SaveReferral, type SavedReferral } from './save-referral.js';
export { SendReferral } from './send-referral.js';
export { MoveReferral, type MovedReferral } from './move-referral.js';
export { ReferralListQuery, type ReferralLine } from './referral-list.query.js';
export { ReferralDetailQuery } from './referral-detail.query.js';
export { type ReferralDetail } from './referral-detail.js';
