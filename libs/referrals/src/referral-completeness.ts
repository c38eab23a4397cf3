import { londonDay } from '@clin/platform/working-time';
import { missingFrom } from './referral.fields.js';
import type { ReferralKind } from './referral.kinds.js';
import type { Said, Sharing } from './referral.rows.js';

/** How it is shared: what is missing, or over. */
export const missingSharing = (
  { purpose, legalBasis, agreement, expires }: Sharing,
  now: Date,
): Record<string, string> => ({
  ...(purpose ? {} : { purpose: 'Say for which purpose.' }),
  ...(legalBasis ? {} : { legalBasis: 'Say on which legal basis.' }),
  ...(agreement ? {} : { agreement: 'Choose the agreement that this rests on.' }),
  ...(expires
    ? expires < londonDay(now)
      ? { expires: 'Give a date in the future, at most five years ahead.' }
      : {}
    : { expires: 'Give the last day on which they see it.' }),
});

/** Everything that a draft lacks before it can be sent, by field. */
export const missingOf = (
  draft: Said & { kind: ReferralKind; sharing: Sharing; hasReceiver: boolean },
  now: Date,
): Record<string, string> => ({
  ...(draft.hasReceiver ? {} : { receiver: 'Choose the agency that receives it.' }),
  ...(draft.title ? {} : { title: 'Give a title.' }),
  ...(draft.text ? {} : { text: 'Say what is asked, and why.' }),
  ...missingFrom(draft.kind, draft.fields, londonDay(now)),
  ...missingSharing(draft.sharing, now),
});
