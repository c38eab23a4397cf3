import type { AgreementAction, AgreementStatus } from '../agreement.states.js';
import { STATUS_WORDS } from '../agreement.states.js';
import { CONFIDENCES, FORCES_IN_AREAS, kindName, markingOf, type RuleTerms, type Terms } from '../terms.js';

export const STATUS_COLOURS: Record<AgreementStatus, string> = {
  draft: 'grey',
  proposed: 'yellow',
  active: 'green',
  suspended: 'red',
  lapsed: 'grey',
  replaced: 'grey',
};
export const statusWords = (status: AgreementStatus, startsLater = false): string =>
  startsLater ? 'Approved, not begun' : STATUS_WORDS[status];

/** What an agency's code is called; the code itself when it is not known. */
export type Names = (code: string) => string;

const KIND_WORDS: Record<string, string> = { report: 'Reports', referral: 'Referrals', case: 'Cases' };
export const kindWords = (number: number): string => KIND_WORDS[kindName(number)] ?? 'Other records';

export const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;

/** A standing rule as a sentence. */
export function ruleWords(rule: RuleTerms, agency: Names, area: Names): { who: string; what: string; terms: string } {
  const to = rule.to === FORCES_IN_AREAS ? 'the force of each area of an item' : agency(rule.to);
  const from = rule.from === null ? 'every party' : agency(rule.from);
  const confidence = rule.lowestConfidence === 0 ? 'of any grading' : confidenceWords(rule.lowestConfidence);
  const areas = rule.areas === null ? 'in every area' : `in ${rule.areas.map(area).join(', ')}`;
  const dates = [rule.startsOn ? `from ${rule.startsOn}` : '', rule.endsOn ? `until ${rule.endsOn}` : ''].filter(
    Boolean,
  );
  return {
    who: `From ${from} to ${to}`,
    what: `${kindWords(rule.kind)} under handling ${rule.handling}, ${confidence}, ${areas}`,
    terms: [
      `Each disclosure lasts ${rule.monthsValid} ${rule.monthsValid === 1 ? 'month' : 'months'}`,
      ...(dates.length > 0 ? [`The rule applies ${dates.join(' ')}`] : []),
      ...(rule.conditions ? [rule.conditions.replace(/\.$/, '')] : []),
    ].join('. '),
  };
}

const confidenceWords = (level: number): string =>
  level === 3 ? 'of high confidence' : `of ${CONFIDENCES[level]} confidence or better`;

export const classWords = (terms: Terms): string =>
  [
    terms.kinds.map(kindWords).join(', '),
    `handling ${terms.handling.join(' and ')}`,
    `up to ${markingOf(terms.mostSensitivity)}`,
    terms.wholeRecords ? 'whole records or single items' : 'single items only',
    terms.statistics ? 'figures' : 'no figures',
  ].join('; ');

export const contactWords = ({ post, email, phone }: Terms['contact']): string =>
  [post, email, phone].filter(Boolean).join('\n');

const HISTORY: Record<string, string> = {
  save: 'Draft saved',
  propose: 'Proposed',
  revise: 'Taken back to be corrected',
  discard: 'Given up',
  approve: 'Approved',
  enact: 'Took effect',
  suspend: 'Suspended',
  reinstate: 'Reinstated',
  end: 'Ended',
  withdraw: 'Withdrew',
  decline: 'Declined to join',
  review: 'Reviewed',
};
export const historyWords = (action: string): string => HISTORY[action] ?? action;

interface DecisionWords {
  button: string;
  heading: string;
  label: string;
  done: string;
  /** What becomes of things, in words. */
  effect: string;
  warning?: boolean;
}

/** The pages that ask for a reason, by decision. */
export const DECISIONS: Record<Exclude<AgreementAction, 'save' | 'propose' | 'approve' | 'renew'>, DecisionWords> = {
  revise: {
    button: 'Take back to correct',
    heading: 'Take this proposal back',
    label: 'Why is it taken back?',
    done: 'Taken back',
    effect:
      'It becomes a draft of your organisation again. Approvals given so far count no more, and organisations that were only invited no longer see it.',
  },
  discard: {
    button: 'Give up this version',
    heading: 'Give up this version',
    label: 'Why is it given up?',
    done: 'Given up',
    effect: 'This version will not be approved. What is in force, if anything, stays as it is.',
    warning: true,
  },
  suspend: {
    button: 'Suspend',
    heading: 'Suspend this agreement',
    label: 'Why is it suspended?',
    done: 'Agreement suspended',
    effect:
      'Everything that any party disclosed under it is hidden from the next request, and its rules disclose nothing. A second person of your organisation, or its owner, can reinstate it.',
    warning: true,
  },
  reinstate: {
    button: 'Reinstate',
    heading: 'Reinstate this agreement',
    label: 'Why can it go on?',
    done: 'Agreement reinstated',
    effect:
      'Everything disclosed under it that has not expired or been revoked is visible again from the next request.',
  },
  end: {
    button: 'End early',
    heading: 'End this agreement',
    label: 'Why does it end?',
    done: 'Agreement ended',
    effect: 'Everything that any party disclosed under it is hidden for good. A new agreement would be needed.',
    warning: true,
  },
  withdraw: {
    button: 'Withdraw or decline',
    heading: 'Leave this agreement',
    label: 'Why does your organisation leave?',
    done: 'Your organisation has left',
    effect:
      'Everything disclosed under it by your organisation, and to it, ends now. Your organisation no longer sees this agreement; the other parties keep it.',
    warning: true,
  },
  review: {
    button: 'Record a review',
    heading: 'Record a review',
    label: 'What did the review find?',
    done: 'Review recorded',
    effect: 'The next review is due in a year.',
  },
};
export type PageDecision = keyof typeof DECISIONS;
