import pg from 'pg';
import { WorkerDatabase, type OutboxEvent } from '@clin/platform/events';
import { roomHandlers, roomSchedules } from '../../apps/worker/src/rooms.js';
import { bytesOf, Network, type Body } from '../journeys/a-network.js';
import { takeWallTwoDown, WALLS } from './walls.js';

const [LEAD, MEMBER, OUTSIDER, JOINT, BESIDE, STRANGER] = [
  'lead@met.example',
  'analyst@met.example',
  'supervisor@met.example',
  'lead@wmp.example',
  'analyst@wmp.example',
  'lead@mer.example',
];
const NOBODY = '00000000-0000-4000-8000-000000000000';
const ENDS = '2027-06-01';
const ASKED = { what: 'canary-what', why: 'canary-why', outcomeNeeded: 'canary-outcome', priority: 2, workingDays: 3 };
type Reply = Awaited<ReturnType<Network['as']>>;

/** Actions through their doors: who is given one, who sees it, who moves it, and who is told that it is late. */
describe.each(WALLS)('actions, with %s', (_walls, wallTwo) => {
  let network: Network;
  let workers: pg.Pool;
  let id: string;
  let report: string;
  let operation: string;
  const waiting: string[] = [];
  const people = new Map<string, string>();
  const user = (email: string): string => people.get(email)!;
  const raise = (who: string, change: object, about = id): Promise<Reply> =>
    network.as(who, 'POST', `/records/${about}/actions`, { ...ASKED, ...change });
  const step = (who: string, action: string, name: string, body: object): Promise<Reply> =>
    network.as(who, 'POST', `/actions/${action}/${name}`, body);
  /** Whether the page of the form, and the list that leads to it, offer to raise one. */
  const offers = async (who: string): Promise<unknown[]> => {
    const token = await network.token(who);
    const [form, list] = await Promise.all(['action', 'actions'].map((path) => network.server.send('GET', `/records/${id}/${path}`, { token }))); // prettier-ignore
    return [form!.status, list!.status, list!.text.includes(`/records/${id}/action"`)];
  };
  const read = (who: string, action: string): Promise<Reply> => network.as(who, 'GET', `/actions/${action}`);
  const sees = async (who: string): Promise<boolean> => {
    const token = await network.token(who);
    const pages = await Promise.all(
      ['/actions', '/team-board', '/triage'].map((path) => network.server.send('GET', path, { token })),
    );
    const lists = await Promise.all(
      ['/actions?view=mine', '/actions?view=team', '/actions?view=raised', '/triage'].map((path) =>
        network.as(who, 'GET', path),
      ),
    );
    return [...pages, ...lists].some(({ text }) => text.includes('canary'));
  };
  /** Whom the worker tells of what waits: "address kind". */
  const told = async (): Promise<string[]> => {
    const { admin } = network.server;
    await admin.query('DELETE FROM notifications.notification');
    const { rows } = await admin.query<OutboxEvent>(
      `UPDATE platform.outbox SET relayed_at = now() WHERE relayed_at IS NULL RETURNING id::text, type, record_id AS "recordId", actor_id AS "actorId", payload`,
    );
    for (const event of rows)
      for (const handler of roomHandlers({ mail: false }).filter(({ eventType }) => eventType === event.type))
        await new WorkerDatabase(workers).run((tx) => handler.handle(event, tx));
    const found = await admin.query<{ line: string }>(
      "SELECT u.email || ' ' || n.kind AS line FROM notifications.notification n JOIN identity.user_account u ON u.id = n.user_id WHERE n.state <> 'suppressed' ORDER BY 1",
    );
    return found.rows.map(({ line }) => line);
  };

  /** The worker decides by row-level security alone: without it more people are told, and never fewer. */
  const tells = async (lines: string[]): Promise<void> =>
    expect(await told()).toEqual(wallTwo ? lines : expect.arrayContaining(lines));

  beforeAll(async () => {
    network = await Network.start();
    if (!wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    workers = new pg.Pool({ connectionString: network.server.database.workerUrl });
    const { rows } = await network.server.admin.query<{ id: string; email: string }>(
      'SELECT id, email FROM identity.user_account',
    );
    for (const one of rows) people.set(one.email, one.id);
    report = (await network.disseminated('met-lantern-line'))['id'] as string;
    const made = await network.as(LEAD, 'POST', '/cases', { name: 'canary-case', reason: 'x', endsOn: ENDS });
    id = made.body['id'] as string;
    operation = `/operations/${made.body['operation'] as string}`;
    const admit = (who: string, email: string) =>
      network.as(who, 'POST', `${operation}/members`, { user: user(email), reason: 'x', endsOn: ENDS });
    await admit(LEAD, MEMBER);
    await network.as(LEAD, 'POST', `${operation}/agencies`, { agency: 'WMP-CLTF' });
    await admit(JOINT, JOINT);
    await told();
  });
  afterAll(async () => {
    await workers?.end();
    await network?.stop();
  });

  it.each<[string, object, string]>([
    ['a day in the past', { workingDays: null, dueOn: '2020-01-01', to: 'team', team: 'lead' }, 'dueOn'],
    ['no day', { workingDays: null, to: 'team', team: 'lead' }, 'dueOn'],
    ['a day that is none', { workingDays: null, dueOn: '2027-02-30', to: 'team', team: 'lead' }, 'dueOn'],
    ['too many working days', { workingDays: 61, to: 'team', team: 'lead' }, 'workingDays'],
    ['nobody', {}, 'to'],
    ['no reason', { why: ' ', to: 'team', team: 'lead' }, 'why'],
    ['nothing to come of it', { outcomeNeeded: '', to: 'team', team: 'lead' }, 'outcomeNeeded'],
    ['a priority off the scale', { priority: 4, to: 'team', team: 'lead' }, 'priority'],
    ['a team that is none', { to: 'team', team: 'reader' }, 'team'],
    ['a team of which nobody is a member of the operation', { to: 'team', team: 'supervisor' }, 'team'],
    ['an agency that does not exist', { to: 'agency', agency: 'NOWHERE' }, 'agency'],
    ['an agency that is joint and sees nothing of the case yet', { to: 'agency', agency: 'WMP-CLTF' }, 'agency'],
    ['one’s own agency as another', { to: 'agency', agency: 'MPS-CLTF' }, 'agency'],
    ['a field of no form', { to: 'team', team: 'lead', state: 5 }, 'state'],
  ])('are refused with %s, by the name of the field, and nothing is raised', async (_what, change, field) => {
    expect((await raise(LEAD, change)).body).toMatchObject({
      status: 422,
      errors: { [field]: expect.any(String) as string },
    });
    expect((await network.as(LEAD, 'GET', '/actions?view=raised')).body['items']).toEqual([]);
  });

  it('are given to nobody who cannot see the record, in the same words whoever that is', async () => {
    const words = async (person: string) => (await raise(LEAD, { to: 'person', person })).body;
    const unknown = await words(NOBODY);
    expect(unknown).toMatchObject({ status: 422, errors: { person: expect.any(String) as string } });
    for (const email of [OUTSIDER, JOINT, STRANGER, 'admin@network.example'])
      expect((await words(user(email)))['errors']).toEqual(unknown['errors']);
    for (const who of [OUTSIDER, JOINT, STRANGER]) {
      const [hidden, absent] = [
        await raise(who, { to: 'team', team: 'lead' }),
        await raise(who, { to: 'team', team: 'lead' }, NOBODY),
      ];
      expect([hidden.status, bytesOf(hidden)]).toEqual([404, bytesOf(absent)]);
    }
  });

  it('are accepted, done and verified by another, each told once, and known to nobody outside', async () => {
    const made = await raise(LEAD, { to: 'person', person: user(MEMBER) });
    expect(made.status).toBe(201);
    const action = made.body['id'] as string;
    await tells([`${MEMBER} action-assigned`]);
    for (const who of [OUTSIDER, JOINT, BESIDE, STRANGER]) {
      expect([who, await sees(who)]).toEqual([who, false]);
      for (const other of [NOBODY, 'nonsense']) {
        expect(bytesOf(await read(who, action))).toBe(bytesOf(await read(who, other)));
        expect(bytesOf(await step(who, action, 'acceptance', { version: 1 }))).toBe(
          bytesOf(await step(who, other, 'acceptance', { version: 1 })),
        );
      }
      expect((await read(who, action)).status).toBe(404);
    }
    for (const who of [LEAD, MEMBER]) expect(await sees(who)).toBe(true);
    expect((await step(LEAD, action, 'acceptance', { version: 1 })).status).toBe(403);
    expect((await step(MEMBER, action, 'acceptance', { version: 9 })).body['current']).toMatchObject({
      version: 1,
      yours: 9,
    });
    // Two acceptances at once: one is, and the other hears why not.
    const both = await Promise.all([1, 2].map(() => step(MEMBER, action, 'acceptance', { version: 1 })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await step(MEMBER, action, 'completion', { version: 2, result: ' ' })).body).toMatchObject({
      errors: { result: expect.any(String) as string },
    });
    expect((await step(MEMBER, action, 'completion', { version: 2, result: 'Found' })).body).toMatchObject({
      state: 'done',
      version: 3,
    });
    await tells([`${LEAD} action-done`]);
    expect((await step(MEMBER, action, 'verification', { version: 3 })).status).toBe(403);
    expect((await step(LEAD, action, 'return', { version: 3, reason: 'Which one?' })).body).toMatchObject({
      state: 'accepted',
    });
    expect((await step(MEMBER, action, 'completion', { version: 4, result: 'The second' })).status).toBe(200);
    expect((await step(LEAD, action, 'verification', { version: 5 })).body).toMatchObject({
      state: 'verified',
      version: 6,
    });
    for (const name of ['acceptance', 'completion', 'withdrawal', 'hand-back', 'return', 'verification'])
      expect([409, 422]).toContain((await step(LEAD, action, name, { version: 6, reason: 'x', result: 'x' })).status);
    expect(((await read(MEMBER, action)).body['history'] as Body[]).map((line) => line['step'] as string)).toEqual([
      'verify',
      'complete',
      'return',
      'complete',
      'accept',
      'raise',
    ]);
    expect((await step(MEMBER, action, 'nonsense', { version: 6 })).status).toBe(404);
  });

  it('asked of a joint agency are a request that its members accept or hand back', async () => {
    const share = {
      purpose: 'x',
      legalBasis: 'x',
      agreement: 'CLIN-ISA-001',
      expires: ENDS,
      agency: 'WMP-CLTF',
      parts: ['plan'],
    };
    expect((await network.as(LEAD, 'POST', `/cases/${id}/sharing`, share)).status).toBe(201);
    await told();
    const made = await raise(LEAD, { to: 'agency', agency: 'WMP-CLTF' });
    const action = made.body['id'] as string;
    await tells([`${JOINT} action-requested`]);
    expect([await sees(JOINT), await sees(BESIDE), await sees(STRANGER)]).toEqual([true, false, false]);
    // Of the others of the case it sees none, as that part is kept; and of people of the owner no name.
    const items = (await network.as(JOINT, 'GET', '/actions?view=team')).body['items'] as Body[];
    expect(items.map((one) => one['id'] as string)).toEqual([action]);
    expect(items[0]).toMatchObject({ raisedBy: { person: null }, assigned: { agency: 'WMP-CLTF' } });
    expect((await step(JOINT, action, 'withdrawal', { version: 1, reason: 'x' })).status).toBe(403);
    expect((await step(JOINT, action, 'hand-back', { version: 1, reason: '' })).status).toBe(422);
    expect((await step(JOINT, action, 'hand-back', { version: 1, reason: 'Not ours' })).body).toMatchObject({
      state: 'handed-back',
    });
    await tells([`${LEAD} action-handed-back`]);
    const again = { version: 2, reason: 'Please', to: 'agency', agency: 'WMP-CLTF', workingDays: 2 };
    expect(
      (await step(LEAD, action, 'reassignment', { ...again, to: 'person', agency: undefined, person: user(OUTSIDER) }))
        .status,
    ).toBe(422);
    expect((await step(LEAD, action, 'reassignment', again)).body).toMatchObject({ state: 'assigned', version: 3 });
    // Of its own people it names one who can see the record, who accepts in turn; nobody else is named or names.
    const pass = (who: string, to: string, version: number) =>
      step(who, action, 'passing', { version, reason: 'Nearer', colleague: user(to) });
    expect((await pass(LEAD, MEMBER, 3)).status).toBe(403);
    for (const [who, to] of [[BESIDE, JOINT], [STRANGER, STRANGER]] as const) expect((await pass(who, to, 3)).status).toBe(404); // prettier-ignore
    await step(JOINT, action, 'acceptance', { version: 3 });
    for (const to of [BESIDE, MEMBER, STRANGER])
      expect((await pass(JOINT, to, 4)).body).toMatchObject({ errors: { colleague: expect.any(String) as string } });
    expect((await network.as(JOINT, 'POST', `${operation}/members`, { user: user(BESIDE), reason: 'x', endsOn: ENDS })).status).toBe(200); // prettier-ignore
    await told();
    expect((await pass(JOINT, BESIDE, 4)).body).toMatchObject({ state: 'assigned', version: 5 });
    await tells([`${BESIDE} action-assigned`]);
    expect((await step(JOINT, action, 'acceptance', { version: 5 })).status).toBe(403);
    expect((await step(BESIDE, action, 'acceptance', { version: 5 })).body).toMatchObject({ state: 'accepted' });
    await network.as(JOINT, 'POST', `${operation}/members/${user(BESIDE)}/removal`, {});
    expect((await step(LEAD, action, 'withdrawal', { version: 6, reason: 'Not needed' })).status).toBe(200);
    // Accepted after it was withdrawn: it says so, and nothing is changed.
    expect((await step(JOINT, action, 'acceptance', { version: 6 })).body).toMatchObject({ status: 409 });
    // With the actions part shared, its members see them all, and move none of them.
    await network.as(LEAD, 'POST', `/cases/${id}/sharing`, { ...share, parts: ['actions'] });
    const [theirs] = (await network.as(JOINT, 'GET', `/cases/${id}`)).body['parts'].actions as Body[];
    expect(theirs).toMatchObject({ what: 'canary-what', by: null, person: null });
  });

  it('about a report are its readers’ own agency’s, and a clock runs over bank holidays', async () => {
    await told();
    // Nobody is offered who would be refused: a source handler reads reports, and works on no actions.
    const form = await network.server.send('GET', `/records/${report}/action`, {
      token: await network.token(OUTSIDER),
    });
    expect([user(MEMBER), user('handler@met.example')].map((one) => form.text.includes(one))).toEqual([true, false]);
    await network.server.admin
      .query(
        "INSERT INTO sharing.day_off (day, name) SELECT d::date, 'Test' FROM generate_series(current_date, current_date + 20, interval '1 day') d ON CONFLICT DO NOTHING",
      )
      .catch(() => undefined);
    const made = await raise('analyst@nclcc.example', { to: 'team', team: 'coordinator' }, report);
    expect(made.status).toBe(201);
    expect(Date.parse(made.body['dueOn'] as string)).toBeGreaterThan(Date.now() + 20 * 86_400_000);
    await tells(['coordinator@nclcc.example action-for-coordinator']);
    // The owner of the report is not told of what a recipient does about it.
    for (const who of [LEAD, OUTSIDER])
      expect((await network.as(who, 'GET', `/records/${report}/actions`)).body['items']).toEqual([]);
    expect((await raise('analyst@nclcc.example', { to: 'agency', agency: 'MPS-CLTF' }, report)).status).toBe(422);
    await told();
  });

  it('that one agency handed back tell the next one nothing of it: neither its name, nor what it said', async () => {
    const [item] = (await network.as(OUTSIDER, 'GET', `/reports/${report}`)).body['items'] as Body[];
    const share = { agency: 'WMP-CLTF', items: [item!['id']], purpose: 'x', legalBasis: 'x', agreement: 'CLIN-ISA-001', expires: ENDS }; // prettier-ignore
    expect((await network.as(OUTSIDER, 'POST', `/records/${report}/disclosures`, share)).status).toBe(201);
    const made = await raise(OUTSIDER, { to: 'agency', agency: 'NCLCC' }, report);
    const action = made.body['id'] as string;
    const handed = { version: 1, reason: 'canary-covert' };
    expect((await step('analyst@nclcc.example', action, 'hand-back', handed)).status).toBe(200);
    const again = { version: 2, reason: 'Please', to: 'agency', agency: 'WMP-CLTF', workingDays: 2 };
    expect((await step(OUTSIDER, action, 'reassignment', again)).status).toBe(200);
    const token = await network.token(BESIDE);
    for (const { text } of [await read(BESIDE, action), await network.server.send('GET', `/actions/${action}`, { token })]) {
      expect(text).toContain('Please');
      expect(text).not.toMatch(/canary-covert|NCLCC|National County Lines/);
    } // prettier-ignore
    expect((await read('analyst@nclcc.example', action)).status).toBe(404);
    expect((await read(OUTSIDER, action)).text).toContain('canary-covert');
    await told();
  });

  it('that are late are told once, to their doer and to whoever raised them, though several workers look', async () => {
    const late = (await raise(LEAD, { to: 'person', person: user(MEMBER) })).body['id'] as string;
    await told();
    await network.server.admin.query(
      "UPDATE cases.action SET due_at = now() - interval '1 hour', due_on = current_date - 1 WHERE id = $1",
      [late],
    );
    const mind = roomSchedules().find(({ name }) => name === 'mind-actions')!;
    await Promise.all([1, 2, 3].map(() => mind.execute(new WorkerDatabase(workers))));
    // The lead raised it and leads its agency: one event for each reason, and one notification for each.
    await tells([`${MEMBER} action-overdue`, `${LEAD} action-overdue-lead`, `${LEAD} action-overdue-raised`].sort());
    await mind.execute(new WorkerDatabase(workers));
    await tells([]);
    const items = (await network.as(LEAD, 'GET', '/actions?view=team')).body['items'] as Body[];
    expect(items[0]).toMatchObject({ id: late, due: 'overdue' });
  });

  it('and cases that were begun and left: their drafts go by themselves, and the page says when', async () => {
    const { admin } = network.server;
    const page = async (who: string) =>
      (await network.server.send('GET', '/cases/new', { token: await network.token(who) })).text;
    const ages = [[LEAD, 27.9], [JOINT, 28], [STRANGER, 400]] as const; // prettier-ignore
    for (const [who, days] of ages)
      await admin.query(
        `INSERT INTO cases.case_draft (user_id, agency_id, fields, version, updated_at)
          SELECT id, agency_id, '{"name": "canary-draft"}', 1, now() - make_interval(secs => $2::float8 * 86400) FROM identity.user_account WHERE id = $1`,
        [user(who), days],
      );
    expect(await page(LEAD)).toMatch(/It is thrown away by itself on \d+ \w+ \d{4}, unless it is changed before/);
    const end = roomSchedules().find(({ name }) => name === 'end-case-drafts')!;
    await Promise.all([1, 2].map(() => end.execute(new WorkerDatabase(workers))));
    for (const [who, days] of ages) expect([who, (await page(who)).includes('canary-draft')]).toEqual([who, days < 28]);
    const log = await network.server.log("event = 'case.end-drafts'");
    expect(log.map(({ detail }) => (detail['people'] as string[]).sort())).toEqual([
      [user(JOINT), user(STRANGER)].sort(),
    ]);
    expect(JSON.stringify(log)).not.toContain('canary');
    await admin.query("UPDATE platform.draft_retention SET days = 10 WHERE kind = 'case'");
    await end.execute(new WorkerDatabase(workers));
    expect(await page(LEAD)).not.toContain('canary-draft');
  });

  it('wait in triage for their agency, by filters and page by page, and for nobody else', async () => {
    await told();
    for (const to of [
      { to: 'team', team: 'lead' },
      { to: 'team', team: 'analyst' },
      { to: 'agency', agency: 'WMP-CLTF', priority: 1 },
    ])
      // prettier-ignore
      waiting.push((await raise(LEAD, to)).body['id'] as string);
    const [mine, team, asked] = waiting as [string, string, string];
    await network.server.admin.query('UPDATE cases.action SET due_on = current_date - 1 WHERE id = $1', [team]);
    const listed = async (who: string, query = '') =>
      ((await network.as(who, 'GET', `/triage${query}`)).body['items'] as Body[]).map((one) => one['id'] as string);
    expect(await listed(LEAD)).toEqual([team, mine]);
    expect(await listed(LEAD, '?due=overdue')).toEqual([team]);
    expect(await listed(LEAD, '?waiting=verify')).toEqual([]);
    expect(await listed(JOINT, '?waiting=request&priority=1')).toEqual([asked]);
    expect(await listed(JOINT, '?priority=3')).toEqual([]);
    for (const who of [BESIDE, STRANGER])
      expect((await listed(who)).filter((one) => waiting.includes(one))).toEqual([]);
    const first = (await network.as(LEAD, 'GET', '/triage?limit=1')).body;
    expect(first).toMatchObject({ matching: 2, items: [{ id: team, waiting: 'team' }] });
    const second = (await network.as(LEAD, 'GET', `/triage?limit=1&cursor=${first['next'] as string}`)).body;
    expect(second).toMatchObject({ next: null, items: [{ id: mine }] });
    // The list goes by the day: what stands before is not newer.
    const back = await network.server.send('GET', `/triage?cursor=${first['next'] as string}`, { token: await network.token(LEAD) }); // prettier-ignore
    expect([back.text.includes('← First page'), back.text.includes('Newer')]).toEqual([true, false]);
    const noSuchDay = Buffer.from(`2026-02-31 2026-02-01T00:00:00.000Z ${mine}`).toString('base64url');
    for (const [query, field] of [['waiting=all', 'waiting'], ['priority=4', 'priority'], ['due=soon', 'due'], ['cursor=x', 'cursor'], [`cursor=${noSuchDay}`, 'cursor'], ['limit=0', 'limit']] as const) // prettier-ignore
      expect((await network.as(LEAD, 'GET', `/triage?${query}`)).body).toMatchObject({ status: 422, errors: { [field]: expect.any(String) as string } }); // prettier-ignore
  });

  it('are decided many at a time, each by itself, as the preview said; and taken back by whoever decided', async () => {
    const [mine, team, asked] = waiting as [string, string, string];
    const rows = (version: number, ...ids: string[]) => ids.map((one) => ({ id: one, version }));
    const post = async (who: string, path: string, body: object) =>
      (await network.as(who, 'POST', `/triage${path}`, body)).body['rows'] as Body[];
    const why = (of: Body[]) => of.map((row) => row['why'] as string | null);
    const all = rows(1, mine, team, asked, NOBODY);
    for (const [change, field] of [
      [{ step: 'nothing' }, 'step'],
      [{ step: 'withdraw' }, 'reason'],
      [{ step: 'pass', reason: 'x' }, 'colleague'],
      [{ rows: [] }, 'rows'],
      [{ rows: Array.from({ length: 501 }, () => all[0]!) }, 'rows'],
      [{ rows: [{ id: 'nonsense', version: 1 }] }, 'rows.0.id'],
      [{ state: 5 }, 'state'],
    ] as const)
      for (const path of ['', '/preview'])
        expect((await network.as(LEAD, 'POST', `/triage${path}`, { step: 'accept', rows: all, ...change })).body).toMatchObject({ status: 422, errors: { [field]: expect.any(String) as string } }); // prettier-ignore
    expect((await network.as('auditor@network.example', 'POST', '/triage', { step: 'accept', rows: all })).status).toBe(
      403,
    );
    const wanted = [null, 'not-doer', 'not-doer', 'absent'];
    const preview = await post(LEAD, '/preview', { step: 'accept', rows: all });
    expect([why(preview), preview[0]!['becomes']]).toEqual([wanted, 'accepted']);
    for (const who of [OUTSIDER, BESIDE, STRANGER]) {
      expect(why(await post(who, '/preview', { step: 'accept', rows: all }))).toEqual(Array(4).fill('absent'));
      expect(why(await post(who, '', { step: 'accept', rows: all }))).toEqual(Array(4).fill('absent'));
    }
    // Nothing has moved until now; then what can be is, whatever is refused beside it, and each is in the log.
    expect((await read(LEAD, mine)).body).toMatchObject({ version: 1, state: 'assigned' });
    const decided = await post(LEAD, '', { step: 'accept', rows: all });
    expect([why(decided), decided[0]!['moved']]).toEqual([wanted, { id: mine, version: 2, state: 'accepted' }]);
    expect(why(await post(LEAD, '', { step: 'accept', rows: all }))[0]).toBe('wrong-state');
    const log = JSON.stringify(await network.server.log("event IN ('action.accept', 'action.triage-refused')"));
    for (const one of [mine, team, asked, NOBODY]) expect(log).toContain(one);

    for (const [who, refusal] of [
      [MEMBER, 'not-yours'],
      [OUTSIDER, 'absent'],
      [LEAD, null],
    ] as const)
      // prettier-ignore
      expect(why(await post(who, '/undo', { rows: rows(2, mine) }))).toEqual([refusal]);
    expect((await read(LEAD, mine)).body).toMatchObject({ version: 3, state: 'assigned', assigned: { person: null, team: 'lead' } }); // prettier-ignore
    // What was taken back is not taken back again; what is passed on comes back too, and only to a colleague who sees it.
    expect(why(await post(LEAD, '/undo', { rows: rows(3, mine) }))).toEqual(['wrong-state']);
    const pass = { step: 'pass', reason: 'Nearer', rows: rows(3, mine) };
    for (const path of ['/preview', ''])
      expect(why(await post(LEAD, path, { ...pass, colleague: user(OUTSIDER) }))).toEqual(['unseen']);
    expect(why(await post(LEAD, '/preview', { ...pass, colleague: user(MEMBER) }))).toEqual([null]);
    expect(why(await post(LEAD, '', { ...pass, colleague: user(MEMBER) }))).toEqual([null]);
    expect(why(await post(LEAD, '/undo', { rows: rows(4, mine) }))).toEqual([null]);

    // Nor to somebody who has lost sight of the record since.
    const give = { step: 'give', reason: 'x', to: 'person', dueOn: ENDS };
    const step = async (body: object, version: number) => why(await post(LEAD, '', { ...give, ...body, rows: rows(version, team) })); // prettier-ignore
    expect(await step({ person: user(MEMBER) }, 1)).toEqual([null]);
    expect(await step({ person: user(LEAD) }, 2)).toEqual([null]);
    const members = (path: string, body = {}) => network.as(LEAD, 'POST', `${operation}/members${path}`, body);
    expect((await members(`/${user(MEMBER)}/removal`)).status).toBe(200);
    expect(why(await post(LEAD, '/undo', { rows: rows(3, team) }))).toEqual(['unseen']);
    expect((await read(LEAD, team)).body).toMatchObject({ version: 3, assigned: { person: expect.any(String) as string } }); // prettier-ignore
    expect((await members('', { user: user(MEMBER), reason: 'x', endsOn: ENDS })).status).toBe(200);
    expect(why(await post(LEAD, '/undo', { rows: rows(3, team) }))).toEqual([null]);
    expect(await step({ to: 'team', team: 'analyst' }, 4)).toEqual([null]);

    // Handed back by the agency that was asked, and taken back, and handed back too long ago.
    expect(why(await post(JOINT, '', { step: 'hand-back', reason: 'Not ours', rows: rows(1, asked) }))).toEqual([null]);
    expect(why(await post(JOINT, '/undo', { rows: rows(2, asked) }))).toEqual([null]);
    expect((await read(JOINT, asked)).body).toMatchObject({ state: 'assigned', version: 3 });
    expect(why(await post(JOINT, '', { step: 'hand-back', reason: 'Not ours', rows: rows(3, asked) }))).toEqual([null]);
    await network.server.admin.query(`ALTER TABLE cases.action_step DISABLE TRIGGER append_only;
      UPDATE cases.action_step SET at = at - interval '16 minutes' WHERE action_id = '${asked}';
      ALTER TABLE cases.action_step ENABLE TRIGGER append_only`);
    expect(why(await post(JOINT, '/undo', { rows: rows(4, asked) }))).toEqual(['wrong-state']);

    // Everything that matches, on every page: here all that waits for the owner, for one reason.
    const every = { step: 'withdraw', reason: 'Not needed', all: true };
    expect(why(await post(LEAD, '/preview', { ...every, filter: { waiting: 'handed-back' } }))).toEqual([null]);
    const found = await post(LEAD, '/preview', { ...every, filter: {} });
    expect(found.map((row) => row['id'] as string).sort()).toEqual([mine, team, asked].sort());
    const chosen = found.map(({ id: one, version }) => ({ id: one as string, version: version as number }));
    expect(why(await post(LEAD, '', { step: 'withdraw', reason: 'Not needed', rows: chosen }))).toEqual([null, null, null]); // prettier-ignore
    expect((await network.as(LEAD, 'GET', '/triage')).body).toMatchObject({ items: [], matching: 0 });
  });

  it('that triage asks of another agency are taken back until it has answered, and then say which agency did', async () => {
    const team = { to: 'team', team: 'lead' };
    const [kept, taken, declined] = await Promise.all(
      [1, 2, 3].map(async () => (await raise(LEAD, team)).body['id'] as string),
    ) as [string, string, string];
    const rows = (version: number, ...of: string[]) => of.map((one) => ({ id: one, version }));
    const post = async (who: string, path: string, body: object) =>
      (await network.as(who, 'POST', `/triage${path}`, body)).body['rows'] as Body[];
    const why = (of: Body[]) => of.map((row) => row['why'] as string | null);
    const give = { step: 'give', to: 'agency', agency: 'WMP-CLTF', reason: 'Nearer' };
    for (const path of ['', '/preview']) {
      expect((await network.as(LEAD, 'POST', `/triage${path}`, { ...give, agency: '', rows: rows(1, kept) })).body).toMatchObject({ status: 422, errors: { agency: expect.any(String) as string } });
      for (const agency of ['MER-CLTF', 'MPS-CLTF', 'NOWHERE'])
        expect(why(await post(LEAD, path, { ...give, agency, rows: rows(1, kept) }))).toEqual(['unseen']);
    }
    expect(why(await post(LEAD, '/preview', { ...give, rows: rows(1, kept, taken, declined) }))).toEqual([null, null, null]);
    await told();
    const dueOn = '2027-03-01';
    expect(why(await post(LEAD, '', { ...give, dueOn, rows: rows(1, kept, taken, declined) }))).toEqual([null, null, null]);
    await tells(Array(3).fill(`${JOINT} action-requested`) as string[]);
    // Whoever is asked does not ask a third: that is its raiser's.
    expect(why(await post(JOINT, '/preview', { ...give, agency: 'MPS-CLTF', rows: rows(2, kept) }))).toEqual(['not-raiser']);
    expect((await step(JOINT, taken, 'acceptance', { version: 2 })).status).toBe(200);
    expect((await step(JOINT, declined, 'hand-back', { version: 2, reason: 'Not ours' })).status).toBe(200);
    await told();
    expect(why(await post(MEMBER, '/undo', { rows: rows(2, kept) }))).toEqual(['not-yours']);
    const back = await post(LEAD, '/undo', { rows: rows(2, kept, taken, declined) });
    const theirs = 'West Midlands Police County Lines Task Force';
    expect(back.map((row) => [row['why'], row['agency']])).toEqual([[null, null], ['accepted', theirs], ['declined', theirs]]);
    await tells([`${JOINT} action-request-withdrawn`]);
    const now = (await read(LEAD, kept)).body;
    expect(now).toMatchObject({ version: 3, state: 'assigned', assigned: { agency: 'MPS-CLTF', team: 'lead' } });
    expect(now['dueOn']).not.toBe(dueOn);
    expect((await read(LEAD, taken)).body).toMatchObject({ version: 3, state: 'accepted', assigned: { agency: 'WMP-CLTF' } });
    expect([403, 404]).toContain((await step(JOINT, kept, 'acceptance', { version: 3 })).status);

    // At once, the asker taking back and the asked accepting: one of them is, and the other hears why not.
    for (let version = 3; version < 7; version += 2) {
      expect(why(await post(LEAD, '', { ...give, rows: rows(version, kept) }))).toEqual([null]);
      const [undone, accepted] = await Promise.all([post(LEAD, '/undo', { rows: rows(version + 1, kept) }), step(JOINT, kept, 'acceptance', { version: version + 1 })]);
      if (undone[0]!['why'] === null) expect([403, 404, 409]).toContain(accepted.status);
      else {
        expect([accepted.status, undone[0]]).toEqual([200, { id: kept, moved: null, why: 'accepted', agency: theirs }]);
        break;
      }
    }
    const { version } = (await read(LEAD, kept)).body as { version: number };
    for (const [one, at] of [[kept, version], [taken, 3], [declined, 3]] as const)
      expect((await step(LEAD, one, 'withdrawal', { version: at, reason: 'Not needed' })).status).toBe(200);
    expect(why(await post(LEAD, '/undo', { rows: rows(4, taken) }))).toEqual([null]);
    expect((await step(LEAD, taken, 'withdrawal', { version: 5, reason: 'Not needed' })).status).toBe(200);
    expect(await told()).toEqual(expect.arrayContaining([`${JOINT} action-request-withdrawn`, `${JOINT} action-assigned`]));
  }); // prettier-ignore

  it('are finished or left when their case is closed, and are asked for again when it is reopened', async () => {
    const close = async (change: object) =>
      network.as(LEAD, 'POST', `/cases/${id}/closure`, {
        version: (await network.as(LEAD, 'GET', `/cases/${id}`)).body['version'],
        reason: 'x',
        outcome: 'x',
        ...change,
      });
    expect((await close({})).body).toMatchObject({
      status: 422,
      errors: { leaveActions: expect.stringContaining('1 action is not finished') as string },
    });
    expect(await offers(LEAD)).toEqual([200, 200, true]);
    expect((await close({ leaveActions: true })).body).toMatchObject({ status: 'closed' });
    for (const who of [LEAD, JOINT]) expect(await offers(who)).toEqual([409, 200, false]);
    const back = async () => {
      const { version } = (await read(LEAD, waiting[0]!)).body as { version: number };
      const rows = [{ id: waiting[0]!, version }];
      return ((await network.as(LEAD, 'POST', '/triage/undo', { rows })).body['rows'] as Body[])[0]!;
    };
    expect(await back()).toMatchObject({ moved: null, why: 'wrong-state' });
    expect((await raise(LEAD, { to: 'team', team: 'lead' })).status).toBe(409);
    const left = ((await network.as(LEAD, 'GET', `/records/${id}/actions`)).body['items'] as Body[]).find(
      ({ state }) => state === 'left',
    )!;
    const again = { version: left['version'] as number, reason: 'x', to: 'team', team: 'analyst', workingDays: 1 };
    expect((await step(LEAD, left['id'] as string, 'reassignment', again)).status).toBe(409);
    await network.as(LEAD, 'POST', `/cases/${id}/reopening`, {
      version: (await network.as(LEAD, 'GET', `/cases/${id}`)).body['version'],
      reason: 'x',
    });
    expect((await step(LEAD, left['id'] as string, 'reassignment', again)).body).toMatchObject({ state: 'assigned' });
    expect(await back()).toMatchObject({ moved: { state: 'assigned' }, why: null });
    const log = await network.server.log("event LIKE 'action.%'");
    expect(JSON.stringify(log)).not.toContain('canary');
    const { rows } = await network.server.admin.query("SELECT payload FROM platform.outbox WHERE type LIKE 'action.%'");
    expect(JSON.stringify(rows)).not.toContain('canary');
  });
});
