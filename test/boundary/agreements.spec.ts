import { termsOf } from '../../libs/sharing/src/terms.js';
import { aRule, someTerms } from '@clin/sharing/testing';
import {
  AGREEMENT_ROUTES,
  knows,
  RELATIONS,
  rightStatuses,
  STATES,
  type Relation,
  type State,
} from './agreements-oracle.js';
import { absentId, fingerprint, ServedWorld, type Reply } from './a-served-world.js';
import { MALFORMED } from './canaries.js';
import { ROLES } from './oracle.js';
import type { Person } from './a-world.js';

const AGENCY: Record<Relation, number> = { owner: 901, party: 902, stranger: 903, invited: 904, left: 905 };
/** Every cell with CELLS (`npm run prove -- agreements`), else each fifth, spread over all roles, relations, states and doors. */
const EACH = process.env['CELLS'] ? 1 : 5;
const DECISIONS = ['suspend', 'reinstate', 'end', 'review'];
const TABLES = ['agreement', 'agreement_party', 'agreement_version', 'agreement_approval', 'agreement_invitation', 'agreement_suspension', 'agreement_event', 'standing_rule']; // prettier-ignore

/** Roles × relations × states × doors of the agreement register, against the oracle and against the answer for an absent id. */
describe('the boundary of agreements', () => {
  let world: ServedWorld;
  const planted = {} as Record<State, string>;
  const rules = new Map<string, string>();
  const people = new Map<string, Person>();
  const person = (relation: Relation, role: string): Person => people.get(`${relation} ${role}`)!;
  beforeAll(async () => {
    world = await ServedWorld.create({ roles: [] });
    for (const relation of RELATIONS)
      for (const role of ROLES) people.set(`${relation} ${role}`, await world.world.aPerson(AGENCY[relation], [role]));
    for (const state of STATES) planted[state] = await plant(state);
    const { rows } = await world.world.admin.query<{ uid: string; rule: string }>(
      'SELECT g.uid, r.id::text AS rule FROM sharing.standing_rule r JOIN sharing.agreement g ON g.id = r.agreement_id',
    );
    for (const { uid, rule } of rows) rules.set(uid, rule);
  });
  afterAll(() => world?.end());

  async function plant(state: State): Promise<string> {
    const terms = someTerms({
      title: `canary-${state}`,
      parties: ['T902', 'T904', 'T905'],
      rules: [aRule({ to: 'T904' })],
    });
    const author = person('owner', 'supervisor');
    const [{ id }] = (await author.sql('SELECT sharing.draft_agreement($1, $2) AS id', [`T901-${state.toUpperCase()}`, JSON.stringify(termsOf(terms))])) as [{ id: string }]; // prettier-ignore
    if (state === 'draft') return id;
    await author.sql('SELECT sharing.propose($1, 1)', [id]);
    if (state !== 'proposed')
      for (const relation of ['owner', 'party', 'left'] as const)
        await person(relation, 'lead').sql('SELECT sharing.approve($1, 1, 1)', [id]);
    await person('left', 'lead').sql("SELECT sharing.withdraw($1, 'testing')", [id]);
    if (state === 'suspended') await person('party', 'lead').sql("SELECT sharing.suspend($1, 'testing')", [id]);
    if (state === 'lapsed') await person('party', 'lead').sql("SELECT sharing.end_agreement($1, 'testing')", [id]);
    return id;
  }
  const contents = async (): Promise<unknown> => {
    const sums = TABLES.map((name) => `(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM sharing.${name} t)`);
    return (await world.world.admin.query(`SELECT concat_ws(' ', ${sums.join(', ')}) AS all`)).rows[0];
  };
  async function send(who: Person, route: string, id: string, decision: string): Promise<Reply> {
    const [method, path] = route.split(' ') as [string, string];
    const { body, form, query } = AGREEMENT_ROUTES[route]!;
    const of = path.includes('/proposal/') ? 'revise' : decision;
    const url = `${path}${query ? `?${query}` : ''}`
      .replace(':id', id)
      .replace(':decision', of)
      .replace(':rule', rules.get(id) ?? '10001');
    return form === undefined
      ? world.ask(who, method, url, body)
      : world.ask(who, method, url, form, await world.formHeaders());
  }

  it('has an oracle for every door with an agreement’s id', () => {
    const doors = world.served.doors.filter(({ path }) => /^(\/api\/v1)?\/agreements\/.*:/.test(path));
    expect(doors.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(AGREEMENT_ROUTES).sort());
  });

  it('answers every role of every relation as the oracle says, and hides the rest as if it were absent', async () => {
    const before = await contents();
    const wrong: string[] = [];
    const absent = new Map<string, string>();
    let [cells, controls, at] = [0, 0, 0];
    const answerTo = async (key: string, who: Person, route: string, id: string, decision: string): Promise<string> => {
      if (!absent.has(key)) absent.set(key, fingerprint(await send(who, route, id, decision)));
      return absent.get(key)!;
    };
    for (const [s, state] of STATES.entries()) {
      for (const [r, relation] of RELATIONS.entries()) {
        for (const [o, role] of ROLES.entries()) {
          for (const [d, route] of Object.keys(AGREEMENT_ROUTES).entries()) {
            if ((s + r + o + d) % EACH) continue;
            const decision = DECISIONS[at++ % DECISIONS.length]!;
            const who = person(relation, role);
            const reply = await send(who, route, planted[state], decision);
            const right = rightStatuses(route, role, relation, state);
            const name = `${route} by ${role} (${relation}) of ${state}`;
            cells += 1;
            if (!right.includes(reply.status)) wrong.push(`${name}: ${reply.status}, not ${right[0]}`);
            if (right[0] === 200) controls += 1;
            if (right[0] === 404) {
              const other = at % 2 === 0 ? absentId() : MALFORMED[at % MALFORMED.length]!;
              const key = `${relation} ${role} ${route} ${at % 2} ${decision}`;
              if (fingerprint(reply) !== (await answerTo(key, who, route, other, decision)))
                wrong.push(`${name}: differs from ${other}`);
            }
            const hidden = !knows(relation, state) || reply.status === 403;
            if (
              hidden &&
              (reply.body.includes(`canary-${state}`) || reply.body.includes(`T901-${state.toUpperCase()}`))
            )
              wrong.push(`${name}: shows it`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await contents()).toEqual(before);
    expect(controls).toBeGreaterThan(200);
    process.stdout.write(`agreements: ${JSON.stringify({ cells, controls, absent: absent.size })}\n`);
  });

  it('lists what the oracle lets each relation know and nothing else, in the API, in pages and in inboxes', async () => {
    for (const relation of RELATIONS) {
      for (const path of ['/api/v1/agreements', '/agreements', '/notifications', '/', '/agreements?party=T901']) {
        const { body } = await world.ask(person(relation, 'lead'), 'GET', path);
        for (const state of STATES) {
          const shown = body.includes(`canary-${state}`) || body.includes(planted[state]);
          const listed = path.includes('agreements') && knows(relation, state);
          expect([relation, path, state, shown]).toEqual([relation, path, state, listed]);
        }
      }
    }
  });

  it('logs every denial and every read with the agreement’s id', async () => {
    const denied = await world.ask(person('stranger', 'lead'), 'GET', `/api/v1/agreements/${planted.active}`);
    const shown = await world.ask(person('party', 'lead'), 'GET', `/api/v1/agreements/${planted.active}`);
    const logged = async ({ requestId }: Reply): Promise<unknown> =>
      (
        await world.world.admin.query(
          'SELECT event, outcome, record_ids AS ids FROM audit.entry WHERE request_id = $1',
          [requestId],
        )
      ).rows;
    expect(await logged(denied)).toEqual([{ event: 'agreement.read', outcome: 'denied', ids: [] }]);
    expect(await logged(shown)).toEqual([{ event: 'agreement.read', outcome: 'allowed', ids: [planted.active] }]);
  });
});
