import { PermissionWorld, REQUEST } from './a-permission-world.js';
import type { Person } from './a-world.js';
import { ROLES, type RoleName } from './oracle.js';

const STATES = ['asked', 'granted', 'refused', 'expired', 'withdrawn', 'ended'] as const;
type State = (typeof STATES)[number];
const MOVES = {
  answer: { decision: 'refused', reason: 'x' },
  'handler-statement': { consents: true, statement: 'x' },
  withdrawal: { reason: 'x' },
} as const;
type Move = keyof typeof MOVES;
type Side = 'asker' | 'owner' | 'another recipient' | 'stranger';
const AGENCY: Record<Side, number> = { asker: 902, owner: 901, 'another recipient': 905, stranger: 903 };

/** Who may try a move at all, by role. */
const MAY: Record<Move, readonly RoleName[]> = {
  answer: ['supervisor', 'lead'],
  'handler-statement': ['source-handler'],
  withdrawal: ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'],
};

/** Written by hand: what a move is answered; 200 is a legal one, which is tried elsewhere. */
function right(state: State, move: Move, side: Side, role: RoleName): number {
  if (!MAY[move].includes(role)) return 403;
  if (side === 'stranger' || side === 'another recipient') return 404;
  if (side === 'asker') {
    // When the sharing has ended the asker sees neither record nor request.
    if (state === 'ended' || move !== 'withdrawal') return 404;
    return state === 'asked' || state === 'granted' ? 200 : 409;
  }
  if (move === 'withdrawal') {
    if (role !== 'supervisor' && role !== 'lead') return 403;
    return state === 'granted' ? 200 : 409;
  }
  if (move === 'answer') return state === 'asked' ? 200 : 409;
  // The item has no restriction, so that no source handler has a part in it.
  return 409;
}

describe('the states of a request', () => {
  let world: PermissionWorld;
  const ids = {} as Record<State, string>;
  const people = new Map<string, Person>();

  beforeAll(async () => {
    world = await PermissionWorld.create();
    for (const state of STATES) ids[state] = await requestIn(state);
    for (const side of Object.keys(AGENCY) as Side[])
      for (const role of ROLES) people.set(`${side} ${role}`, await world.served.world.aPerson(AGENCY[side], [role]));
  }, 120_000);
  afterAll(() => world?.end());

  async function requestIn(state: State): Promise<string> {
    const report = await world.aSharedReport(`state-${state}`);
    const id = await world.aRequest(report);
    const { admin } = world.served.world;
    if (state === 'granted' || state === 'expired') await world.answer(world.owner.supervisor, id);
    if (state === 'expired')
      await admin.query(
        `UPDATE sharing.permission_request SET valid_until = now() - interval '1 second' WHERE id = $1`,
        [id],
      );
    if (state === 'refused') await world.answer(world.owner.supervisor, id, { decision: 'refused', reason: 'No' });
    if (state === 'withdrawn') await move(world.asker.analyst, id, 'withdrawal');
    if (state === 'ended')
      await world.ask(world.owner.supervisor, 'POST', `/disclosures/${report.disclosure}/revocation`, {
        reason: 'Over',
      });
    expect((await world.ask(world.owner.supervisor, 'GET', `/permission-requests/${id}`)).body['state']).toBe(state);
    return id;
  }

  const move = (who: Person, id: string, what: Move) =>
    world.ask(who, 'POST', `/permission-requests/${id}/${what}`, MOVES[what]);

  it('refuse every illegal move, by every role of every side, and change nothing', async () => {
    const wrong: string[] = [];
    let [tried, legal] = [0, 0];
    for (const state of STATES) {
      const before = await world.stored(ids[state]);
      for (const what of Object.keys(MOVES) as Move[])
        for (const side of Object.keys(AGENCY) as Side[])
          for (const role of ROLES) {
            const expected = right(state, what, side, role);
            if (expected === 200) legal += 1;
            if (expected === 200) continue;
            tried += 1;
            const { status } = await move(people.get(`${side} ${role}`)!, ids[state], what);
            if (status !== expected) wrong.push(`${what} of ${state} by ${side} ${role}: ${status}, not ${expected}`);
          }
      if ((await world.stored(ids[state])) !== before) wrong.push(`${state} was changed`);
    }
    process.stdout.write(`permission states: ${tried} illegal moves refused, ${legal} legal ones\n`);
    expect(wrong).toEqual([]);
  }, 300_000);

  it('let each legal move through, once', async () => {
    const cells = STATES.flatMap((state) =>
      (Object.keys(MOVES) as Move[]).flatMap((what) =>
        (Object.keys(AGENCY) as Side[]).flatMap((side) =>
          ROLES.filter((role) => right(state, what, side, role) === 200).map((role) => ({ state, what, side, role })),
        ),
      ),
    );
    expect(cells).toHaveLength(16);
    for (const { state, what, side, role } of cells) {
      const id = await requestIn(state);
      const who = people.get(`${side} ${role}`)!;
      expect([state, what, role, (await move(who, id, what)).status]).toEqual([state, what, role, 200]);
      expect((await move(who, id, what)).status).toBe(409);
    }
  }, 300_000);

  it('let who reads a record ask about it, and nobody else', async () => {
    const report = await world.aSharedReport('who-asks');
    for (const role of ROLES) {
      const ask = (who: Person) =>
        world.ask(who, 'POST', `/records/${report.id}/permission-requests`, { ...REQUEST, items: [report.items[0]] });
      const may = MAY.withdrawal.includes(role);
      const asked = await ask(people.get(`asker ${role}`)!);
      expect([role, asked.status]).toEqual([role, may ? 201 : 403]);
      if (may) await move(world.asker.analyst, asked.body['id'] as string, 'withdrawal');
      expect([role, (await ask(people.get(`stranger ${role}`)!)).status]).toEqual([role, may ? 404 : 403]);
    }
  });
});
