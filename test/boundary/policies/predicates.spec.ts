import { ownedBy, readableBy, readableByRight, visibleTo } from '@clin/access';
import { sql as statement, type Actor, type Clock, type Decision, type Read, type Sql } from '@clin/platform';
import { DecideBoundary } from '../../../libs/access/src/decide-boundary.js';
import '../../../libs/threat-to-life/src/permissions.js';
import { sightOf } from '../../../libs/threat-to-life/src/threat-sight.js';
import type { World } from '../a-world.js';
import { disclosureOf, emergencyOf, mutantWorld } from '../mutants/mutant-world.js';
import { id } from '../mutants/probe.js';
import { inWorld } from './in-world.js';

const READERS = ['b.low', 'b.analyst', 'b.chief', 'c.analyst'];
const grant = (change: string): string =>
  ['record', 'item']
    .map((what) => `UPDATE access.${what}_visibility SET ${change} WHERE disclosure_id = @dis.b`)
    .join('; ');
const agreement = (change: string): string => `UPDATE sharing.agreement SET ${change} WHERE id = 901`;
const member = (ends: number): string =>
  `${grant('compartment_id = 71')}; INSERT INTO access.compartment_member VALUES (71, @b.analyst, 'x', current_date + ${ends}, 902)`;

/** Who may see the report that was disclosed to b, with one thing changed: written by hand. */
const SIGHT: [arranged: string, readers: string][] = [
  ['SELECT 1', 'b.analyst b.chief'],
  [grant('sensitivity = 1'), 'b.low b.analyst b.chief'], [grant('sensitivity = 2'), 'b.analyst b.chief'], [grant('sensitivity = 3'), 'b.chief'],
  [grant('private_to = @b.analyst'), 'b.analyst'], [grant('private_to = @b.peer'), ''], [grant('agency_id = 903'), 'c.analyst'],
  [grant('valid_until = now()'), ''], [grant("valid_until = now() + interval '1 second'"), 'b.analyst b.chief'], [grant('valid_until = NULL'), 'b.analyst b.chief'],
  [grant('agreement_id = NULL'), 'b.analyst b.chief'], [agreement("status = 'suspended'"), ''],
  [grant('compartment_id = 71'), ''], [member(0), 'b.analyst'], [member(-1), ''],
]; // prettier-ignore

/** The owner's own tables, asked by whoever seems to own the report. */
const OWNED: [who: string, record: string, owns: boolean, arranged?: string][] = [
  ['a.peer', 'plain', true], ['a.low', 'plain', false], ['b.analyst', 'shared', false], ['b.analyst', 'theirs', true], ['a.peer', 'theirs', false], ['a.supervisor', 'held', false, emergencyOf('use', 'a.supervisor', 'held')],
  ['a.member', 'held', true], ['b.analyst', 'plain', false, 'UPDATE access.record_visibility SET agency_id = 902 WHERE record_id = @plain'],
]; // prettier-ignore

const CONDITIONS = disclosureOf('dis.c', 902, { record: 'plain', conditions: 'Ask first' });
const accepted = (who: string, what: string): string =>
  `${CONDITIONS}; INSERT INTO access.acknowledgement VALUES (@${what}, @${who})`;
const READ: [who: string, reads: boolean, arranged: string][] = [
  ['b.analyst', false, CONDITIONS], ['b.analyst', true, accepted('b.analyst', 'dis.c')], ['b.analyst', false, accepted('b.peer', 'dis.c')], ['b.analyst', false, accepted('b.analyst', 'dis.b')], ['a.peer', true, CONDITIONS],
  ['b.low', false, accepted('b.low', 'dis.c')], ['b.analyst', true, disclosureOf('dis.c', 902, { record: 'plain' })],
]; // prettier-ignore

/** Through an emergency one opens what is said in a record, and sees nothing of what is done about it. */
const BY_RIGHT: [who: string, what: string, byRight: boolean, arranged: string][] = [
  ['a.peer', 'one’s own agency’s report', true, 'SELECT 1'],
  ['b.analyst', 'a report disclosed to the agency', true, disclosureOf('dis.c', 902, { record: 'plain' })],
  ['b.analyst', 'a report under conditions, before accepting them', false, CONDITIONS],
  ['b.analyst', 'a report under conditions, accepted', true, accepted('b.analyst', 'dis.c')],
  ['a.analyst', 'one’s own draft', true, 'UPDATE access.record_visibility SET private_to = @a.analyst WHERE record_id = @plain'],
  ['b.supervisor', 'a report opened in an emergency', false, emergencyOf('use', 'b.supervisor')],
  ['b.supervisor', 'a report opened in an emergency, and disclosed', true, `${disclosureOf('dis.c', 902, { record: 'plain' })}; ${emergencyOf('use', 'b.supervisor')}`],
  ['c.peer', 'a stranger’s report', false, 'SELECT 1'],
]; // prettier-ignore

const alert = (name: string, record: string, agency: number): string =>
  `INSERT INTO threats.alert (id, record_id, kind, reference, agency_id, raised_at, remind_at, due_at, centre_at)
    VALUES (@${name}, @${record}, 1, '${name}', ${agency}, now(), now() + interval '3 min', now() + interval '5 min', now() + interval '10 min')`;
