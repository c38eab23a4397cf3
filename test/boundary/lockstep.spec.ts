import fc from 'fast-check';
import { aReport, Twin, type Answer } from './twins.js';

const SEQUENCES = Number(process.env['N'] ?? 25);
const SEED = Number(process.env['SEED'] ?? 20_261_123);

const STEPS = ['create', 'submit', 'assess', 'disseminate', 'close', 'share', 'revoke', 'work', 'publish'] as const;
type Step = (typeof STEPS)[number];
interface Command {
  step: Step;
  /** Which of the reports made so far. */
  pick: number;
  hidden: boolean;
}

const commands = fc.array(
  fc.record({ step: fc.constantFrom(...STEPS), pick: fc.nat({ max: 5 }), hidden: fc.boolean() }),
  { minLength: 4, maxLength: 14 },
); // prettier-ignore

/** T4: two networks in lockstep. What strangers do to each other happens in one of them only, and no watcher can tell which. */
describe('two networks in lockstep', () => {
  let twins: [Twin, Twin];
  const tally = { sequences: 0, visible: 0, hidden: 0, compared: 0, differences: 0 };
  beforeAll(async () => void (twins = [await Twin.create(), await Twin.create()]));
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
    process.stdout.write(`lockstep: ${JSON.stringify({ ...tally, ...tallyOf, seed: SEED })}\n`);
    expect(tally.differences).toBe(0);
    expect(tally.hidden).toBeGreaterThan(SEQUENCES);
  }, 3_600_000);

  it('and would notice one row more', async () => {
    const [first, second] = twins;
    const made = await carryOut(first, { step: 'create', pick: 0, hidden: false });
    expect(made.status).toBe(201);
    const { rows } = await first.world.admin.query<{ id: string }>(
      'SELECT id FROM intelligence.report ORDER BY created_at DESC LIMIT 1',
    );
    await first.world.admin.query(
      `INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, disclosure_id)
       VALUES (902, now(), $1, 1, 901, 1, 5, 'P', gen_random_uuid())`,
      [rows[0]!.id],
    );
    const [a, b] = [
      await first.send('watcher', 'GET', '/api/v1/reports'),
      await second.send('watcher', 'GET', '/api/v1/reports'),
    ];
    expect(first.normal(a.text)).not.toBe(second.normal(b.text));
  });

  /** To both networks, whose answers must be alike to those who act. */
  async function visible(command: Command): Promise<void> {
    tally.visible += 1;
    const answers: Answer[] = [];
    for (const twin of twins) answers.push(await carryOut(twin, command));
    compare(`${command.step} ${command.pick}`, answers as [Answer, Answer]);
  }

  /** To the first network only: the strangers' own work, of which the second never hears. */
  async function hidden(command: Command): Promise<void> {
    tally.hidden += 1;
    await carryOut(twins[0], command);
  }

  /** Everything that the watcher can ask: lists with filters, pages of two, the inbox, the picture and a record that is not theirs. */
  async function look(): Promise<void> {
    const urls = [
      '/api/v1/reports', '/api/v1/reports?limit=2', '/api/v1/reports?shared=1&status=disseminated', '/api/v1/reports?area=TEST&grade=1A',
      '/api/v1/reports?owner=T903', '/api/v1/notifications', '/api/v1/national-picture?from=2026-10&to=2026-10', '/api/v1/agencies',
      '/api/v1/reports/00000000-0000-4000-8000-000000000000',
    ]; // prettier-ignore
    for (const url of urls) {
      for (const who of ['watcher', 'author']) {
        const [first, second] = await Promise.all(twins.map((twin) => twin.send(who, 'GET', url)));
        compare(`${who} ${url}`, [first!, second!]);
      }
    }
    await walk();
  }

  async function walk(): Promise<void> {
    const cursors: (string | null)[] = ['', ''];
    for (let page = 0; page < 3 && !cursors.includes(null); page += 1) {
      const answers = await Promise.all(
        twins.map((twin, at) =>
          twin.send('watcher', 'GET', `/api/v1/reports?limit=2${cursors[at] ? `&cursor=${cursors[at]}` : ''}`),
        ),
      );
      compare(`page ${page}`, answers as [Answer, Answer]);
      answers.forEach(({ text }, at) => (cursors[at] = (JSON.parse(text) as { next: string | null }).next));
    }
  }

  function compare(what: string, [first, second]: [Answer, Answer]): void {
    tally.compared += 1;
    const told = [`${first.status} ${twins[0].normal(first.text)}`, `${second.status} ${twins[1].normal(second.text)}`];
    if (told[0] === told[1]) return;
    tally.differences += 1;
    throw new Error(`${what}\n${told[0]}\n${told[1]}`);
  }
});

