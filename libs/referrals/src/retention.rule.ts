import type { ReferralKind } from './referral.kinds.js';

/** As for reports [U: configurable; no law fixes these]: threats to life longest, exploitation of a person next, the rest the six-year clear period. */
const YEARS_TO_REVIEW = { 1: 10, 2: 10, 3: 6 } as const;

export function retentionOf(kind: ReferralKind, createdAt: Date): { group: 1 | 2 | 3; reviewOn: string } {
  const group = kind === 'threat-to-life' ? 1 : kind === 'safeguarding' ? 2 : 3;
  const review = new Date(createdAt);
  review.setUTCFullYear(review.getUTCFullYear() + YEARS_TO_REVIEW[group]);
  return { group, reviewOn: review.toISOString().slice(0, 10) };
}
