import fc from 'fast-check';
import { Looks } from './twin-looks.js';
import { carryOut, STEPS, type Command } from './twin-steps.js';
import { Twin, type Answer } from './twins.js';

const SEQUENCES = Number(process.env['N'] ?? 25);
const SEED = Number(process.env['SEED'] ?? 20_261_123);

const commands = fc.array(
  fc.record({ step: fc.constantFrom(...STEPS), pick: fc.nat({ max: 5 }), hidden: fc.boolean() }),
  { minLength: 4, maxLength: 14 },
); // prettier-ignore

/** T4: two networks in lockstep. What strangers do to each other happens in one of them only, and no watcher can tell which. */
describe('two networks in lockstep', () => {
  let twins: [Twin, Twin];
  let looks: Looks;
  const tally = { sequences: 0, visible: 0, hidden: 0, compared: 0, mails: 0, published: 0, differences: 0 };
  beforeAll(async () => {
    twins = [await Twin.create(), await Twin.create()];
    looks = new Looks(twins);
  });
  afterAll(() => Promise.all(twins.map((twin) => twin.end())));

  it(`answer a watcher alike through ${SEQUENCES} sequences`, async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        tally.sequences += 1;
        for (const command of sequence) await (command.hidden ? hidden(command) : visible(command));
        await look();
      }),
      { numRuns: SEQUENCES, seed: SEED, endOnFailure: true },
    );
    process.stdout.write(`lockstep: ${JSON.stringify({ ...tally, doors: looks.count, seed: SEED })}\n`);
    expect(tally.differences).toBe(0);
    expect(tally.hidden).toBeGreaterThan(SEQUENCES);
    expect(tally.mails).toBeGreaterThan(0);
  }, 36_000_000);

  it('and would notice one row, one header or one length more', async () => {
    const [first] = twins;
    const asked = (): Promise<Answer> => first.send('watcher', { url: '/api/v1/reports' });
    const answer = await asked();
    const { headers } = answer;
    expect(first.told(await asked())).toBe(first.told(answer));
    for (const other of [
      { ...headers, 'x-total': '1' },
      { ...headers, 'content-length': '1' },
    ])
      expect(first.told({ ...answer, headers: other })).not.toBe(first.told(answer));
    await grant(first);
    expect(first.told(await asked())).not.toBe(first.told(answer));
  });

  /** To both networks, whose answers must be alike to those who act. */
  async function visible(command: Command): Promise<void> {
    tally.visible += 1;
    const answers: Answer[] = [];
    for (const twin of twins) answers.push(await carryOut(twin, command));
    if (command.step === 'publish' && answers[0]!.status === 200) tally.published += 1;
    compare(`${command.step} ${command.pick}`, answers);
  }

  /** To the first network only: the strangers' own work, of which the second never hears. */
  async function hidden(command: Command): Promise<void> {
    tally.hidden += 1;
    await carryOut(twins[0], command);
  }

  /** After the worker has done what anybody seen left to do. */
  async function look(): Promise<void> {
    for (const twin of twins) await carryOut(twin, { step: 'work', pick: 0, hidden: false });
    for (const { who, what, ask } of looks.next())
      compare(`${who} ${what}`, await Promise.all(twins.map((twin) => twin.send(who, ask(twin)))));
    await walk();
    const mails = twins.map((twin) => twin.mails().map((mail) => twin.normal(mail)).join('\n--\n')); // prettier-ignore
    tally.mails += mails[0]!.split('\n--\n').filter(Boolean).length;
    same('mails', mails);
  }

  async function walk(): Promise<void> {
    const cursors: (string | null)[] = ['', ''];
    for (let page = 0; page < 3 && !cursors.includes(null); page += 1) {
      const answers = await Promise.all(
        twins.map((twin, at) =>
          twin.send('watcher', { url: `/api/v1/reports?limit=2${cursors[at] ? `&cursor=${cursors[at]}` : ''}` }),
        ),
      );
      compare(`page ${page}`, answers);
      answers.forEach(({ text }, at) => (cursors[at] = (JSON.parse(text) as { next: string | null }).next));
    }
  }

  function compare(what: string, answers: Answer[]): void {
    // A failure would hide whatever it failed to say.
    expect([what, ...answers.map(({ status }) => status >= 500)]).toEqual([what, false, false]);
    same(what, answers.map((answer, at) => twins[at]!.told(answer))); // prettier-ignore
  }

  function same(what: string, [first, second]: string[]): void {
    tally.compared += 1;
    if (first === second) return;
    tally.differences += 1;
    throw new Error(`${what}\n${differing(first!, second!)}`);
  }
});

async function grant({ world }: Twin): Promise<void> {
  await world.admin.query(`
    INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, disclosure_id)
    SELECT 902, now(), id, 1, 901, 1, 5, 'P', gen_random_uuid() FROM intelligence.report WHERE status = 1 LIMIT 1`);
}

/** The first lines that differ, with the one before them. */
function differing(first: string, second: string): string {
  const [one, two] = [first, second].map((text) => text.split('\n'));
  const at = one!.findIndex((line, index) => line !== two![index]);
  return [one!.slice(Math.max(0, at - 1), at + 2), two!.slice(at, at + 2)]
    .map((lines) => lines.join('\n'))
    .join('\n≠\n');
}
