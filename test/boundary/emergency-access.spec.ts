import pg from 'pg';
import { WorkerDatabase, type OutboxEvent } from '@clin/platform/events';
import { roomHandlers, roomSchedules } from '../../apps/worker/src/rooms.js';
import { takeWallTwoDown, WALLS } from './walls.js';
import { bytesOf, Network } from '../journeys/a-network.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const REASON = 'A child is missing and was seen at the address in this report';
const CHIEF = 'supervisor@wmp.example';
const OWNER = 'supervisor@met.example';
const LEAD = 'lead@met.example';
const AUDITOR = 'auditor@network.example';
type Reply = Awaited<ReturnType<Network['as']>>;

/** Break-glass through its doors: who may, what it shows, who is told, who reviews, and what the log and the reports say. */
describe.each(WALLS)('emergency access, with %s', (_walls, wallTwo) => {
  let network: Network;
  let workers: pg.Pool;
  let report: { id: string; reference: string };
  let emergency: string;

  const open = (who: string, reference = report.reference, reason = REASON): Promise<Reply> =>
    network.as(who, 'POST', '/records/emergency-access', { reference, reason });
  const uses = async (who: string) =>
    (await network.as(who, 'GET', '/emergency-access')).body as Record<
      'toReview' | 'mine' | 'others',
      { id: string; reference: string }[]
    >;
  const ids = (list: { id: string }[]): string[] => list.map(({ id }) => id);
  /** What the worker does with every event that waits, and who was told of what. */
  const tell = async (): Promise<string[]> => {
    const { admin } = network.server;
    const { rows } = await admin.query<OutboxEvent>(
      `UPDATE platform.outbox SET relayed_at = now() WHERE relayed_at IS NULL RETURNING id::text, type, record_id AS "recordId", actor_id AS "actorId",
        agency_id AS "agencyId", payload, occurred_at AS "occurredAt"`,
    );
    for (const event of rows.filter(({ type }) => type.startsWith('emergency.')))
      for (const handler of roomHandlers({ mail: false }).filter(({ eventType }) => eventType === event.type))
        await new WorkerDatabase(workers).run((tx) => handler.handle(event, tx));
    const told = await admin.query<{ line: string }>(
      `SELECT u.email || ' ' || n.kind AS line FROM notifications.notification n JOIN identity.user_account u ON u.id = n.user_id
       WHERE n.event_id = ANY ($1) AND n.state <> 'suppressed' ORDER BY 1`,
      [rows.map(({ id }) => id)],
    );
    return told.rows.map(({ line }) => line);
  };

  beforeAll(async () => {
    network = await Network.start();
    if (!wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    workers = new pg.Pool({ connectionString: network.server.database.workerUrl });
    report = (await network.submitted('met-lantern-line')) as { id: string; reference: string };
  });
  afterAll(async () => {
    await workers.end();
    await network?.stop();
  });

  it('answers unknown, unassessed and one’s own ordinary records in words that tell them apart for nobody', async () => {
    const refused = await open(CHIEF, 'IR-0000-0000-0');
    expect([refused.status, refused.body['errors']]).toEqual([
      422,
      { reference: 'No record with this reference can be opened this way.' },
    ]);
    expect(bytesOf(await open(CHIEF))).toBe(bytesOf(refused));
    const draft = await network.as('analyst@met.example', 'POST', '/reports', { title: 'Draft' });
    expect(bytesOf(await open(CHIEF, draft.body['reference'] as string))).toBe(bytesOf(refused));
    expect((await open('lead@wmp.example', 'IR-7K3M-9Q2X-0')).body).toMatchObject({
      errors: { reference: expect.stringContaining('Check the reference') as string },
    });
  });

  it.each(['', '   ', 'too short'])('refuses the reason "%s" and opens nothing', async (reason) => {
    expect((await open(CHIEF, report.reference, reason)).body).toMatchObject({
      status: 422,
      errors: { reason: 'Give the reason in at least 20 characters.' },
    });
    expect((await uses(CHIEF)).mine).toEqual([]);
  });

  it.each([
    'analyst@wmp.example',
    'handler@met.example',
    AUDITOR,
    'admin@network.example',
    'reader@homeoffice.example',
    'contact@essex.example',
  ])('is not for %s', async (who) => {
    expect((await open(who)).status).toBe(403);
  });

  it('tells whoever can open the record already, and opens nothing', async () => {
    await network.step(OWNER, report.id, 'assessment', { version: 2 });
    expect((await open(LEAD)).body).toMatchObject({
      status: 422,
      errors: { reference: expect.stringContaining('already') as string },
    });
    expect((await uses(LEAD)).mine).toEqual([]);
  });

  it('opens an assessed record of another agency for one person, sanitised, and says until when', async () => {
    const opened = await open(CHIEF, report.reference.toLowerCase().replaceAll('-', ' '));
    expect(opened.status).toBe(201);
    emergency = opened.body['id'] as string;
    expect(opened.body['recordId']).toBe(report.id);
    expect(new Date(opened.body['endsAt'] as string).getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
    const seen = await network.as(CHIEF, 'GET', `/reports/${report.id}`);
    expect(seen.body).toMatchObject({
      access: 'recipient',
      reference: report.reference,
      share: [{ agreement: 'emergency access' }],
    });
    for (const key of ['title', 'provenance', 'author', 'disclosures']) expect(seen.body).not.toHaveProperty(key);
    expect(seen.text).not.toMatch(/"original"|sourceRef/);
    for (const other of ['lead@wmp.example', 'analyst@wmp.example'])
      expect((await network.as(other, 'GET', `/reports/${report.id}`)).status).toBe(404);
    expect((await network.as(CHIEF, 'POST', `/reports/${report.id}/closure`, { version: 3 })).status).toBe(403);
    expect((await open(CHIEF)).body).toMatchObject({
      errors: { reference: expect.stringContaining('already') as string },
    });
  });

  it('tells the owner’s chiefs and every auditor at once, by name in the list, never the person themselves', async () => {
    expect(await tell()).toEqual([
      'auditor@network.example emergency-opened-auditor',
      'lead@met.example emergency-opened',
      'supervisor@met.example emergency-opened',
    ]);
    const [inbox] = (await network.as(AUDITOR, 'GET', '/notifications')).body['items'] as object[];
    expect(inbox).not.toHaveProperty('recordId');
    for (const [who, list] of [
      [OWNER, 'toReview'],
      [LEAD, 'toReview'],
      [CHIEF, 'mine'],
      [AUDITOR, 'others'],
    ] as const)
      expect(ids((await uses(who))[list])).toContain(emergency);
    // The owner's chiefs are led to the record, which they see by right; nobody else is.
    const [seen, page] = [report.id, `/reports/${report.id}`];
    for (const [who, recordId, href] of [
      [OWNER, seen, page],
      [LEAD, seen, page],
      [CHIEF, null, null],
      [AUDITOR, null, null],
    ])
      expect(Object.values(await uses(who!)).flat()).toMatchObject([{ id: emergency, recordId, href }]);
    for (const who of ['lead@wmp.example', 'supervisor@mer.example', 'coordinator@nclcc.example'])
      expect(Object.values(await uses(who)).flat()).toEqual([]);
    const facts = (await network.as(AUDITOR, 'GET', '/emergency-access')).text;
    expect(facts).toContain(REASON);
    expect(facts).not.toContain('antern');
    expect((await network.as(AUDITOR, 'GET', `/reports/${report.id}`)).status).toBe(403);
  });

  it('is reviewed by somebody else of the owner’s, once, with words', async () => {
    const review = (
      who: string,
      id = emergency,
      body: object = { verdict: 'justified', words: 'The child was found' },
    ) => network.as(who, 'POST', `/emergency-access/${id}/review`, body);
    for (const who of ['supervisor@mer.example', 'coordinator@nclcc.example', 'lead@wmp.example']) {
      expect(bytesOf(await review(who))).toBe(bytesOf(await review(who, NOBODY)));
      expect(bytesOf(await review(who))).toBe(bytesOf(await review(who, 'nonsense')));
    }
    expect((await review(CHIEF)).status).toBe(403);
    expect((await review(AUDITOR)).status).toBe(403);
    expect((await review(OWNER, emergency, { verdict: 'perhaps', words: '' })).body).toMatchObject({
      errors: { verdict: expect.any(String) as string, words: expect.any(String) as string },
    });
    expect(ids((await uses(OWNER)).toReview)).toContain(emergency);
    await tell();
    expect((await review(OWNER)).status).toBe(200);
    expect(await tell()).toEqual([`${CHIEF} emergency-reviewed`]);
    expect((await review(LEAD)).status).toBe(409);
    expect((await uses(LEAD)).toReview).toEqual([]);
  });

  it('ends early for the person by the owner, and not twice; others find nothing to end', async () => {
    const end = (who: string, id = emergency) => network.as(who, 'POST', `/emergency-access/${id}/end`);
    expect(bytesOf(await end('supervisor@mer.example'))).toBe(bytesOf(await end('supervisor@mer.example', NOBODY)));
    expect((await network.as(CHIEF, 'GET', `/reports/${report.id}`)).status).toBe(200);
    expect((await end(LEAD)).status).toBe(200);
    const [gone, absent] = [
      await network.as(CHIEF, 'GET', `/reports/${report.id}`),
      await network.as(CHIEF, 'GET', `/reports/${NOBODY}`),
    ];
    expect(bytesOf(gone)).toBe(bytesOf(absent));
    expect((await end(CHIEF)).status).toBe(409);
  });

  it('is over after its hour, everywhere', async () => {
    const again = await open(CHIEF);
    expect((await network.as(CHIEF, 'GET', `/reports/${report.id}`)).status).toBe(200);
    await network.server.admin.query(
      `UPDATE access.record_visibility SET valid_until = now() WHERE disclosure_id = $1`,
      [again.body['id']],
    );
    await network.server.admin.query(`UPDATE access.item_visibility SET valid_until = now() WHERE disclosure_id = $1`, [
      again.body['id'],
    ]);
    const gone = await network.as(CHIEF, 'GET', `/reports/${report.id}`);
    expect(bytesOf(gone)).toBe(bytesOf(await network.as(CHIEF, 'GET', `/reports/${NOBODY}`)));
    expect((await network.as(CHIEF, 'GET', '/reports')).text).not.toContain(report.id);
    await network.server.admin.query(
      "UPDATE access.emergency_access SET opened_at = now() - interval '25 hours', ends_at = now() - interval '24 hours' WHERE id = $1",
      [again.body['id']],
    );
  });

  it('reminds once of what is late, whichever worker comes first, and tells the auditors too', async () => {
    await tell();
    const remind = roomSchedules().find(({ name }) => name === 'remind-of-emergencies')!;
    await Promise.all([0, 1, 2].map(() => remind.execute(new WorkerDatabase(workers))));
    expect(await tell()).toEqual([
      'auditor@network.example emergency-review-overdue-auditor',
      'lead@met.example emergency-review-overdue',
      'supervisor@met.example emergency-review-overdue',
    ]);
    await remind.execute(new WorkerDatabase(workers));
    expect(await tell()).toEqual([]);
  });

  it('tells the auditors once of a month that is over and had a use', async () => {
    const { admin } = network.server;
    await admin.query("UPDATE access.emergency_access SET opened_at = opened_at - interval '1 month', ends_at = ends_at - interval '1 month' WHERE id = $1", [emergency]);
    await tell();
    const end = roomSchedules().find(({ name }) => name === 'end-emergency-month')!;
    await Promise.all([0, 1].map(() => end.execute(new WorkerDatabase(workers))));
    expect(await tell()).toEqual([`${AUDITOR} emergency-month-ended`]);
    await end.execute(new WorkerDatabase(workers));
    expect(await tell()).toEqual([]);
    await admin.query("UPDATE access.emergency_access SET opened_at = opened_at + interval '1 month', ends_at = ends_at + interval '1 month' WHERE id = $1", [emergency]);
  }); // prettier-ignore

  it('adds up in the month’s report, for each as they may know it, in a table that no spreadsheet executes', async () => {
    await open(CHIEF, report.reference, '=HYPERLINK("http://x") a formula as a reason');
    const { rows } = await network.server.admin.query<{ month: string }>(
      "SELECT to_char(now() AT TIME ZONE 'Europe/London', 'YYYY-MM') AS month",
    );
    const month = rows[0]!.month;
    const of = async (who: string) => (await network.as(who, 'GET', `/emergency-access/report?month=${month}`)).body;
    for (const who of [AUDITOR, OWNER])
      expect(await of(who)).toMatchObject({
        used: 3,
        reviewed: 1,
        reviewedInTime: 1,
        justified: 1,
        notJustified: 0,
        overdue: 1,
        owners: [{ owner: 'MPS-CLTF', used: 3, reviewedInTime: 1, unreviewed: 2, notJustified: 0 }],
      });
    expect(await of('supervisor@mer.example')).toMatchObject({ used: 0, uses: [] });
    for (const wrong of ['2026-13', 'x', ''])
      expect((await network.as(AUDITOR, 'GET', `/emergency-access/report?month=${wrong}`)).status).toBe(422);
    const csv = await network.server.send('GET', `/emergency-access/report.csv?month=${month}`, {
      token: await network.token(OWNER),
    });
    expect(csv.status).toBe(200);
    expect(csv.text).toContain("'=HYPERLINK");
    expect(csv.text).not.toMatch(/(^|,|")=/m);
  });

  it('is in the log as what it was, with every later look through it', async () => {
    const log = await network.server.log("event LIKE 'emergency.%' OR detail ? 'emergency'");
    expect(log.find(({ event, outcome }) => event === 'emergency.open' && outcome === 'allowed')).toMatchObject({
      record_ids: [report.id],
      detail: { reference: report.reference, emergency },
    });
    expect(log.find(({ event, outcome }) => event === 'report.read' && outcome === 'allowed')).toMatchObject({
      detail: { emergency },
      record_ids: expect.arrayContaining([report.id]) as string[],
    });
    expect(
      log.filter(({ event, detail }) => event === 'emergency.try' && detail['outcome'] === 'refused').length,
    ).toBeGreaterThanOrEqual(3);
    for (const event of ['emergency.end', 'emergency.review', 'emergency.remind'])
      expect(log.map((row) => row.event)).toContain(event);
    expect(JSON.stringify(log)).not.toContain(REASON);
  });

  it('counts refused tries, and after ten an hour answers nobody’s reference', async () => {
    const replies: number[] = [];
    for (let tries = 0; tries < 11; tries += 1)
      replies.push((await open('supervisor@mer.example', 'IR-0000-0000-0')).status);
    expect(replies).toEqual([...Array<number>(10).fill(422), 429]);
    expect((await open('supervisor@mer.example')).status).toBe(429);
    expect((await open('lead@mer.example')).status).toBe(201);
  });
});