const ALERTS = [alert('own', 'shared', 901), alert('of-b', 'shared', 902), alert('held', 'held', 901), alert('stray', 'plain', 902)].join('; '); // prettier-ignore
/** Whom an alert interrupts: people on duty in its agency who see the record, and not only through an emergency. */
const ALERTED: [who: string, alerts: string, arranged?: string][] = [
  ['a.supervisor', 'own'], ['a.lead', 'held own'], ['a.coordinator', 'own'], ['a.contact', 'own'], ['a.analyst', ''], ['a.auditor', ''],
  ['b.lead', 'of-b'], ['c.lead', ''], ['d.lead', ''],
  ['b.supervisor', 'of-b', emergencyOf('use', 'b.supervisor')], ['b.supervisor', 'of-b stray', disclosureOf('dis.c', 902, { record: 'plain' })],
  ['a.supervisor', 'own', 'UPDATE access.record_visibility SET private_to = @a.lead WHERE record_id = @held'],
  ['a.supervisor', 'held own', 'UPDATE access.record_visibility SET compartment_id = NULL, private_to = @a.supervisor WHERE record_id = @held AND disclosure_id IS NULL'],
]; // prettier-ignore

describe('wall 1’s predicates alone', () => {
  let world: World;
  beforeAll(async () => (world = await mutantWorld()));
  afterAll(() => world?.end());

  const found = (who: string, arrange: string, ask: (actor: Actor) => Sql): Promise<unknown[]> => inWorld(world, who, arrange, (rows, actor) => rows.rows(ask(actor)));
  const grants = (record: string, predicate: (actor: Actor) => Sql) => (actor: Actor): Sql =>
    statement`SELECT 1 FROM access.record_visibility v WHERE v.record_id = ${id(record)} AND ${predicate(actor)}`; // prettier-ignore

  it.each(SIGHT)('%s', async (arranged, readers) => {
    for (const who of READERS) {
      const seen = await found(who, arranged, grants('shared', (actor) => visibleTo(actor, 'v')));
      expect([who, seen.length]).toEqual([who, readers.split(' ').includes(who) ? 1 : 0]);
    }
  });
  /** The guard of one record, asked at the transaction's own moment. */
  const decided = (who: string, record: string, arranged: string): Promise<[Decision, unknown]> =>
    inWorld(world, who, arranged, async (rows, actor) => {
      const { now } = (await rows.row<{ now: Date }>(statement`SELECT now() AS now`))!;
      const read = { run: (_actor: Actor, ask: (q: typeof rows) => unknown) => ask(rows) };
      const guard = new DecideBoundary(read as unknown as Read, { now: () => now } as unknown as Clock);
      return [await guard.decide(actor, id(record)), actor.trail.detail['emergency']];
    });
  it.each(SIGHT)('%s: the guard of one record says the same', async (arranged, readers) => {
    for (const who of READERS) {
      const [{ allowed }] = await decided(who, 'shared', arranged);
      expect([who, allowed]).toEqual([who, readers.split(' ').includes(who)]);
    }
  });
  it.each<[string, string, boolean, string | undefined]>([
    ['one’s own agency’s report', 'a.peer', true, undefined],
    ['a stranger’s report', 'b.supervisor', false, undefined],
    ['a report opened in an emergency', 'b.supervisor', true, 'use'],
    ['another’s emergency', 'b.lead', false, undefined],
    ['a report opened in an emergency, and disclosed', 'b.second', true, undefined],
  ])('the log says of %s whether it was an emergency', async (what, who, allowed, use) => {
    const opened = what.includes('emergency') ? emergencyOf('use', who === 'b.lead' ? 'b.supervisor' : who) : 'SELECT 1';
    const disclosed = what.includes('disclosed') ? disclosureOf('dis.c', 902, { record: 'plain' }) : 'SELECT 1';
    const [decision, emergency] = await decided(who, 'plain', `${disclosed}; ${opened}`);
    expect([decision.allowed, emergency]).toEqual([allowed, use && id(use)]);
  });

  it.each(OWNED)('%s owns %s: %s', async (who, record, owns, arranged = 'SELECT 1') => {
    const own = await found(who, arranged, (actor) => statement`SELECT 1 FROM intelligence.report_original o WHERE o.report_id = ${id(record)} AND ${ownedBy(actor, 'o.report_id')}`);
    expect(own).toHaveLength(owns ? 1 : 0);
  });
  it.each(READ)('%s reads: %s', async (who, reads, arranged) =>
    expect(await found(who, arranged, grants('plain', (actor) => readableBy(actor, 'v')))).toHaveLength(reads ? 1 : 0));
  it('lets an emergency read what it does not let see by right', async () => {
    const counted = async (asks: typeof readableBy) =>
      (await found('b.supervisor', emergencyOf('use', 'b.supervisor'), grants('plain', (actor) => asks(actor, 'v')))).length;
    expect([await counted(readableBy), await counted(readableByRight)]).toEqual([1, 0]);
  });
  it.each(ALERTED)('%s is interrupted by: %s', async (who, alerts, arranged = 'SELECT 1') => {
    const told = await found(who, `${ALERTS}; ${arranged}`, (actor) => statement`SELECT a.reference FROM threats.alert a WHERE ${sightOf(actor)}`);
    expect((told as { reference: string }[]).map(({ reference }) => reference).sort().join(' ')).toBe(alerts);
  });
  it.each(BY_RIGHT)('%s, %s, by right: %s', async (who, _what, byRight, arranged) =>
    expect(await found(who, arranged, grants('plain', (actor) => readableByRight(actor, 'v')))).toHaveLength(byRight ? 1 : 0));
}); // prettier-ignore
