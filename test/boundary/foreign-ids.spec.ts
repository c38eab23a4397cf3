import { randomUUID } from 'node:crypto';
import { fingerprint, type Reply } from './a-served-world.js';
import { serve, type Served } from './a-server.js';
import { World, type Person } from './a-world.js';
import { CASE_ROUTES } from './cases-oracle.js';
import { foreignThings } from './foreign-things.js';
import { ROUTES } from './oracle.js';
import { takeWallTwoDown } from './walls.js';

const CANARY = 'foreign-canary';
/** Each door with every id where they are asked for (`npm run prove -- boundary`), else with each sixth, spread over both. */
const EACH = process.env['CELLS'] ? 1 : 6;

/**
 * Every door that takes an id, of the doors that there are, asked by a stranger for one thing of every kind: what is another's is answered like what
 * was never there, also where it is the id of something else (a report's at the door of an action), and a new door is asked without being named.
 */
describe('every door, with the id of every kind of thing that is another’s', () => {
  let world: World;
  let served: Served;
  let owner: Person;
  let stranger: Person;
  let ids: Map<string, string>;
  let form: Record<string, string>;
  const absent = new Map<string, Promise<string>>();
  beforeAll(async () => {
    world = await World.create();
    ({ owner, stranger, ids } = await foreignThings(world, CANARY));
    served = await serve(world.database);
    const page = await served.inject('/sign-in');
    form = {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: [page.headers['set-cookie']].flat().map((one) => String(one).split(';')[0]).join('; '),
      'csrf-token': /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '',
    }; // prettier-ignore
  });
  afterAll(async () => {
    await served?.close();
    await world?.end();
  });

  const ask = async (who: Person, method: string, path: string, id: string): Promise<Reply> => {
    const rule = ROUTES[`${method} ${path}`] ?? CASE_ROUTES[`${method} ${path}`];
    const page = !path.startsWith('/api/');
    const payload = method === 'GET' ? undefined : page ? (rule?.form ?? 'version=1&reason=x&text=x&telephoned=x&then=confirm') : bodyOf(rule?.body); // prettier-ignore
    const reply = await served.inject({
      method: method as 'GET', url: path.replace(':section', 'report').replace(':what', 'decision').replaceAll(/:\w+/g, id),
      headers: { authorization: `Bearer ${who.token}`, ...(page && payload !== undefined ? form : {}) }, ...(payload === undefined ? {} : { payload }),
    }); // prettier-ignore
    return { status: reply.statusCode, headers: reply.headers, body: reply.body, requestId: String(reply.headers['x-request-id']) }; // prettier-ignore
  };
  const bodyOf = (body: unknown): object =>
    typeof body === 'function' ? (body as (about: object) => object)({ item: randomUUID() }) : ((body as object) ?? { version: 1, reason: 'x', text: 'x', telephoned: 'x' }); // prettier-ignore
  const told = async (who: Person, method: string, path: string, id: string): Promise<string> =>
    fingerprint(await ask(who, method, path, id)).replaceAll(id, 'ID');

  async function walk(): Promise<{ doors: number; asked: number; controls: number; wrong: string[] }> {
    const doors = served.doors.filter(({ path, open }) => path.includes(':') && open === undefined);
    const found = { doors: doors.length, asked: 0, controls: 0, wrong: [] as string[] };
    for (const [place, { method, path }] of doors.entries()) {
      const key = `${method} ${path}`;
      const nothing = await (absent.get(key) ?? absent.set(key, told(stranger, method, path, randomUUID())).get(key)!);
      for (const [at, [what, id]] of [...ids].entries()) {
        if ((place + at) % EACH !== 0) continue;
        const reply = await ask(stranger, method, path, id);
        found.asked += 1;
        if (reply.status < 400 && reply.status !== 303) found.wrong.push(`${key} with a ${what}: ${reply.status}`);
        if (reply.body.includes(CANARY)) found.wrong.push(`${key} with a ${what} tells of it`);
        if (fingerprint(reply).replaceAll(id, 'ID') !== nothing) found.wrong.push(`${key} with a ${what} differs from nothing`); // prettier-ignore
        if (method === 'GET' && (await ask(owner, method, path, id)).status === 200) found.controls += 1;
      }
    }
    return found;
  }

  /** An id that is read aloud or pasted comes in capitals, and every reply that shares the log's commit depends on it. */
  it('answers the owner for an id in capitals as for the same in small letters', async () => {
    const differing: string[] = [];
    let asked = 0;
    const doors = served.doors.filter(({ method, path }) => method === 'GET' && path.includes(':'));
    for (const [place, { method, path }] of doors.entries())
      for (const [at, [what, id]] of [...ids].entries()) {
        if ((place + at) % EACH !== 0 || (await ask(owner, method, path, id)).status !== 200) continue;
        const { status } = await ask(owner, method, path, id.toUpperCase());
        asked += 1;
        if (status !== 200) differing.push(`${path} with a ${what}: ${status}`);
      }
    process.stdout.write(`ids in capitals: ${asked}\n`);
    expect(differing).toEqual([]);
    expect(asked).toBeGreaterThan(9);
  });

  it('answers as for nothing with both walls, and by the predicates alone', async () => {
    const both = await walk();
    await takeWallTwoDown(world);
    const one = await walk();
    for (const [walls, { wrong, ...counts }] of [['both walls', both], ['wall 1 alone', one]] as const)
      process.stdout.write(`foreign ids, ${walls}: ${JSON.stringify({ ...counts, wrong: wrong.length })}\n`);
    expect([both.wrong, one.wrong]).toEqual([[], []]);
    expect(both.controls).toBeGreaterThan(5);
  }, 3_600_000); // prettier-ignore
});
