import { absentId, ServedWorld, type Player } from './a-served-world.js';
import { cliffsDelta } from './cliffs-delta.js';
import type { Relation } from './oracle.js';

/** Answers of each kind. Fewer than some thousands wander by chance, so that the bar of the short form is wider. */
const SAMPLES = Number(process.env['SAMPLES'] ?? 150);
const LONG = SAMPLES >= 2000;
const BAR = LONG ? 0.1 : 0.3;
const WARM_UP = LONG ? 100 : 30;

interface Surface {
  method: string;
  path: (id: string) => string;
  body?: object;
}

const SURFACES: Record<string, Surface> = {
  'the API’s report': { method: 'GET', path: (id) => `/api/v1/reports/${id}` },
  'the report’s page': { method: 'GET', path: (id) => `/reports/${id}` },
  'a change': { method: 'PATCH', path: (id) => `/api/v1/reports/${id}`, body: { version: 1, title: 'x' } },
  'the explanation': { method: 'GET', path: (id) => `/api/v1/records/${id}/explanation` },
};

const REFUSED: Relation[] = ['stranger', 'expired', 'revoked', 'suspended'];
/** The long form asks for each kind of stranger by itself, the short one for all together. */
const CASES = Object.keys(SURFACES).flatMap((name): [string, Relation[]][] =>
  LONG ? REFUSED.map((one) => [name, [one]]) : [[name, REFUSED]],
);

/** T4, time: how long a refusal takes does not say whether there was something to refuse. Hidden and absent ids alternate. */
describe('the time that a refusal takes', () => {
  let world: ServedWorld;
  const absent = Array.from({ length: 4 }, absentId);
  beforeAll(async () => {
    world = await ServedWorld.create({ roles: ['analyst'] });
  }, 120_000);
  afterAll(() => world?.end());

  async function milliseconds(person: Player['person'], { method, path, body }: Surface, id: string): Promise<number> {
    const from = performance.now();
    await world.ask(person, method, path(id), body);
    return performance.now() - from;
  }

  /** Two lists of ids in turn, in an order that changes which is first, so that whatever drifts drifts for both. */
  async function compared(
    surface: Surface,
    people: readonly Player[],
    ids: readonly [string[], string[]],
    samples = SAMPLES,
  ): Promise<number> {
    const times: [number[], number[]] = [[], []];
    for (let round = -WARM_UP; round < samples; round += 1) {
      const { person } = people[Math.abs(round) % people.length]!;
      for (const side of (Math.random() < 0.5 ? [0, 1] : [1, 0]) as (0 | 1)[]) {
        const list = ids[side];
        const took = await milliseconds(person, surface, list[Math.floor(Math.random() * list.length)]!);
        if (round >= 0) times[side].push(took);
      }
    }
    return cliffsDelta(...times);
  }

  it.each(CASES)(
    'is the same for a hidden and an absent record: %s, asked by %j',
    async (name, relations) => {
      const people = world.players.filter(({ relation }) => relations.includes(relation));
      const hidden = world.reports.filter(({ state }) => state !== 'draft').map(({ id }) => id).slice(0, absent.length); // prettier-ignore
      const delta = await compared(SURFACES[name]!, people, [hidden, absent]);
      process.stdout.write(
        `timing of ${name} (${relations.join(', ')}): Cliff's delta ${delta.toFixed(3)}, N = ${SAMPLES} each, bar ${BAR}\n`,
      );
      expect(Math.abs(delta)).toBeLessThan(BAR);
    },
    3_600_000,
  );

  // Not against what is absent: a refusal is held until its step, and an answer may happen to take as long.
  it('would be told apart if there were a shortcut: a page takes longer than the same record from the API', async () => {
    const author = world.players.find(({ relation }) => relation === 'author')!;
    const own = world.reports.filter((report) => report.author === author).map(({ id }) => id);
    const [page, api] = [SURFACES['the report’s page']!, SURFACES['the API’s report']!].map(({ path }) =>
      own.map(path),
    );
    const delta = await compared({ method: 'GET', path: (path) => path }, [author], [page!, api!], 100);
    process.stdout.write(`timing of a report's page against the API's: Cliff's delta ${delta.toFixed(3)}\n`);
    expect(delta).toBeGreaterThan(0.3);
  }, 600_000);

  it('is measured by a delta that knows sameness and difference', () => {
    expect(cliffsDelta([1, 2, 3], [1, 2, 3])).toBe(0);
    expect(cliffsDelta([4, 5], [1, 2, 3])).toBe(1);
    expect(cliffsDelta([1, 2], [2, 3])).toBeCloseTo(-0.75);
  });
});
