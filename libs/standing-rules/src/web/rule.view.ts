import { Clock } from '@clin/platform';
import { monthsFrom } from '@clin/platform/working-time';
import { count, ruleWords, type Known } from '@clin/sharing';
import { dateUk, formErrors } from '@clin/web-kit';
import { MOST_AT_ONCE, type AppliedRule } from '../apply-rule.js';
import { LEFT_OUT, type LeftOut, type RuleReach } from '../rule-reach.query.js';

const records = (number: number): string => count(number, 'record', 'records');

/** Why records stay out, in words that follow a number. */
const BECAUSE: Record<LeftOut, string> = {
  already: 'shared there already',
  ended: 'shared by this rule before, until it expired',
  recalled: 'recalled from there under this agreement: a person shares them again, or nobody',
  restricted: 'restricted, or of an operation: a person shares them, or nobody',
  consent: 'under A1 or S2, without the originator’s recorded consent for that organisation',
  whole: 'fitting with all their items, where this agreement covers single items: a person chooses which',
};

const leftOutWords = (leftOut: Record<LeftOut, number>): string[] =>
  LEFT_OUT.filter((why) => leftOut[why] > 0).map((why) => `${records(leftOut[why])} ${BECAUSE[why]}`);

/** The card that names every organisation, how many records and how many people, before anything is shared; or says that nothing is left to share. */
export function rulePage(
  { agreement, rule, agencies, leftOut, records: all }: RuleReach,
  known: Known,
  marking: string,
  errors?: Record<string, string>,
) {
  const people = agencies.reduce((sum, one) => sum + one.people, 0);
  const disclosures = agencies.reduce((sum, one) => sum + one.records, 0);
  const places = count(agencies.length, 'organisation', 'organisations');
  return {
    id: agreement.id,
    reference: agreement.reference,
    marking,
    heading: all
      ? `You are about to share ${records(all)} with ${count(people, 'person', 'people')} in ${places}`
      : 'Nothing is left for this rule to share',
    breadcrumbs: [
      { text: 'Agreements', href: '/agreements' },
      { text: agreement.reference, href: `/agreements/${agreement.id}` },
      { text: 'Apply a rule' },
    ],
    rule: ruleWords(rule, known.agency, known.area),
    version: agreement.version,
    agencies: agencies.map(({ agency, name, people: heads, records: given, items }) => ({
      code: agency,
      name,
      people: count(heads, 'person', 'people'),
      what: `${records(given)} with ${count(items, 'item', 'items')}`,
    })),
    until: dateUk(monthsFrom(Clock.time(), rule.monthsValid)),
    conditions: rule.conditions,
    steps: disclosures > MOST_AT_ONCE ? MOST_AT_ONCE : null,
    leftOut: leftOutWords(leftOut),
    confirm: `Share with ${places}`,
    form: formErrors(errors),
  };
}

/** What was done, for the page that follows. */
export function appliedWords({ records: made, agencies, left, leftOut }: AppliedRule): { title: string; text: string } {
  const with_ = agencies.map((one) => `${one.name} (${records(one.records)})`).join(', ');
  const out = leftOutWords(leftOut);
  return {
    title: made === 0 ? 'Nothing was shared' : `${records(made)} shared`,
    text: [
      made === 0
        ? 'Somebody may have shared them before you.'
        : `With ${with_}, which ${agencies.length === 1 ? 'has' : 'have'} been told.`,
      ...(left > 0 ? [`${count(left, 'disclosure is', 'disclosures are')} left: share again to go on.`] : []),
      ...(out.length > 0 ? [`Left out: ${out.join('; ')}.`] : []),
    ].join(' '),
  };
}
