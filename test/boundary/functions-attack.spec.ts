import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { tried, World, type Person } from './a-world.js';
import { foreignThings } from './foreign-things.js';

const CANARY = 'function-canary';

interface Called {
  name: string;
  args: string[];
}

/** Functions that the server's login may call and that take no id of anything: what they answer is held against the canaries alone. */
const WITHOUT_ID = `access.colleagues_operations() access.readers_at(text[]) ctx.agency() ctx.clearance() ctx.compartments() ctx.has_role(text) ctx.known_agreements()
  ctx.lapsed_agreements() ctx.leaderless() ctx.left_agreements() ctx.my_agreements() ctx.nominating() ctx.reading_clearance() ctx.user_id() ctx.withheld() notifications.overview() picture.audience()
  picture.figures(date,date) platform.applied_migrations() threats.on_duty()`;

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
  let ids: Map<string, string>;
  let numbers: Map<string, string>;
  let words: Map<string, string>;
  let known: Set<string>;

  beforeAll(async () => {
    world = await World.create();
    ({ owner, stranger, ids, numbers, words, known } = await foreignThings(world, CANARY));
    const found = await world.admin.query<{ name: string; args: string[] }>(
      `SELECT n.nspname || '.' || p.proname AS name, ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY a (t, at) ORDER BY a.at) AS args
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname NOT IN ('pg_catalog','information_schema') AND p.prosecdef AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('app_request', p.oid, 'EXECUTE') ORDER BY 1, 2`,
    );
    functions = found.rows;
    // Both have tried every reference that is asked about: what they are told depends on the reference alone.
    for (const kind of ['emergency', 'discovery'])
      for (const reference of [...words.values(), 'IR-00000000', 'x'])
        for (const who of [owner, stranger]) await tried(who, kind as 'emergency', reference);
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

  /** Each function with each id that is another's, beside one that nothing has: where the answers differ, and where one tells of it. */
  async function walk(who: Person, about: (what: string) => boolean): Promise<[differing: string[], told: string[]]> {
    const [told, differing]: [string[], string[]] = [[], []];
    let [calls, controls] = [0, 0];
    for (const one of functions) {
      const base = one.args.map(plain);
      for (const { at, what, foreign, absent } of tries(one).filter((each) => about(each.what))) {
        const with_ = (id: string): string[] => base.map((value, place) => (place === at ? id : value));
        const bare = (id: string): string => id.replace(/[{}]/g, '');
        const answered = (await call(who, one, with_(foreign))).replaceAll(bare(foreign), 'ID');
        const nothing = (await call(who, one, with_(absent))).replaceAll(bare(absent), 'ID');
        calls += 2;
        const label = `${one.name}(${one.args.join(',')}) ${at}: ${what}`;
        if (answered !== nothing) differing.push(`${label}: ${answered.slice(0, 160)} ≠ ${nothing.slice(0, 160)}`);
        if (answered.includes(CANARY)) told.push(label);
        // To whom it belongs it is there: the question was one.
        if ((await call(owner, one, with_(foreign))).replaceAll(bare(foreign), 'ID') !== nothing) controls += 1;
      }
      if (tries(one).length === 0 && (await call(who, one, base)).includes(CANARY)) told.push(one.name);
    }
    process.stdout.write(`functions: ${functions.length}, ${calls} calls with foreign and absent ids, ${controls} of them answered otherwise to the owner\n`); // prettier-ignore
    expect(controls).toBeGreaterThan(30);
    return [differing, told];
  }

  it('answer a stranger as if there were nothing, whatever id they are given', async () => {
    expect(await walk(stranger, () => true)).toEqual([[], []]);
  });

  it.each([901, 902])('answer as a stranger whoever reads no record, of %s, whose records they are or who receives them', async (agency) => {
    const who = await world.aPerson(agency, ['administrator', 'auditor', 'reader'], 3);
    for (const kind of ['emergency', 'discovery'])
      for (const reference of [...words.values(), 'IR-00000000', 'x']) await tried(who, kind as 'emergency', reference);
    // An agency knows its agreements and its people by any role.
    expect(await walk(who, (what) => !['agreement', 'person'].includes(what))).toEqual([[], []]);
  }); // prettier-ignore
});
