import fc from 'fast-check';
import { Looks, type Look } from './twin-looks.js';
import { carryOut, STEPS, type Command } from './twin-steps.js';
import { STORIES } from './twin-work.js';
import { Twin, type Answer } from './twins.js';

/** `npm run prove -- lockstep --n 10000`; `--from 4000` goes on where a run was ended, `--seed` plays others. */
const SEQUENCES = Number(process.env['N'] ?? 30);
const FROM = Number(process.env['FROM'] ?? 0);
const SEED = Number(process.env['SEED'] ?? 20_261_123);
/** So many are played in one pair of networks; the next ones begin in a new pair. Each is known by its number alone, so a run can begin with any. */
const IN_ONE_PAIR = 250;
/** After each so many sequences comes the e-mail of the day, and the stream, which says a number a little later than the door, is waited for. */
const EVENING = 5;
/** Looks that are under way in each network together; they are compared in their order. */
const AT_ONCE = 8;

const single = fc.record({
  step: fc.constantFrom(...STEPS),
  pick: fc.nat({ max: 5 }),
  how: fc.nat({ max: 5 }),
  hidden: fc.boolean(),
});
type Story = (typeof STORIES)[number];
const played = (steps: Story, hidden: boolean) =>
  steps.map(([step, how]) => ({ step, pick: 0, how, hidden }) as Command);
const story = fc.tuple(fc.constantFrom(...STORIES), fc.boolean()).map(([steps, hidden]) => played(steps, hidden));
const commands = fc
  .array(fc.oneof({ weight: 9, arbitrary: single.map((one) => [one as Command]) }, { weight: 1, arbitrary: story }), {
    minLength: 3,
    maxLength: 9,
  })
  .map((parts) => parts.flat());
/** First every story, seen and unseen, so that the shortest run takes every step. */
const FIRST = STORIES.flatMap((steps) => [played(steps, false), played(steps, true)]);
const sequence = (number: number): Command[] =>
  FIRST[number] ?? fc.sample(commands, { numRuns: 1, seed: SEED + number })[0]!;

