import { RECORD_KIND, type RecordKind } from '@clin/access';
import { InvalidInput } from '@clin/platform';
import { monthsFrom } from '@clin/platform/working-time';
import type { RuleInput, TermsInput } from './terms.input.js';

/** A standing rule as a version of an agreement states it: whose records of which kind go to whom. */
export interface RuleTerms {
  kind: number;
  handling: 'P' | 'C';
  /** Code of the party whose records it gives; null: every party's. */
  from: string | null;
  /** Code of a party, or the force of each area of an item. */
  to: string;
  /** Codes; null: every area. */
  areas: string[] | null;
  /** 0 any, 1 low, 2 medium, 3 high. */
  lowestConfidence: number;
  monthsValid: number;
  conditions: string;
  startsOn: string | null;
  endsOn: string | null;
}

/** Everything that a version says, as it is stored and approved: one document. */
export interface Terms {
  title: string;
  purpose: string;
  legalBasis: string;
  marking: string;
  startsOn: string;
  endsOn: string;
  reviewOn: string | null;
  kinds: number[];
  handling: ('P' | 'C')[];
  /** As records carry it: 1 OFFICIAL, 2 OFFICIAL-SENSITIVE. */
  mostSensitivity: number;
  wholeRecords: boolean;
  statistics: boolean;
  signedCopy: { name: string; sha256: string; heldAt: string } | null;
  contact: { post: string; email: string | null; phone: string | null };
  parties: string[];
  rules: RuleTerms[];
}

export const FORCES_IN_AREAS = 'forces-in-areas';
export const CONFIDENCES = ['any', 'low', 'medium', 'high'] as const;
export const MARKINGS = ['OFFICIAL', 'OFFICIAL-SENSITIVE'] as const;
export const sensitivityOf = (marking: string): number => MARKINGS.indexOf(marking as (typeof MARKINGS)[number]) + 1;
export const markingOf = (sensitivity: number): string => MARKINGS[Math.min(sensitivity, 2) - 1] ?? 'OFFICIAL';
export const KINDS = Object.keys(RECORD_KIND) as RecordKind[];
/** Kinds that standing rules can share. A referral is sent to one agency at a time, by a person. */
export const RULE_KINDS = ['report'] as const satisfies readonly RecordKind[];
export const kindName = (number: number): string => KINDS.find((kind) => RECORD_KIND[kind] === number) ?? 'other';

/** The input as the document. Throws InvalidInput for dates that contradict each other and a contact point that cannot be reached. */
export function termsOf(input: TermsInput): Terms {
  const errors: Record<string, string> = {};
  if (input.endsOn < input.startsOn) errors['endsOn'] = 'The end date must not be before the start date.';
  if (input.reviewOn && (input.reviewOn < input.startsOn || input.reviewOn > input.endsOn))
    errors['reviewOn'] = 'The review date must lie between the start and the end date.';
  if (!input.contact.email && !input.contact.phone)
    errors['contact.email'] = 'Give an e-mail address or a telephone number of the contact point.';
  input.rules.forEach((rule, at) => {
    if (rule.startsOn && rule.endsOn && rule.endsOn < rule.startsOn)
      errors[`rules.${at}.endsOn`] = 'The end date must not be before the start date.';
    if (rule.from && rule.from === rule.to)
      errors[`rules.${at}.to`] = 'Choose another party than the one whose records it gives.';
  });
  if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
  return {
    title: input.title.trim(),
    purpose: input.purpose,
    legalBasis: input.legalBasis,
    marking: input.marking,
    startsOn: input.startsOn,
    endsOn: input.endsOn,
    reviewOn: input.reviewOn || null,
    kinds: [...new Set(input.kinds)].map((kind) => RECORD_KIND[kind as RecordKind]).sort(),
    handling: (['P', 'C'] as const).filter((code) => input.handling.includes(code)),
    mostSensitivity: sensitivityOf(input.mostSensitive),
    wholeRecords: input.wholeRecords,
    statistics: input.statistics,
    signedCopy: input.signedCopy ? { ...input.signedCopy, sha256: input.signedCopy.sha256.toLowerCase() } : null,
    contact: { post: input.contact.post, email: input.contact.email || null, phone: input.contact.phone || null },
    parties: [...new Set(input.parties)].sort(),
    rules: input.rules.map(ruleOf),
  };
}

export function ruleOf(rule: RuleInput): RuleTerms {
  return {
    kind: RECORD_KIND[rule.kind as RecordKind],
    handling: rule.handling,
    from: rule.from || null,
    to: rule.to,
    areas: rule.areas && rule.areas.length > 0 ? [...new Set(rule.areas)].sort() : null,
    lowestConfidence: CONFIDENCES.indexOf(rule.lowestConfidence ?? 'any'),
    monthsValid: rule.monthsValid,
    conditions: rule.conditions ?? '',
    startsOn: rule.startsOn || null,
    endsOn: rule.endsOn || null,
  };
}

const SIX_MONTHS = 6;
/** Six months after the start unless the version names another day. */
export function firstReview({ startsOn, reviewOn }: Pick<Terms, 'startsOn' | 'reviewOn'>): string {
  if (reviewOn) return reviewOn;
  return monthsFrom(new Date(`${startsOn}T12:00:00Z`), SIX_MONTHS);
}
