import { mayUse, usesOf, type Use } from '@clin/originator-control';
import '../../../libs/intelligence/src/report-handling.query.js';
import type { World } from '../a-world.js';
import { disclosureOf, mutantWorld } from '../mutants/mutant-world.js';
import { id } from '../mutants/probe.js';
import { inWorld } from './in-world.js';

interface Asked {
  use?: Use;
  state?: string;
  until?: string;
  items?: string[];
  record?: string;
  asker?: number;
  conditions?: string;
  at?: string;
  name?: string;
}
const asked = ({ use = 'act', state = 'granted', until = "now() + interval '1 day'", items = ['shared.1'], record = 'shared', asker = 902, conditions = '', at = 'now()', name = 'req' }: Asked = {}): string =>
  `INSERT INTO sharing.permission_request (id, reference, record_id, kind, owner_agency_id, asker_agency_id, use, to_agency_id, items, purpose, detail, urgent, asked_at, remind_at, due_at, state, conditions, valid_until, answered_at)
    VALUES (@${name}, '${name}', @${record}, 1, 901, ${asker}, '${use}', ${use === 'share' ? '903' : 'NULL'}, ${items.length}, 'x', 'x', false, ${at}, ${at} + interval '1 day', ${at} + interval '2 days', '${state}', '${conditions}',
      ${state === 'granted' ? until : 'NULL'}, ${state === 'granted' ? 'now()' : 'NULL'});
   INSERT INTO sharing.permission_item SELECT @${name}, i, @${record}, 901, ${asker} FROM unnest(ARRAY[${items.map((item) => `@${item}`).join(', ')}]) i`; // prettier-ignore
/** The second item, under A1, is b's too. */
const GIVEN = disclosureOf('dis.e', 902, { items: ['shared.1'] });
const CONDITIONAL = disclosureOf('dis.e', 902, { items: ['shared.1'], conditions: 'Ask first' });

type Told = [outcome: string, words: string, request?: string];
const WHY_ASK = 'it may be combined and corroborated, and no action taken on anything that comes of it';
const ASK: Told = ['ask', WHY_ASK];
const NEVER: Told = ['never', 'it was not shared with you'];

/** Written by hand from boundary.md: who, of which item, to what use, after what. */
const CASES: [name: string, who: string, item: string, use: Use, told: Told, arranged?: string][] = [
  ['an item handled P', 'b.peer', 'shared.0', 'act', ['allowed', '']],
  ['an item that one was not given', 'b.peer', 'shared.1', 'act', NEVER], ['an item of nobody', 'b.peer', 'absent', 'act', NEVER], ['an item for a stranger', 'c.peer', 'shared.0', 'act', NEVER],
  ['with too little clearance', 'b.low', 'shared.0', 'act', NEVER], ['one’s own item under A1', 'a.peer', 'shared.1', 'act', ['allowed', '']], ['an item under A1', 'b.peer', 'shared.1', 'act', ASK, GIVEN],
  ['before conditions are accepted', 'b.peer', 'shared.1', 'act', NEVER, CONDITIONAL],
  ['with permission', 'b.peer', 'shared.1', 'act', ['allowed-with', 'as the originator permitted', 'req'], `${GIVEN}; ${asked()}`], ['with permission on conditions', 'b.peer', 'shared.1', 'act', ['allowed-with', 'Once', 'req'], `${GIVEN}; ${asked({ conditions: 'Once' })}`],
  ['with permission for another use', 'b.peer', 'shared.1', 'act', ASK, `${GIVEN}; ${asked({ use: 'copy' })}`], ['with permission for another item', 'b.peer', 'shared.1', 'act', ASK, `${GIVEN}; ${asked({ items: ['shared.0'] })}`],
  ['with another agency’s permission', 'b.peer', 'shared.1', 'act', ASK, `${GIVEN}; ${asked({ asker: 904 })}`], ['with permission for another record', 'b.peer', 'shared.1', 'act', ASK, `${GIVEN}; ${asked({ record: 'plain' })}`],
  ['with permission for another item, beside another request', 'b.peer', 'shared.1', 'act', ASK, `${GIVEN}; ${asked({ items: ['shared.0'] })}; ${asked({ use: 'copy', name: 'req.2' })}`],
  ['while it waits', 'b.peer', 'shared.1', 'act', ['ask', 'your agency has asked and waits for the answer', 'req'], `${GIVEN}; ${asked({ state: 'asked' })}`],
  ['after permission', 'b.peer', 'shared.1', 'act', ['ask', 'the permission has expired, so ask again', 'req'], `${GIVEN}; ${asked({ until: 'now()' })}`],
  ['with permission, and another that waits', 'b.peer', 'shared.1', 'act', ['allowed-with', 'as the originator permitted', 'req'], `${GIVEN}; ${asked()}; ${asked({ state: 'asked', name: 'req.2', items: ['shared.0', 'shared.1'] })}`],
  ['after permission, while another waits', 'b.peer', 'shared.1', 'act', ['ask', 'your agency has asked and waits for the answer', 'req.2'], `${GIVEN}; ${asked({ until: 'now()' })}; ${asked({ state: 'asked', name: 'req.2' })}`],
  ['to share, with permission', 'b.peer', 'shared.1', 'share', ['ask', 'the originator agreed to share it with Test agency 903', 'req'], `${GIVEN}; ${asked({ use: 'share' })}`],
  ['that codes allow, with permission', 'b.peer', 'shared.0', 'act', ['allowed', ''], asked({ items: ['shared.0'] })],
  ['with the newer of two permissions', 'b.peer', 'shared.1', 'act', ['allowed-with', 'New', 'req.2'], `${GIVEN}; ${asked({ conditions: 'Old', at: "now() - interval '1 day'" })}; ${asked({ conditions: 'New', name: 'req.2', items: ['shared.0', 'shared.1'] })}`],
]; // prettier-ignore

