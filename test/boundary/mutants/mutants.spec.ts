import type { World } from '../a-world.js';
import { dice } from '../tuples.js';
import { ASIDE, DECIDING } from './deciding.js';
import { mutantWorld } from './mutant-world.js';
import { play } from './probe.js';
import { PROBES } from './probes.js';
import { functions, mutantsOf, policies, type Mutant } from './subjects.js';
import { REASONS, reasonFor } from './survivors.js';
import { tryMutant, type Verdict } from './trial.js';

/** 40 by the seed in the suite, of those that no reason excuses; `npm run prove -- mutants` tries them all. */
const ALL = process.env['MUTANTS'] === 'all';
const SAMPLE = Number(process.env['N'] ?? 40);
const SEED = Number(process.env['SEED'] ?? 1);
/** Only mutants whose name holds one of these: `ONLY=access.take_over npm run jest -- test/boundary/mutants`, while a function is being written. */
const ONLY = process.env['ONLY']?.split(',');
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Wrong walls: whether the tables written by hand notice when a policy or a keeper's function says something slightly else. */
describe('mutants of row-level security and of the functions that decide', () => {
  let world: World;
  let mutants: Mutant[];

  beforeAll(async () => {
    world = await mutantWorld();
    const subjects = [...(await policies(world.admin)), ...(await functions(world.admin, DECIDING))];
    mutants = subjects.flatMap(mutantsOf);
  }, 60_000);
  afterAll(() => world?.end());

  it(
    'begin where every probe answers as written',
    async () => {
      const wrong: string[] = [];
      for (const probe of PROBES) {
        const answer = await play(world.admin, probe);
        if (answer) wrong.push(`${probe.name}: ${answer}`);
      }
      expect(wrong).toEqual([]);
    },
    ALL ? 600_000 : 60_000,
  );

  it('leave no function of the schemas out', async () => {
    const { rows } = await world.admin.query<{ name: string }>(
      `SELECT DISTINCT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname IN ('ctx', 'identity', 'access', 'sharing', 'intelligence', 'notifications', 'picture', 'referrals', 'cases', 'threats') ORDER BY 1`,
    );
    expect([...DECIDING, ...Object.keys(ASIDE)].sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it(
    'are killed, or excused in writing',
    async () => {
      const tried: Verdict[] = [];
      for (const mutant of chosen(mutants)) tried.push(await tryMutant(world.admin, mutant, PROBES));
      const of = (outcome: Verdict['outcome']): Verdict[] => tried.filter((verdict) => verdict.outcome === outcome);
      const survivors = of('survived').map(({ mutant: { name } }) => ({ name, why: reasonFor(name) }));
      const open = survivors.filter(({ why }) => !why);
      say(
        `mutants: ${tried.length} of ${mutants.length} tried with ${PROBES.length} probes, ${of('killed').length} killed, ${survivors.length} survived (${open.length} without a reason), ${of('stillborn').length} no SQL, seed ${SEED}`,
      );
      for (const { name, why } of survivors) say(`  survived: ${name}\n    ${why ?? 'NO REASON'}`);
      for (const { mutant } of of('stillborn')) say(`  no SQL: ${mutant.name}`);
      expect(open).toEqual([]);
      expect(of('stillborn')).toEqual([]);
      if (ALL && !ONLY)
        expect(REASONS.filter(([part]) => !survivors.some(({ name }) => name.includes(part)))).toEqual([]);
    },
    ALL || ONLY ? 3_600_000 : 60_000,
  );

  it('leave the walls as they were', async () => {
    const now = [...(await policies(world.admin)), ...(await functions(world.admin, DECIDING))];
    expect(now.flatMap(mutantsOf).map(({ name }) => name)).toEqual(mutants.map(({ name }) => name));
  });
});

/** All, those asked for, or a sample by the seed; what is excused is tried only with all. */
function chosen(mutants: readonly Mutant[]): Mutant[] {
  if (ONLY) return mutants.filter(({ name }) => ONLY.some((part) => name.includes(part)));
  if (ALL) return [...mutants];
  const [roll, left] = [dice(SEED), mutants.filter(({ name }) => !reasonFor(name))];
  return Array.from({ length: Math.min(SAMPLE, left.length) }, () => left.splice(roll(left.length), 1)[0]!);
}
