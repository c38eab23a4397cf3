import fc from 'fast-check';
import { ServedWorld, type Player } from './a-served-world.js';

const SEQUENCES = Number(process.env['N'] ?? 25);
const SEED = Number(process.env['SEED'] ?? 20_261_124);
/** Every agency but the recipient that the owner may share with; T907 under another agreement. */
const ASIDE = [904, 905, 906, 907];

const steps = fc.array(
  fc.record({ agency: fc.constantFrom(...ASIDE), share: fc.boolean(), months: fc.integer({ min: 1, max: 24 }) }),
  { minLength: 1, maxLength: 8 },
);

/** T4 for explanations: whatever the owner does with others, a recipient is told the same, byte for byte. */
describe('a recipient’s explanation', () => {
  let world: ServedWorld;
  const tally = { sequences: 0, steps: 0, compared: 0, ownersAnswers: 0 };
  beforeAll(async () => {
    world = await ServedWorld.create({ roles: ['analyst'] });
    await world.world.admin.query("UPDATE sharing.agreement SET status = 'active' WHERE id = 902");
  });
  afterAll(() => world?.end());

  const told = async ({ person }: Player, id: string): Promise<string[]> => {
    const paths = ['explanation', 'explanation?at=2026-11-01', 'sight?agency=T904&role=analyst', 'view-as?agency=T904&role=analyst'];
    const replies = await Promise.all([
      ...paths.map((path) => world.ask(person, 'GET', `/api/v1/records/${id}/${path}`)),
      world.ask(person, 'GET', `/records/${id}/access`),
    ]);
    return replies.map(({ status, body }) => `${status} ${body.replaceAll(/nonce(-|=")[\w+/=-]+|(name="_csrf" value=|name="csrf-token" content=|data-csrf-token=)"[^"]+"|Page accessed by[^]*?recorded|https?:\S+/g, '')}`);
  }; // prettier-ignore

  it(`is the same through ${SEQUENCES} sequences of sharing with others`, async () => {
    const recipient = world.players.find(({ relation }) => relation === 'recipient')!;
    const { id, items, author } = world.reports.find(({ state }) => state === 'disseminated')!;
    const before = await told(recipient, id);
    expect(before[0]).toMatch(/^200 .*"through":"disclosure"/);
    const owners = new Set<string>();
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        tally.sequences += 1;
        const open: string[] = [];
        for (const { agency, share, months } of sequence) {
          tally.steps += 1;
          const agreement = agency === 907 ? 902 : 901;
          if (share || open.length === 0) {
            const made = await world.sharer.sql(
              "SELECT access.disclose($1, $2::smallint, $3, 'Aside', 'Test basis', $4, 'None', now() + make_interval(months => $5), NULL) AS id",
              [id, agency, [items[0]], agreement, months],
            );
            open.push(made[0]!['id'] as string);
          } else await world.sharer.sql("SELECT access.revoke($1, 'aside')", [open.pop()]);
          owners.add((await world.ask(author.person, 'GET', `/api/v1/records/${id}/explanation`)).body);
          expect(await told(recipient, id)).toEqual(before);
          tally.compared += before.length;
        }
        for (const made of open) await world.sharer.sql("SELECT access.revoke($1, 'aside')", [made]);
      }),
      { numRuns: SEQUENCES, seed: SEED, endOnFailure: true },
    );
    tally.ownersAnswers = owners.size;
    process.stdout.write(`explanations aside: ${JSON.stringify({ ...tally, seed: SEED })}\n`);
    // The positive control: the owner was told something new every time.
    expect(owners.size).toBe(tally.steps);
  }, 3_600_000);
});