const tallyOf = { published: 0 };
const made = new WeakMap<
  Twin,
  Record<'seen' | 'hidden', { id: string; version: number; items: string[]; disclosure?: string }[]>
>();

/** One step by the people whom it concerns; a step that its state does not allow is refused, and that answer is compared too. */
async function carryOut(twin: Twin, { step, pick, hidden }: Command): Promise<Answer> {
  const lists = made.get(twin) ?? { seen: [], hidden: [] };
  made.set(twin, lists);
  const list = lists[hidden ? 'hidden' : 'seen'];
  const who = (role: 'author' | 'assessor'): string => (hidden ? `hidden ${role}` : role);
  if (step === 'create') {
    const answer = await twin.send(
      who('author'),
      'POST',
      '/api/v1/reports',
      aReport(hidden ? 'Hidden work' : 'Shared work'),
    );
    const saved = JSON.parse(answer.text) as { id: string; itemIds: string[] };
    list.push({ id: saved.id, version: 1, items: saved.itemIds });
    return answer;
  }
  if (step === 'publish') {
    let answer = await carryOut(twin, { step: 'create', pick: 0, hidden });
    for (const next of ['submit', 'assess', 'disseminate'] as const)
      answer = await carryOut(twin, { step: next, pick: 0, hidden });
    tallyOf.published += answer.status === 200 ? 1 : 0;
    return answer;
  }
  if (step === 'work') {
    await (hidden ? twin.work(903, ['hidden assessor', 'bystander']) : twin.work(901, ['author', 'watcher']));
    return { status: 0, text: '' };
  }
  const report = list.at(-1 - (pick % Math.max(1, list.length)));
  if (!report) return { status: 0, text: '' };
  const [path, by, body] = requestOf(step, report, hidden);
  const answer = await twin.send(who(by), 'POST', path, body);
  const told = JSON.parse(answer.text) as { version?: number; id?: string };
  if (answer.status < 300 && step === 'share') report.disclosure = told.id!;
  if (answer.status < 300 && told.version) report.version = told.version;
  return answer;
}

function requestOf(
  step: Exclude<Step, 'create' | 'work' | 'publish'>,
  report: { id: string; version: number; items: string[]; disclosure?: string },
  hidden: boolean,
): [string, 'author' | 'assessor', object] {
  const base = `/api/v1/reports/${report.id}`;
  const { version } = report;
  const [agency, agreement] = hidden ? ['T904', 'HIDDEN-ISA'] : ['T902', 'TEST-ISA'];
  switch (step) {
    case 'submit':
      return [`${base}/submission`, 'author', { version }];
    case 'assess':
      return [`${base}/assessment`, 'assessor', { version }];
    case 'disseminate':
      return [`${base}/dissemination`, 'assessor', { version, to: [] }];
    case 'close':
      return [`${base}/closure`, 'assessor', { version }];
    case 'share':
      return [`/api/v1/records/${report.id}/disclosures`, 'assessor', { agency, items: report.items, purpose: 'x', legalBasis: 'x', agreement, expires: '2027-01-01' }]; // prettier-ignore
    case 'revoke':
      return [`/api/v1/disclosures/${report.disclosure ?? report.id}/revocation`, 'assessor', { reason: 'x' }];
  }
}