/** T4: two networks in lockstep. What strangers do to each other happens in one of them only, and no watcher can tell which. */
describe('two networks in lockstep', () => {
  let twins: [Twin, Twin];
  let looks: Looks;
  const tally = { sequences: 0, visible: 0, hidden: 0, compared: 0, mails: 0, calls: 0, streams: 0, differences: 0 };
  /** How often each step was done: by those who are seen, and by those who are not. */
  const done = { visible: new Map<string, number>(), hidden: new Map<string, number>() };
  const begin = async (): Promise<void> => {
    twins = [await Twin.create(), await Twin.create()];
    looks = new Looks(twins, FROM + tally.sequences);
  };
  const each = <T>(act: (twin: Twin) => Promise<T>): Promise<T[]> => Promise.all(twins.map(act));
  const end = (): Promise<unknown> => Promise.all(twins.map((twin) => twin.end()));
  beforeAll(begin);
  afterAll(end);

  it(`answer a watcher alike through ${SEQUENCES - FROM} sequences`, async () => {
    const started = Date.now();
    for (let number = FROM; number < SEQUENCES; number += 1) {
      if (tally.sequences > 0 && tally.sequences % IN_ONE_PAIR === 0) await end().then(begin);
      tally.sequences += 1;
      try {
        for (const command of sequence(number)) await (command.hidden ? hidden(command) : visible(command));
        await look(number);
      } catch (error) {
        throw new Error(`sequence ${number}, seed ${SEED}: ${(error as Error).message}`, { cause: error });
      }
      if (tally.sequences % 100 === 0 || number === SEQUENCES - 1) say(number, started);
    }
    expect(tally.differences).toBe(0);
    expect(tally.hidden).toBeGreaterThan(tally.sequences);
    for (const told of [tally.mails, tally.calls, tally.streams]) expect(told).toBeGreaterThan(0);
    const steps = STEPS.filter((step) => step !== 'work');
    const undone = (by: Map<string, number>): string[] => steps.filter((step) => !by.has(step));
    if (FROM === 0 || tally.sequences > 500) expect([undone(done.visible), undone(done.hidden)]).toEqual([[], []]);
  }, 360_000_000);

  it('are both silent to a stream while only strangers are told of something', async () => {
    const [first] = twins;
    await carryOut(first, { step: 'work', pick: 0, how: 0, hidden: false });
    await first.streamed();
    const watcher = first.people.get('watcher')!.id;
    const { rows } = await first.world.admin.query<{ id: string }>(
      `INSERT INTO identity.user_account (id, email, name, agency_id, clearance)
       SELECT id, id || '@test.example', 'hidden neighbour', 904, 2 FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 20000)) many
       WHERE substr(md5(id::text), 1, 2) = substr(md5($1), 1, 2) LIMIT 1 RETURNING id`,
      [watcher],
    );
    // Signs of life come by the clock: just after one, the next is ten seconds away.
    const signs = () => first.live.received.split('\n: \n').length;
    const before = signs();
    await first.live.until(() => signs() > before);
    const heard = first.live.received;
    const tell = (user: string) =>
      first.world.admin.query(
        "INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) SELECT $1, 9000000, 'report-recalled', gen_random_uuid(), false, 'off'",
        [user],
      );
    await tell(rows[0]!.id);
    // While signals keep coming a stream looks once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(first.live.received).toBe(heard);
    await tell(watcher);
    await first.live.until(({ received }) => received !== heard);
    expect(first.live.received).not.toBe(heard);
  });

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
    const answers = await each((twin) => carryOut(twin, command));
    count(done.visible, command, answers[0]!);
    compare(`${command.step} ${command.pick} ${command.how}`, answers);
  }

  /** To the first network only: the strangers' own work, of which the second never hears. */
  async function hidden(command: Command): Promise<void> {
    tally.hidden += 1;
    count(done.hidden, command, await carryOut(twins[0], command));
  }

  function count(by: Map<string, number>, { step }: Command, { status }: Answer): void {
    if (status > 0 && status < 300) by.set(step, (by.get(step) ?? 0) + 1);
  }

  /** After the worker has done what anybody seen left to do. */
  async function look(number: number): Promise<void> {
    await each(async (twin) => {
      await carryOut(twin, { step: 'work', pick: 0, how: 0, hidden: false });
      if (number % EVENING === 0) await twin.nextDay();
    });
    const due = looks.next();
    while (due.length > 0) await lookAt(due.splice(0, AT_ONCE));
    await walk();
    tally.mails += told('mails', (twin) => twin.mails());
    tally.calls += told('calls', (twin) => twin.calls());
    if (number % EVENING !== 0) return;
    tally.streams += 1;
    same('stream', await Promise.all(twins.map((twin) => twin.streamed())));
  }

  async function lookAt(looks: Look[]): Promise<void> {
    const [first, second] = await each((twin) => Promise.all(looks.map(({ who, ask }) => twin.send(who, ask(twin)))));
    looks.forEach(({ who, what }, at) => compare(`${who} ${what}`, [first![at]!, second![at]!]));
  }

  /** What left both networks, to each in order; those who are told of one event are told in any. Answers how much it was. */
  function told(what: string, of: (twin: Twin) => string[]): number {
    const to = (one: string): string => one.split(/[: ]/, 1)[0]!;
    const both = twins.map((twin) =>
      of(twin)
        .sort((a, b) => to(a).localeCompare(to(b)))
        .map((one) => twin.normal(one)),
    );
    same(what, both.map((all) => all.join('\n--\n'))); // prettier-ignore
    return both[0]!.length;
  }

  function say(number: number, started: number): void {
    const minutes = (Date.now() - started) / 60_000;
    const pace = Math.round(tally.sequences / minutes);
    const steps = Object.fromEntries(Object.entries(done).map(([by, all]) => [by, Object.fromEntries(all)]));
    process.stdout.write(
      `lockstep: ${JSON.stringify({ ...tally, doors: looks.count, seed: SEED, next: number + 1, perMinute: pace })}\n`,
    );
    if (number === SEQUENCES - 1) process.stdout.write(`lockstep, steps that succeeded: ${JSON.stringify(steps)}\n`);
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

/** Where they begin to differ, with what stands before and after. */
function differing(first: string, second: string): string {
  const at = [...first].findIndex((letter, place) => letter !== second[place]);
  const from = Math.max(0, (at < 0 ? first.length : at) - 700);
  return [first, second].map((text) => text.slice(from, from + 1_400)).join('\n≠\n');
}
