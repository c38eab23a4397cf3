import { RandomWorld, type Tally } from './tuples.js';

const TUPLES = Number(process.env['N'] ?? 20_000);
const SEED = Number(process.env['SEED'] ?? 1);
const PEOPLE = TUPLES >= 500_000 ? 250 : 50;

describe('the guard, the predicate of lists, row-level security and an oracle written apart from them', () => {
  let world: RandomWorld;
  let tally: Tally;

  beforeAll(async () => {
    world = await RandomWorld.create(SEED, PEOPLE, Math.ceil(TUPLES / PEOPLE));
    tally = await world.compare();
  }, 1_800_000);
  afterAll(() => world.close());

  it(`agree about every person and record`, () => {
    process.stdout.write(
      `tuples: ${tally.tuples} (${tally.people} people x ${tally.records} records), ${tally.readable} readable, ${tally.disagreements.length} disagreements on 4 surfaces, seed ${SEED}\n`,
    );
    expect(tally.disagreements.slice(0, 5)).toEqual([]);
  });

  it('were asked about records that some may read and others may not', () => {
    expect(tally.readable).toBeGreaterThan(tally.tuples / 50);
    expect(tally.readable).toBeLessThan(tally.tuples / 2);
  });
});
