import { Clock } from '@clin/platform';
import { RECORD_KIND } from '@clin/access';
import type { Agency, Area } from '@clin/identity';
import { foldDates, form } from '@clin/web-kit';
import {
  CONFIDENCES,
  FORCES_IN_AREAS,
  KINDS,
  kindName,
  markingOf,
  MARKINGS,
  type RuleTerms,
  type Terms,
} from '../terms.js';
import { kindWords } from './words.js';

type Posted = Record<string, unknown>;
type Fields = Record<string, string>;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : text(value) ? [text(value)] : [];
const nested = (value: unknown): Posted => (value !== null && typeof value === 'object' ? (value as Posted) : {});

export const rowsOf = (body: Posted): Posted[] => (Array.isArray(body['rules']) ? (body['rules'] as Posted[]) : []);

/** The posted form as the verb's input; what is missing stays empty, and the input class says so. */
export function foldAgreement(body: Posted): { input: Posted; errors: Fields } {
  const dates = { startsOn: 'The start date', endsOn: 'The end date', reviewOn: 'The review date' };
  const { input, errors } = foldDates(body, dates);
  const contact = nested(body['contact']);
  const copy = nested(body['signedCopy']);
  const held = { name: text(copy['name']), sha256: text(copy['sha256']), heldAt: text(copy['heldAt']) };
  const rules = rowsOf(body).map((row, at) => {
    const folded = foldDates(row, { startsOn: 'The rule’s start', endsOn: 'The rule’s end' });
    for (const [field, message] of Object.entries(folded.errors)) errors[`rules.${at}.${field}`] = message;
    return foldRule(folded.input);
  });
  return {
    errors,
    input: {
      ...(text(body['reference']) ? { reference: text(body['reference']) } : {}),
      title: text(body['title']),
      purpose: text(body['purpose']),
      legalBasis: text(body['legalBasis']),
      marking: text(body['marking']),
      startsOn: text(input['startsOn']),
      endsOn: text(input['endsOn']),
      reviewOn: text(input['reviewOn']) || null,
      kinds: list(body['kinds']),
      handling: list(body['handling']),
      mostSensitive: text(body['mostSensitive']),
      wholeRecords: list(body['wholeRecords']).includes('yes'),
      statistics: list(body['statistics']).includes('yes'),
      contact: { post: text(contact['post']), email: text(contact['email']), phone: text(contact['phone']) },
      signedCopy: Object.values(held).some(Boolean) ? held : null,
      parties: list(body['parties']),
      rules,
    },
  };
}

function foldRule(row: Posted): Posted {
  const months = text(row['monthsValid']);
  return {
    kind: text(row['kind']) || 'report',
    handling: text(row['handling']),
    from: text(row['from']) || null,
    to: text(row['to']),
    areas: list(row['areas']),
    lowestConfidence: text(row['lowestConfidence']) || 'any',
    monthsValid: /^\d{1,3}$/.test(months) ? Number(months) : months,
    conditions: text(row['conditions']),
    startsOn: text(row['startsOn']) || null,
    endsOn: text(row['endsOn']) || null,
  };
}

/** Stored terms as the form's values. */
export function valuesOf(terms: Terms): Posted {
  return {
    ...terms,
    kinds: terms.kinds.map(kindName),
    mostSensitive: markingOf(terms.mostSensitivity),
    wholeRecords: terms.wholeRecords ? ['yes'] : [],
    statistics: terms.statistics ? ['yes'] : [],
    signedCopy: terms.signedCopy ?? {},
    rules: terms.rules.map(ruleValues),
  };
}

const ruleValues = (rule: RuleTerms): Posted => ({
  ...rule,
  kind: kindName(rule.kind),
  from: rule.from ?? '',
  areas: rule.areas ?? [],
  lowestConfidence: CONFIDENCES[rule.lowestConfidence],
  monthsValid: String(rule.monthsValid),
});

const BLANK_RULE: Posted = { kind: 'report', handling: 'P', lowestConfidence: 'any', monthsValid: '12' };
export const BLANK: Posted = {
  marking: 'OFFICIAL',
  kinds: ['report'],
  handling: ['P'],
  rules: [],
};

interface Offered {
  own: string;
  agencies: readonly Agency[];
  areas: readonly Area[];
}

/** What the form offers, with one more rule row when asked for. */
export function agreementForm(values: Posted, offered: Offered, errors?: Fields, then?: string) {
  const kept = rowsOf(values).filter((_row, at) => then !== `remove-${at}`);
  const rules = then === 'add' ? [...kept, BLANK_RULE] : kept;
  const today = Clock.time().toISOString().slice(0, 10);
  const others = offered.agencies.filter(
    ({ code, kind, startsOn, endsOn }) =>
      code !== offered.own &&
      kind !== 'funder' &&
      kind !== 'network' &&
      startsOn <= today &&
      (endsOn === null || endsOn >= today),
  );
  const named = others.map(({ code, name }): [string, string] => [code, name]);
  const us = offered.agencies
    .filter(({ code }) => code === offered.own)
    .map(({ code, name }): [string, string] => [code, name]);
  return {
    form: form({ ...values, rules }, errors),
    rules,
    choices: {
      agencies: named,
      from: [...us, ...named],
      to: [[FORCES_IN_AREAS, 'The force of each area of an item'], ...us, ...named],
      areas: offered.areas.map(({ code, name }) => [code, name]),
      kinds: KINDS.map((kind) => [kind, kindWords(RECORD_KIND[kind])]),
      handling: [
        ['P', 'P – sharing permitted'],
        ['C', 'C – conditions'],
      ],
      markings: MARKINGS,
      confidences: [
        ['any', 'Any grading'],
        ['low', 'Low or better'],
        ['medium', 'Medium or better'],
        ['high', 'High only'],
      ],
    },
  };
}
