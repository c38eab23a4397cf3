import { USUAL_MONTHS } from '@clin/access';
import { codeLine, needsOriginator } from '@clin/grading';
import type { Fields } from '@clin/grading/form';
import type { OwnerReport } from '@clin/intelligence';
import { excerptOf, itemWords } from '@clin/intelligence/report-pages';
import { Clock } from '@clin/platform';
import { monthsFrom } from '@clin/platform/working-time';
import { dateUk, form } from '@clin/web-kit';
import type { DisclosureInput } from '../disclosure.input.js';
import type { SharingChoices } from './sharing.query.js';

type Posted = Record<string, unknown>;

/** One agency on the interruption card: what it will get, until when and why. */
interface Recipient {
  name: string;
  people: number;
  items: string;
  until: string;
  /** When its owner looks at it again: six months on, and never after it ends. */
  review: string;
  why: string;
  /** What the agency must accept before it reads: the decider's own words. */
  conditions: string | null;
}

const headOf = (report: OwnerReport, crumb: string) => ({
  id: report.id,
  reference: report.reference,
  version: report.version,
  marking: report.marking,
  handling: report.items.map(codeLine),
  title: report.title,
  breadcrumbs: [
    { text: 'Reports', href: '/reports' },
    { text: report.reference, href: `/reports/${report.id}` },
    { text: crumb },
  ],
});

const REVIEW_MONTHS = 6;

const datesOf = (expires: string, now: Date): Pick<Recipient, 'until' | 'review'> => {
  const review = monthsFrom(now, REVIEW_MONTHS);
  return { until: dateUk(expires), review: dateUk(review < expires ? review : expires) };
};

export function standingTable(
  report: OwnerReport,
  { standing, people }: SharingChoices,
  now = Clock.time(),
): Recipient[] {
  return standing.map(({ agency, agencyName, itemIds, monthsValid, agreement }) => ({
    name: agencyName,
    people: people.get(agency) ?? 0,
    items: itemWords(report, itemIds),
    ...datesOf(monthsFrom(now, monthsValid), now),
    why: `Standing rule under ${agreement}`,
    conditions: null,
  }));
}

export function chosenTable(
  report: OwnerReport,
  { agencies, people }: SharingChoices,
  chosen: readonly DisclosureInput[],
  now = Clock.time(),
): Recipient[] {
  return chosen.map(({ agency, items, expires, purpose, agreement, conditions }) => ({
    name: agencies.find(({ code }) => code === agency)?.name ?? agency,
    people: people.get(agency) ?? 0,
    items: itemWords(report, items),
    ...datesOf(expires, now),
    why: `${purpose}, under ${agreement}`,
    conditions: conditions ?? null,
  }));
}

function choicesOf(report: OwnerReport, { agreements, agencies }: SharingChoices) {
  return {
    agencies: agencies.map(({ code, name }) => [code, name]),
    agreements: agreements.map(({ reference, title, wholeRecords }) => [
      reference,
      `${reference}: ${title}${wholeRecords ? '' : ' (single items only)'}`,
    ]),
    items: report.items.map((item, index) => ({
      value: item.id,
      text: `Item ${index + 1}: ${excerptOf({ ...item, original: null }) ?? 'no text'}`,
      hint: needsOriginator(item)
        ? `Handling ${codeLine(item)}: needs the originator’s consent for this agency, recorded by a source handler`
        : `Handling ${codeLine(item)}`,
    })),
  };
}

/** What a new row starts with: the gateway that the person's agreements give, and twelve months. */
const blankRow = ({ agreements }: SharingChoices): Posted => ({
  legalBasis: agreements[0]?.legalBasis ?? '',
  expires: monthsFrom(Clock.time(), USUAL_MONTHS),
});

export function disseminateForm(
  report: OwnerReport,
  choices: SharingChoices,
  rows: readonly Posted[],
  errors?: Fields,
  add = false,
) {
  const to = [...rows, ...(add ? [blankRow(choices)] : [])];
  return {
    ...headOf(report, 'Disseminate'),
    heading: 'Disseminate this report',
    standing: standingTable(report, choices),
    choices: choicesOf(report, choices),
    rows: to,
    form: form({ to }, errors),
  };
}

export function discloseForm(report: OwnerReport, choices: SharingChoices, body?: Posted, errors?: Fields) {
  const already = report.disclosures.filter((one) => one.inForce).map((one) => one.agencyName);
  return {
    ...headOf(report, 'Share'),
    heading: 'Share with another agency',
    already,
    choices: choicesOf(report, choices),
    form: form(body ?? blankRow(choices), errors),
  };
}

/** The page that names every agency, how many people, and what each gets, before anything leaves. */
export function interruption(
  report: OwnerReport,
  recipients: readonly Recipient[],
  fields: readonly { name: string; value: string }[],
  verb: 'Disseminate' | 'Share',
  changes: readonly string[],
) {
  const people = [...new Map(recipients.map((one) => [one.name, one.people])).values()].reduce(
    (sum, count) => sum + count,
    0,
  );
  const agencies = new Set(recipients.map(({ name }) => name)).size;
  const heading =
    agencies === 0
      ? `You are about to ${verb.toLowerCase()} ${report.reference} to nobody outside your agency`
      : `You are about to ${verb === 'Share' ? 'share' : 'disseminate'} ${report.reference} ${verb === 'Share' ? 'with' : 'to'} ${count(people, 'person', 'people')} in ${count(agencies, 'agency', 'agencies')}`;
  return {
    ...headOf(report, verb),
    heading,
    recipients,
    changes,
    fields,
    agencies,
    confirm:
      agencies === 0 ? verb : `${verb} ${verb === 'Share' ? 'with' : 'to'} ${count(agencies, 'agency', 'agencies')}`,
  };
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
