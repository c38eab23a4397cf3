import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { aReferral } from './a-referral.js';
import { World, type Person } from './a-world.js';

const CANARY = 'function-canary';

interface Called {
  name: string;
  args: string[];
}

/** Functions that the server's login may call and that take no id of anything: what they answer is held against the canaries alone. */
const WITHOUT_ID = `access.colleagues_operations() access.readers_at(text[]) ctx.agency() ctx.clearance() ctx.compartments() ctx.has_role(text) ctx.known_agreements()
  ctx.lapsed_agreements() ctx.leaderless() ctx.left_agreements() ctx.my_agreements() ctx.nominating() ctx.user_id() ctx.withheld() notifications.overview() picture.audience()
  picture.figures(date,date) platform.applied_migrations() threats.on_duty() audit.append(jsonb)`;

/**
 * Every keeper's function that the server's login may call, taken from the catalogue, with every id of another agency's in every place that takes
 * one: what it answers is what it answers for an id that nothing has. A new function is called without being named.
 */
describe('the keeper’s functions, called with what is another’s', () => {
  let world: World;
  let owner: Person;
  let stranger: Person;
  let functions: Called[];
  /** By what it is the id of. */
  const ids = new Map<string, string>();
  let known: Set<string>;
  const numbers = new Map<string, string>();
  const words = new Map<string, string>();

  beforeAll(async () => {
    world = await World.create();
    await world.admin.query(`
      UPDATE sharing.agreement SET kinds = '{1,2,3}';
      INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (904, 'T904', 'Beside', 'task-force', '2020-01-01');
      INSERT INTO sharing.agreement VALUES (904, 'BESIDE-ISA', 'Another', 'Testing', 'Test basis', 903, 'active', '2020-01-01', '2099-12-31', 1);
      INSERT INTO sharing.agreement_party VALUES (904, 903), (904, 904)`);
    owner = await world.aPerson(901, ['analyst', 'supervisor', 'lead', 'source-handler', 'officer', 'coordinator'], 3);
    stranger = await world.aPerson(903, ['analyst', 'supervisor', 'lead', 'source-handler', 'officer', 'coordinator'], 3);
    const reader = await world.aPerson(902, ['analyst', 'supervisor', 'lead']);
    const report = await world.aReport(owner, CANARY);
    const draft = await world.aReport(owner, CANARY, 1);
    const disclosure = await world.disclose(owner, report.id, [report.items[0]], 902);
    const referral = await aReferral(world, owner, CANARY, 2);
    const request = randomUUID();
    await reader.sql("SELECT sharing.ask_permission($1, 'PR-X', $2, $3, 'act', NULL, 'x', '', false, NULL, now() + interval '1 hour', now() + interval '2 hours')", [request, report.id, [report.items[0]]]);
    const key = (await owner.sql("SELECT access.open_operation($1, 'x', current_date + 30) AS key", [CANARY]))[0]!['key'] as string;
    const { rows } = await world.admin.query<Record<string, string>>(`SELECT c.id::text AS operation FROM access.compartment c WHERE c.key = $1`, [key]);
    const one = async (sql: string, values: unknown[]): Promise<string> => (await world.admin.query<{ id: string }>(sql, values)).rows[0]!.id;
    const alert = await one(`INSERT INTO threats.alert (record_id, kind, reference, agency_id, raised_by, remind_at, due_at, centre_at)
      SELECT $1, 1, 'IR-X', 901, $2, now() + interval '1 day', now() + interval '2 days', now() + interval '3 days' RETURNING id`, [report.id, owner.id]);
    const question = await one("INSERT INTO access.discovery_question (record_id, reference, owner_agency_id, asker_agency_id, asked_by, reason) VALUES ($1, 'IR-X', 901, 902, $2, 'x') RETURNING id", [report.id, reader.id]);
    const emergency = (await reader.sql('SELECT emergency AS id FROM access.open_emergency($1, $2)', [`RF-${referral.id.slice(0, 8)}`, 'A child is missing and may be there']))[0]?.['id'] as string;
    const agreement = await one('SELECT uid AS id FROM sharing.agreement WHERE id = 901', []);
    for (const [what, id] of Object.entries({ report: report.id, draft: draft.id, item: report.items[0], second: report.items[1], disclosure, referral: referral.id, request, operation: key, alert, question, emergency, agreement, person: owner.id })) ids.set(what, id);
    known = new Set([...ids.values(), stranger.id, reader.id]);
    for (const [what, number] of Object.entries({ operation: rows[0]!['operation']!, agreement: '901', agency: '901' })) numbers.set(what, number);
    for (const [what, word] of Object.entries({ report: `IR-${report.id.slice(0, 8)}`, referral: `RF-${referral.id.slice(0, 8)}`, agreement: 'TEST-ISA' })) words.set(what, word);
    const found = await world.admin.query<{ name: string; args: string[] }>(
      `SELECT n.nspname || '.' || p.proname AS name, ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY a (t, at) ORDER BY a.at) AS args
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname NOT IN ('pg_catalog','information_schema') AND p.prosecdef AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('app_request', p.oid, 'EXECUTE') ORDER BY 1, 2`,
    );
    functions = found.rows;
  }); // prettier-ignore
  afterAll(() => world?.end());

  /** As its caller, undone: what it answered, or how it was refused. */
  const call = async (who: Person, { name, args }: Called, values: (string | null)[]): Promise<string> => {
    const client = await world.request.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [who.token]);
      const places = args.map((type, at) => `$${at + 1}::${type}`);
      const { rows } = await client.query(`SELECT * FROM ${name}(${places.join(', ')})`, values);
      // An id that was made just now is nobody's yet.
      return JSON.stringify(rows).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, (id) =>
        values.includes(id) || known.has(id) ? id : 'NEW',
      );
    } catch (error) {
      const { code, message } = error as pg.DatabaseError;
      return `${code} ${message}`;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
  /** Something of each type that is well formed and belongs to nobody else. */
  const plain = (type: string, at: number): string =>
    ({
      uuid: randomUUID(), 'uuid[]': `{${randomUUID()}}`, smallint: '902', integer: '1', 'integer[]': '{1}', date: at > 0 ? '2027-06-01' : '2026-10-01', boolean: 'true', jsonb: '{}', 'text[]': '{analyst,lead}',
      'timestamp with time zone': '2027-06-01',
    })[type] ?? 'x'; // prettier-ignore
  /** Each place of a call that could take an id, with each id that it could be: foreign, and one like it that nothing has. */
  const tries = ({ args }: Called): { at: number; what: string; foreign: string; absent: string }[] =>
    args.flatMap((type, at) => {
      const pick = (known: Map<string, string>, absent: () => string, list = false) =>
        [...known].map(([what, foreign]) => ({ at, what, foreign: list ? `{${foreign}}` : foreign, absent: list ? `{${absent()}}` : absent() })); // prettier-ignore
      if (type === 'uuid' || type === 'uuid[]') return pick(ids, randomUUID, type === 'uuid[]');
      if (type === 'integer') return pick(numbers, () => '777777');
      if (type === 'text') return pick(words, () => 'IR-00000000');
      return [];
    });

  it('are each known here when they take no id', () => {
    expect([...ids].filter(([, id]) => !id)).toEqual([]);
    const without = functions
      .filter((one) => tries(one).length === 0)
      .map(({ name, args }) => `${name}(${args.join(',')})`);
    expect([...without, 'ctx.has_role(text)'].sort()).toEqual(WITHOUT_ID.split(/\s+/).sort());
  });

  it('answer a stranger as if there were nothing, whatever id they are given', async () => {
    const [told, differing]: [string[], string[]] = [[], []];
    let [calls, controls] = [0, 0];
    for (const one of functions) {
      const base = one.args.map(plain);
      for (const { at, what, foreign, absent } of tries(one)) {
        const with_ = (id: string): string[] => base.map((value, place) => (place === at ? id : value));
        const bare = (id: string): string => id.replace(/[{}]/g, '');
        const answered = (await call(stranger, one, with_(foreign))).replaceAll(bare(foreign), 'ID');
        const nothing = (await call(stranger, one, with_(absent))).replaceAll(bare(absent), 'ID');
        calls += 2;
        const label = `${one.name}(${one.args.join(',')}) ${at}: ${what}`;
        if (answered !== nothing) differing.push(`${label}: ${answered.slice(0, 160)} ≠ ${nothing.slice(0, 160)}`);
        if (answered.includes(CANARY)) told.push(label);
        // To whom it belongs it is there: the question was one.
        if ((await call(owner, one, with_(foreign))).replaceAll(bare(foreign), 'ID') !== nothing) controls += 1;
      }
      if (tries(one).length === 0 && (await call(stranger, one, base)).includes(CANARY)) told.push(one.name);
    }
    process.stdout.write(`functions: ${functions.length}, ${calls} calls with foreign and absent ids, ${controls} of them answered otherwise to the owner\n`); // prettier-ignore
    expect([differing, told]).toEqual([[], []]);
    expect(controls).toBeGreaterThan(30);
  });
});
