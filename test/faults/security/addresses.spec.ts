import { serve, type Served } from '../../boundary/a-server.js';
import { World, type Person } from '../../boundary/a-world.js';

type Described = { paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>> };
/** What people download stands outside the API's description. */
const DOWNLOADS: [path: string, names: string[]][] = [['/national-picture/figures.csv', ['from', 'to']]];

/** A question with a part that nobody reads would be answered as another, wider question. */
describe('what stands behind the "?" of an address', () => {
  let world: World;
  let served: Served;
  let people: Person[];
  let asked: [path: string, names: string[]][];
  beforeAll(async () => {
    world = await World.create();
    served = await serve(world.database);
    people = await Promise.all(
      ['analyst', 'supervisor', 'lead', 'auditor', 'administrator'].map((role) => world.aPerson(901, [role])),
    );
    const { id } = await world.aReport(people[0]!, 'addressed');
    const { paths } = (await served.inject('/api/openapi.json')).json<Described>();
    const described = Object.entries(paths).flatMap(([path, { get }]): [string, string[]][] => {
      const names = (get?.parameters ?? []).filter(({ in: place }) => place === 'query').map(({ name }) => name);
      return names.length > 0 ? [[path.replace('{id}', id), names]] : [];
    });
    asked = [...described, ...DOWNLOADS];
  });
  afterAll(async () => {
    await served?.close();
    await world?.end();
  });

  const get = (person: Person, url: string) =>
    served.inject({ method: 'GET', url, headers: { authorization: `Bearer ${person.token}` } });
  const whoMay = async (path: string): Promise<Person> => {
    // 422: may ask, and has left out what this door needs.
    for (const person of people) if ([200, 422].includes((await get(person, path)).statusCode)) return person;
    throw new Error(`Nobody may read ${path}`);
  };

  it('is refused by name where it is not known or given twice, at every door that reads it', async () => {
    expect(asked.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        '/api/v1/reports',
        '/api/v1/national-picture',
        '/api/v1/audit-entries',
        '/api/v1/accounts',
      ]),
    );
    for (const [path, names] of asked) {
      const person = await whoMay(path);
      for (const [query, field] of [
        ['colour=red', 'colour'],
        ...names.map((name) => [`${name}=1&${name}=2`, name]),
      ] as const) {
        const reply = await get(person, `${path}?${query}`);
        expect([path, query, reply.statusCode]).toEqual([path, query, 422]);
        if (path.startsWith('/api/')) expect(Object.keys(reply.json<{ errors: object }>().errors)).toContain(field);
      }
    }
    process.stdout.write(
      `addresses: ${asked.length} doors, ${asked.reduce((sum, [, names]) => sum + names.length, 0)} parameters\n`,
    );
  });

  it.each([
    '/reports?status=draft&status=closed',
    '/national-picture?from=2026-01&from=2026-02',
    '/notifications?cursor=1&cursor=2',
  ])('is not guessed by a page either: %s', async (url) => {
    const open = await get(people[0]!, url.replace(/\?.*/, ''));
    const twice = await get(people[0]!, url);
    expect([open.statusCode, twice.statusCode]).toEqual([200, 422]);
  });
});
