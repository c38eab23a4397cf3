import { ownedBy, readableBy, visibleTo } from '@clin/access';
import { sql as statement, type Actor, type Sql } from '@clin/platform';
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
  it.each(OWNED)('%s owns %s: %s', async (who, record, owns, arranged = 'SELECT 1') => {
    const own = await found(who, arranged, (actor) => statement`SELECT 1 FROM intelligence.report_original o WHERE o.report_id = ${id(record)} AND ${ownedBy(actor, 'o.report_id')}`);
    expect(own).toHaveLength(owns ? 1 : 0);
  });
  it.each(READ)('%s reads: %s', async (who, reads, arranged) =>
    expect(await found(who, arranged, grants('plain', (actor) => readableBy(actor, 'v')))).toHaveLength(reads ? 1 : 0));
}); // prettier-ignore
