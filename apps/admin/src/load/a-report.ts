import { reference } from '@clin/platform';
import { anItem } from './an-item.js';
import type { GeneratedDisclosure, GeneratedItem, GeneratedReport, Step } from './generated.js';
import type { Random } from './random.js';
import type { Owner, ReferenceData } from './reference-data.js';
import { aStory, PROVENANCES, RETURNS } from './words.js';

const DAY = 86_400_000;
const ITEMS = [[1, 60], [2, 28], [3, 9], [4, 3]] as const; // prettier-ignore
/** Statuses as intelligence numbers them. Old reports have had their life; recent ones are on their way. */
const OLD = [[5, 81], [6, 16], [4, 3]] as const; // prettier-ignore
const RECENT = [[5, 62], [4, 11], [2, 13], [3, 5], [1, 9]] as const; // prettier-ignore

/** One report logged at this time, and what became of it since. */
export function aReport(
  random: Random,
  data: ReferenceData,
  owner: Owner,
  createdAt: Date,
  now: Date,
): GeneratedReport {
  const known = data.areas.map((area) => area.code);
  const items = Array.from({ length: random.weighted(ITEMS) }, () => anItem(random, owner, data, known));
  const authorId = random.pick(owner.analysts);
  const supervisorId = random.pick(owner.supervisors.filter((one) => one !== authorId));
  const status = random.weighted(now.getTime() - createdAt.getTime() > 21 * DAY ? OLD : RECENT);
  // One that still waits to be assessed would interrupt people, and the loader raises no alert.
  const threatToLife = random.chance(0.04) && status >= 4;
  const safeguarding = random.chance(0.35) ? [random.chance(0.65) ? 'child' : 'adult'] : [];
  const history = aHistory(random, status, createdAt, now, authorId, supervisorId);
  const at = (action: string): Date | undefined => history.findLast((step) => step.action === action)?.at;
  const areas = [...new Set(items.flatMap((item) => item.areas))];
  const name = (code: string): string => data.areas.find((area) => area.code === code)!.name;
  const marking = random.chance(0.15) ? 'OFFICIAL' : 'OFFICIAL-SENSITIVE';
  const retentionGroup = threatToLife ? 1 : safeguarding.length > 0 ? 2 : 3;
  const disseminatedAt = at('disseminate');
  return {
    id: random.uuid(),
    reference: reference('IR'),
    ownerId: owner.id,
    ownerCode: owner.code,
    authorId,
    supervisorId,
    status,
    version: 2 + history.length,
    sensitivity: marking === 'OFFICIAL' ? 1 : 2,
    marking,
    handling: items.every((item) => item.handling === 'P') ? 'P' : 'C',
    retentionGroup,
    reviewOn: yearsLater(createdAt, retentionGroup < 3 ? 10 : 6),
    eventDate: new Date(createdAt.getTime() - random.below(6) * DAY).toISOString().slice(0, 10),
    createdAt,
    updatedAt: history.at(-1)?.at ?? createdAt,
    submittedAt: at('submit'),
    assessedAt: at('assess'),
    disseminatedAt,
    ...aStory(random, name(areas[0]!), name(areas.at(-1)!)),
    provenance: random.pick(PROVENANCES),
    safeguarding,
    threatToLife,
    confidence: Math.max(...items.map((item) => item.confidence)),
    returned: history
      .filter((step) => step.action === 'return')
      .map((step) => ({ reason: step.reason!, dueBy: step.dueBy! }))[0],
    items,
    history,
    disclosures: disseminatedAt ? standingDisclosures(random, data, owner, items, disseminatedAt) : [],
  };
}

/** The steps that lead to a status, each some hours after the one before and none in the future. */
function aHistory(
  random: Random,
  status: number,
  createdAt: Date,
  now: Date,
  author: string,
  supervisor: string,
): Step[] {
  if (status === 1) return [];
  const returned = status === 3 || random.chance(0.06);
  const path: [string, number, number, string][] = [['submit', 1, 2, author]];
  if (returned) path.push(['return', 2, 3, supervisor]);
  if (returned && status !== 3) path.push(['submit', 3, 2, author]);
  if (status >= 4) path.push(['assess', 2, 4, supervisor]);
  if (status >= 5) path.push(['disseminate', 4, 5, supervisor]);
  if (status === 6) path.push(['close', 5, 6, supervisor]);
  const room = (now.getTime() - createdAt.getTime()) / (path.length + 1);
  let clock = createdAt.getTime();
  return path.map(([action, from, to, by]) => {
    clock += Math.min(room, (1 + random.below(30)) * 3_600_000);
    const dueBy = action === 'return' ? new Date(clock + 5 * DAY).toISOString().slice(0, 10) : undefined;
    return {
      id: random.uuid(),
      action,
      from,
      to,
      by,
      at: new Date(clock),
      reason: dueBy && random.pick(RETURNS),
      dueBy,
    };
  });
}

/** What the standing rules would have disclosed on that day: the same rules as sharing applies, over agreements in force. */
function standingDisclosures(
  random: Random,
  data: ReferenceData,
  owner: Owner,
  items: GeneratedItem[],
  at: Date,
): GeneratedDisclosure[] {
  return data.rules.flatMap((rule) => {
    if (!rule.parties.has(owner.id)) return [];
    const agencies =
      rule.recipient === null
        ? items.flatMap((item) => item.areas).map((area) => data.agencyOfArea.get(area))
        : [rule.recipient];
    const recipients = [...new Set(agencies)].filter(
      (agency) => agency !== undefined && agency !== owner.id && rule.parties.has(agency),
    ) as number[];
    return recipients.flatMap((recipient) => {
      const concerned = (item: GeneratedItem): boolean =>
        rule.recipient !== null || item.areas.some((area) => data.agencyOfArea.get(area) === recipient);
      const given = items.filter(
        (item) =>
          item.handling === rule.handling &&
          !(item.actionCode === 'A1' || item.sanitisationCode === 'S2') &&
          concerned(item),
      );
      if (given.length === 0) return [];
      const expires = new Date(at);
      expires.setUTCMonth(expires.getUTCMonth() + rule.monthsValid);
      const { agreementId, purpose, legalBasis, conditions } = rule;
      return [
        {
          id: random.uuid(),
          recipient,
          ruleId: rule.id,
          agreementId,
          purpose,
          legalBasis,
          conditions,
          expires,
          items: given,
        },
      ];
    });
  });
}

function yearsLater(date: Date, years: number): string {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later.toISOString().slice(0, 10);
}
