import { ROLES } from '@clin/platform';
import type { LevelWords } from '@clin/platform/sensitivity';
import { dateTimeUk, dateUk, form, ROLE_WORDS, type FormState } from '@clin/web-kit';
import type { SightCheck } from '../check-sight.js';
import type { Explanation, WhoCanSee } from '../explanation.js';
import type { KnownAgency } from '../known-agencies.query.js';
import { labelsInWords } from './labels.view.js';
import { count, peopleWords } from '../difference-words.js';
import { checkWords, conditionsMet, decidedWords, ENDED, labelWords, lastDay, throughWords } from './words.js';

export interface OwnersForm {
  agencies: readonly KnownAgency[];
  colleagues: readonly { id: string; name: string }[];
  check?: SightCheck;
  values: Record<string, unknown>;
  errors: Record<string, string>;
}

/** Why, who else, since when; and the owner's form that asks about others. Columns are listed: nothing leaks by default. */
export function explanationView(explanation: Explanation, levels: LevelWords, day: FormState, owners?: OwnersForm) {
  const { record, why, who, at } = explanation;
  const people = who.reduce((sum, one) => sum + one.people, 0);
  return {
    heading: 'Why you see this, and who else can',
    reference: record.reference,
    marking: record.marking,
    handling: record.handling,
    breadcrumbs: [{ text: record.reference || record.title, href: record.href }, { text: 'Why you see this' }],
    title: record.title,
    href: record.href,
    ownerName: record.ownerName,
    through: why.through,
    draft: why.draft,
    disclosures: why.disclosures.map((one) => ({
      ...one,
      until: lastDay(one.until),
      decided: decidedWords(one.decidedByRole, one.rule),
      items: count(one.items, 'item', 'items'),
    })),
    met: conditionsMet(why, levels),
    summary: owners
      ? `${peopleWords(people)} in ${count(who.length, 'organisation', 'organisations')} can open it now.`
      : undefined,
    who: who.map(holder),
    past: pastOf(explanation, levels),
    day,
    at: at && {
      day: dateUk(at.day),
      labels: at.labels && labelsInWords(at.labels, levels),
      agencies: at.agencies.map(({ agencyName, items, purpose }) => ({
        name: agencyName,
        what: items === null ? 'the whole record, as its owner' : `${count(items, 'item', 'items')} for “${purpose}”`,
      })),
    },
    owners: owners && {
      form: form(owners.values, owners.errors),
      agencies: owners.agencies.map(({ code, name }) => [code, name]),
      roles: ROLES.map((role) => [role, ROLE_WORDS[role]]),
      colleagues: owners.colleagues.map(({ id, name }) => [id, name]),
      answer: owners.check && checkWords(owners.check),
      viewAs: owners.check && viewAsLink(record.id, owners.check, who),
    },
  };
}

const holder = ({ agencyName, through, people, names }: WhoCanSee) => ({
  name: agencyName,
  through: through.map(throughWords),
  people: peopleWords(people),
  names,
});

function viewAsLink(id: string, { agency, role, person }: SightCheck, who: readonly WhoCanSee[]): string | undefined {
  if (person || !role || who[0]?.agency === agency) return undefined;
  return `/records/${id}/view-as?agency=${encodeURIComponent(agency)}&role=${role}`;
}

/** What happened, newest first, an ending above its beginning when both are of one moment: shares, endings and, for the owner, label changes. */
function pastOf(
  { history, labels = [] }: Explanation,
  levels: LevelWords,
): { title: string; at: Date; text: string }[] {
  const spans = history.flatMap(({ agencyName, from, until, items, purpose, agreement, ended }) => [
    ...(until && ended
      ? [
          {
            title: `${agencyName} could not see it any more`,
            at: until,
            text: `Because ${ended === 'agreement-not-in-force' ? '' : 'this was '}${ENDED[ended]}.`,
          },
        ]
      : []),
    {
      title: items === null ? `${agencyName} began it` : `${agencyName} ${until ? 'could' : 'can'} see it`,
      at: from,
      text:
        items === null
          ? ''
          : `${count(items, 'item', 'items')} for “${purpose}”${agreement ? ` under ${agreement}` : ''}${until ? `, until ${dateTimeUk(until)}` : ', and still can'}.`,
    },
  ]);
  const changes = labels.map((change) => ({
    ...labelWords(change, levels),
    at: change.at,
    by: change.by ?? undefined,
  }));
  return [...spans, ...changes].sort((a, b) => b.at.getTime() - a.at.getTime());
}
