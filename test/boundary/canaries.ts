import type { PlantedRecord } from './a-served-world.js';
import { COMMENTS, maySee, type Relation, type RoleName } from './oracle.js';

/** Ids that no record has and that no database accepts; each is answered like an absent one. */
export const MALFORMED = [
  'nonsense',
  '0',
  '-1',
  '00000000-0000-0000-0000-00000000000',
  'a%00b',
  '%27%20OR%201=1--',
  '1e9',
  'ffffffff-ffff-ffff-ffff-fffffffffffff',
  'null',
] as const;

const PREFIX = { report: 'IR', referral: 'RF' } as const;
const DISCLOSED: Record<number, string> = { 0: 'disclosure to 902', 4: 'disclosure to 908' };

/** Everything of a planted report that tells of it, and what each is called by the oracle. */
function tellTales({ id, kind, items, canary, author, disclosures }: PlantedRecord): [part: string, text: string][] {
  return [
    ['title', `${canary} title`], ['item 0', `${canary} item 0`], ['item 1', `${canary} item 1`], ['source', `${canary} source`],
    ['original', `${canary} original`], ['reference', `${PREFIX[kind]}-${id.slice(0, 8)}`], ['id', id], ['id of item 0', items[0]], ['id of item 1', items[1]],
    ['author', author.person.id], ['note of 902', `${canary} note of 902`], ['note', `${canary} note of 901`], ['said to 902', `${canary} said to 902`],
    ...COMMENTS.map(([part]): [string, string] => [part, `${canary} ${part};`]),
    ...disclosures.map((text, at): [string, string] => [DISCLOSED[at] ?? 'disclosure to others', text]),
  ]; // prettier-ignore
}

/** What an answer tells of a report that this person may not know. An echoed id is for the byte comparison, unless this was a list. */
export function secretsIn(
  text: string,
  report: PlantedRecord,
  role: RoleName,
  relation: Relation,
  list = false,
): string[] {
  return tellTales(report)
    .filter(([part, tale]) => text.includes(tale) && !maySee(part, role, relation, report.state))
    .map(([part]) => part)
    .filter((part) => list || (part !== 'id' && part !== 'id of item 0'));
}

/** Comments that belong on the record's own page for this person, and are not there. */
export function missingComments(text: string, report: PlantedRecord, role: RoleName, relation: Relation): string[] {
  return COMMENTS.map(([part]) => part).filter(
    (part) => maySee(part, role, relation, report.state) && !text.includes(`${report.canary} ${part};`),
  );
}