describe('the guard of every use', () => {
  let world: World;
  beforeAll(async () => (world = await mutantWorld()));
  afterAll(() => world?.end());

  it.each(CASES)('%s: %s', async (_name, who, item, use, [outcome, words, request], arranged = 'SELECT 1') => {
    const verdict = await inWorld(world, who, arranged, (rows, actor) => mayUse(rows, actor, { recordId: id('shared'), id: id(item) }, use));
    expect([verdict.outcome, verdict.words, verdict.requestId]).toEqual([outcome, words, request && id(request)]);
    expect(verdict.until !== undefined).toBe(outcome === 'allowed-with' && request !== undefined);
  }); // prettier-ignore

  it.each([
    ['the record of another item', 'plain', 'shared.0'],
    ['a record that is not there', 'absent', 'shared.0'],
  ])('says never of an item under %s', async (_what, record, item) => {
    const verdict = await inWorld(world, 'b.peer', disclosureOf('dis.p', 902, { record: 'plain' }), (rows, actor) => mayUse(rows, actor, { recordId: id(record), id: id(item) }, 'act'));
    expect(verdict.outcome).toBe('never');
  }); // prettier-ignore

  // No reader is declared for these kinds. The item is written last, so that it comes first by neither place nor number in both.
  it.each([0, 9])('asks the reader of the item’s own kind, whatever else the agency sees of kind %s', async (other) => {
    const kinds = `UPDATE access.item_visibility SET kind = ${other} WHERE item_id <> @shared.0; UPDATE access.item_visibility SET kind = 1 WHERE item_id = @shared.0`;
    const verdict = await inWorld(world, 'b.peer', kinds, (rows, actor) => mayUse(rows, actor, { recordId: id('shared'), id: id('shared.0') }, 'act'));
    expect(verdict.outcome).toBe('allowed');
  }); // prettier-ignore

  it('asks for permission about this record, whatever was permitted of another', async () => {
    const arranged = `${disclosureOf('dis.p', 902, { record: 'plain' })}; ${asked({ record: 'plain', items: ['plain.0'] })}`;
    const codes = { handlingCode: 'C', actionCode: 'A1', sanitisationCode: null };
    const told = (record: string) =>
      inWorld(world, 'b.peer', arranged, async (rows, actor) => (await usesOf(rows, actor, id(record), [{ id: id('plain.0'), ...codes }])).get(id('plain.0'))!.act.outcome); // prettier-ignore
    expect([await told('plain'), await told('shared')]).toEqual(['allowed-with', 'ask']);
  });

  it('judges an item as the recipient’s when the owner’s agency reads it through an emergency alone', async () => {
    const codes = { handlingCode: 'C', actionCode: 'A1', sanitisationCode: null };
    const told = (who: string, arranged: string) =>
      inWorld(world, who, arranged, async (rows, actor) => (await usesOf(rows, actor, id('shared'), [{ id: id('shared.1'), ...codes }])).get(id('shared.1'))!.act.outcome); // prettier-ignore
    expect(await told('a.peer', 'SELECT 1')).toBe('allowed');
    expect(await told('a.low', 'SELECT 1')).toBe('ask');
    expect(await told('b.peer', 'SELECT 1')).toBe('ask');
    expect(await told('a.peer', 'UPDATE access.record_visibility SET disclosure_id = gen_random_uuid(), title = NULL WHERE record_id = @shared AND disclosure_id IS NULL')).toBe('ask'); // prettier-ignore
    expect(await told('b.peer', 'UPDATE access.record_visibility SET agency_id = 902 WHERE record_id = @shared AND disclosure_id IS NULL')).toBe('ask'); // prettier-ignore
  });
});
