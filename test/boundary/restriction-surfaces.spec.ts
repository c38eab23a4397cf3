import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DoorInventory } from '@clin/platform/server';
import { Person } from './a-world.js';
import { takeWallTwoDown, WALLS } from './walls.js';
import { Network, bytesOf } from '../journeys/a-network.js';

const KEY = 'met-lantern-line';
const NOBODY = '00000000-0000-4000-8000-000000000000';
/** NOTICED had it until it was recalled, ASKER knows its reference alone, OUTSIDE is a supervisor of the owner and in no operation. */
const [LEAD, SUPERVISOR, COLLEAGUE, RECIPIENT, NOTICED, ASKER, OUTSIDE] = [
  'lead@met.example',
  'supervisor@met.example',
  'analyst@met.example',
  'analyst@nclcc.example',
  'analyst@wmp.example',
  'analyst@mer.example',
  'outside@met.example',
];
const SAID = 'Quartz was said about it';

/**
 * A record that enters an operation later is gone for everybody outside it, surface by surface, from the next request: each surface showed it
 * before (the positive control), a member keeps it, and lifting gives it back.
 */
describe.each(WALLS)('a restriction, with %s', (_walls, wallTwo) => {
  let network: Network;
  let report: { id: string; reference: string };
  let operation: string;
  let pictureWithout: string[];
  /** Ids beside the record's by which it can be asked for. */
  let ids: { request: string; disclosure: string; question: string };
  const tales = (): string[] => [report.id, report.reference, 'lantern', 'Lantern', 'Quartz', ids.request];
  const tells = (text: string): string[] => tales().filter((tale) => text.includes(tale));

  async function get(who: string, path: string): Promise<string> {
    const reply = await network.server.send('GET', path, { token: await network.token(who) });
    return `${reply.status} ${reply.text}`;
  }
  const picture = (): Promise<string[]> =>
    Promise.all(
      ['/api/v1/national-picture', '/national-picture/figures.csv'].flatMap((path) =>
        [RECIPIENT, 'analyst@wmp.example', COLLEAGUE].map((who) => get(who, path)),
      ),
    );
  const work = async (): Promise<void> => {
    const { admin } = network.server;
    const { rows } = await admin.query<{ id: string }>(
      "SELECT id FROM platform.outbox WHERE type = 'report.disseminated.v1' ORDER BY id",
    );
    for (const { id } of rows) await admin.query('SELECT picture.count_event($1)', [id]);
  };

  const posted = async (who: string, path: string, body: object): Promise<Record<string, unknown>> => {
    const reply = await network.as(who, 'POST', path, body);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
    return reply.body;
  };

  /** What people did with it while they could: comments, a question, a recalled disclosure with its notice, a request for permission. */
  async function talkAbout(): Promise<typeof ids> {
    const { id, reference } = report;
    for (const audience of [null, 'NCLCC']) await posted(COLLEAGUE, `/records/${id}/comments`, { text: SAID, audience });
    await posted(RECIPIENT, `/records/${id}/comments`, { text: SAID });
    await posted(SUPERVISOR, `/records/${id}/discovery`, { setting: 'named' });
    const question = (await posted(ASKER, '/discovery/questions', { reference, reason: 'The same line' }))['id'] as string;
    const { rows } = await network.server.admin.query<{ disclosure: string; item: string; person: string; agency: number }>(
      `SELECT d.id AS disclosure, i.item_id AS item, u.id AS person, u.agency_id AS agency FROM access.disclosure d
         JOIN access.disclosure_item i ON i.disclosure_id = d.id JOIN identity.user_account u ON u.agency_id = d.recipient_agency_id AND u.email = $2
       WHERE d.record_id = $1`, [id, RECIPIENT]);
    const { disclosure, item, person, agency } = rows[0]!;
    const recalled = await posted(SUPERVISOR, `/records/${id}/disclosures`, { agency: 'WMP-CLTF', items: [item], purpose: 'The same line', legalBasis: 'Policing purpose', agreement: 'CLIN-ISA-001', expires: '2027-06-01' });
    await posted(SUPERVISOR, `/disclosures/${recalled['id'] as string}/revocation`, { reason: 'Wrong agency' });
    const pool = new pg.Pool({ connectionString: network.server.database.requestUrl, max: 1 });
    const request = randomUUID();
    await new Person(person, agency, await network.token(RECIPIENT), pool).sql(
      "SELECT sharing.ask_permission($1, 'PR-1', $2, $3, 'act', NULL, 'Testing', '', false, NULL, now() + interval '1 day', now() + interval '2 days')", [request, id, [item]]);
    await pool.end();
    return { request, disclosure, question };
  } // prettier-ignore

  beforeAll(async () => {
    network = await Network.start();
    await network.join(OUTSIDE, 'MPS-CLTF', 'supervisor');
    if (!wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    pictureWithout = await picture();
    report = (await network.disseminated(KEY)) as { id: string; reference: string };
    await work();
    const { admin } = network.server;
    ids = await talkAbout();
    await admin.query(
      `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
       SELECT u.id, 900000 + row_number() OVER (), 'report-shared', $1, true, 'off' FROM identity.user_account u WHERE u.email = ANY ($2)`,
      [report.id, [COLLEAGUE, RECIPIENT, SUPERVISOR]],
    );
    const opened = await network.as(LEAD, 'POST', '/operations', {
      name: 'Heron',
      reason: 'Leads it',
      endsOn: '2027-06-01',
    });
    operation = opened.body['key'] as string;
    const { rows } = await admin.query<{ id: string }>('SELECT id FROM identity.user_account WHERE email = $1', [
      SUPERVISOR,
    ]);
    await network.as(LEAD, 'POST', `/operations/${operation}/members`, {
      user: rows[0]!.id,
      reason: 'Assesses',
      endsOn: '2027-06-01',
    });
  });
  afterAll(() => network?.stop());

  /** Where a record shows besides its own page: [who, where]. */
  const SURFACES: [string, string][] = [
    [COLLEAGUE, '/api/v1/reports'],
    [COLLEAGUE, '/reports'],
    [COLLEAGUE, '/api/v1/reports?status=disseminated'],
    [COLLEAGUE, '/api/v1/notifications'],
    [COLLEAGUE, '/notifications'],
    [COLLEAGUE, '/api/v1/disclosures?direction=shared-by-us'],
    [COLLEAGUE, '/shared/by-us'],
    [RECIPIENT, '/api/v1/reports'],
    [RECIPIENT, '/reports?shared=1'],
    [RECIPIENT, '/api/v1/notifications'],
    [RECIPIENT, '/api/v1/disclosures?direction=shared-with-us'],
    [RECIPIENT, '/shared/with-us'],
    [RECIPIENT, '/'],
    [COLLEAGUE, '/api/v1/permission-requests?direction=asked-of-us'],
    [COLLEAGUE, '/permissions?direction=asked-of-us'],
    [COLLEAGUE, '/api/v1/discovery/questions'],
    [COLLEAGUE, '/discovery'],
    [RECIPIENT, '/api/v1/permission-requests?direction=asked-by-us'],
    [RECIPIENT, '/permissions?direction=asked-by-us'],
    [RECIPIENT, '/notifications'],
    [NOTICED, '/api/v1/notices'],
    [NOTICED, '/shared/notices'],
  ];
  /** By an id of its own: [the path, the id in it]. */
  const OWN = (): [path: string, id: string][] => [
    ['/api/v1/reports/:id', report.id],
    ['/reports/:id', report.id],
    ['/api/v1/records/:id/explanation', report.id],
    ['/records/:id/access', report.id],
    ['/records/:id/permissions', report.id],
    ['/api/v1/records/:id/comments', report.id],
    ['/records/:id/comments', report.id],
    ['/api/v1/permission-requests/:id', ids.request],
    ['/permissions/:id', ids.request],
    ['/api/v1/disclosures/:id/receipt', ids.disclosure],
    ['/shared/:id/receipt', ids.disclosure],
    ['/api/v1/discovery/questions/:id', ids.question],
    ['/discovery/questions/:id', ids.question],
  ];
  const shownAt = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const [who, where] of SURFACES) if (tells(await get(who, where)).length > 0) found.push(`${who} ${where}`);
    for (const who of [COLLEAGUE, RECIPIENT])
      for (const [where, id] of OWN())
        if (!(await get(who, where.replace(':id', id))).startsWith('404')) found.push(`${who} ${where}`);
    return found;
  };
  const unread = async (who: string): Promise<number> =>
    (await network.as(who, 'GET', '/notifications')).body['unread'] as number;

  let everywhere: string[];
  let badges: number[];
  let restriction: string;

  it('finds the record on every surface before, and counted', async () => {
    everywhere = await shownAt();
    expect(SURFACES.map((one) => one.join(' ')).filter((one) => !everywhere.includes(one))).toEqual([]);
    expect(everywhere.filter((one) => one.includes(':id'))).toHaveLength(2 * OWN().length - 2);
    badges = [await unread(COLLEAGUE), await unread(RECIPIENT)];
    expect(badges.every((count) => count > 0)).toBe(true);
    expect(await picture()).not.toEqual(pictureWithout);
  });

  it('knows every page and door without an id that shows it', async () => {
    const doors = network.server.app.get(DoorInventory, { strict: false }).listDoors();
    const lists = doors.filter(({ method, path, open }) => method === 'GET' && !path.includes(':') && !open);
    const known = new Set(SURFACES.map(([who, where]) => `${who} ${where.split('?')[0]}`));
    const missed: string[] = [];
    for (const who of [COLLEAGUE, RECIPIENT, NOTICED])
      for (const { path } of lists)
        if (!known.has(`${who} ${path}`) && tells(await get(who, path)).length > 0) missed.push(`${who} ${path}`);
    expect(lists.length).toBeGreaterThan(30);
    expect(missed).toEqual([]);
  });

  it('refuses what is missing, foreign, stale or not a member’s, and changes nothing', async () => {
    const restrict = (who: string, body: object, id = report.id) =>
      network.as(who, 'POST', `/records/${id}/restriction`, body);
    const good = { compartment: operation, reason: 'Covert phase' };
    expect((await restrict(LEAD, { ...good, reason: ' ' })).body).toMatchObject({
      status: 422,
      errors: { reason: expect.any(String) as string },
    });
    expect((await restrict(LEAD, { reason: 'x' })).body).toMatchObject({
      errors: { compartment: expect.any(String) as string },
    });
    expect((await restrict(LEAD, { ...good, compartment: NOBODY })).body).toMatchObject({
      errors: { compartment: expect.any(String) as string },
    });
    expect((await restrict(LEAD, { sensitivity: 3, reason: 'x' })).body).toMatchObject({
      errors: { sensitivity: expect.any(String) as string },
    });
    expect((await restrict(LEAD, { ...good, version: 1 })).status).toBe(409);
    const [foreign, absent] = [
      await restrict('lead@wmp.example', good),
      await restrict('lead@wmp.example', good, NOBODY),
    ];
    expect([foreign.status, bytesOf(foreign)]).toEqual([404, bytesOf(absent)]);
    expect((await restrict(COLLEAGUE, good)).status).toBe(403);
    expect(await shownAt()).toEqual(everywhere);
  });

  it('hides it from the next request everywhere, figures, badge and open pages included', async () => {
    const version = (await network.as(LEAD, 'GET', `/records/${report.id}/restriction`)).body['version'] as number;
    const done = await network.as(LEAD, 'POST', `/records/${report.id}/restriction`, {
      version,
      compartment: operation,
      reason: 'Covert phase',
    });
    expect([done.status, done.body['version']]).toEqual([200, version + 1]);
    restriction = done.body['restriction'] as string;
    expect(await shownAt()).toEqual([]);
    expect([await unread(COLLEAGUE), await unread(RECIPIENT)]).toEqual(badges.map((count) => count - 1));
    expect(await picture()).toEqual(pictureWithout);
    for (const who of [COLLEAGUE, RECIPIENT]) {
      for (const [path, id] of OWN())
        expect(await get(who, path.replace(':id', id))).toBe(
          (await get(who, path.replace(':id', NOBODY))).replaceAll(NOBODY, id),
        );
      const closing = (id: string) => network.as(who, 'POST', `/reports/${id}/closure`, { version });
      expect(bytesOf(await closing(report.id))).toBe(bytesOf(await closing(NOBODY)));
    }
  });

  it('keeps it for members', async () => {
    for (const who of [LEAD, SUPERVISOR]) {
      expect((await get(who, `/api/v1/reports/${report.id}`)).slice(0, 3)).toBe('200');
      expect(tells(await get(who, '/api/v1/reports'))).toContain(report.reference);
    }
    expect(tells(await get(SUPERVISOR, '/api/v1/notifications'))).toContain(report.id);
  });

  it('leaves whoever asked about its reference their own question, and nothing under the reference any more', async () => {
    const mine = await network.as(ASKER, 'GET', `/discovery/questions/${ids.question}`);
    expect(mine.body).toMatchObject({ reference: report.reference, answer: null, record: null });
    expect((await network.as(ASKER, 'GET', `/discovery?reference=${report.reference}`)).body).toMatchObject({
      outcome: 'absent',
    });
  });

  it('opened in an emergency from outside the operation, shows no comment or action and takes none', async () => {
    const members = await network.as(LEAD, 'GET', `/records/${report.id}/comments`);
    expect(members.text).toContain(SAID);
    const action = { what: SAID, why: 'x', outcomeNeeded: 'x', priority: 2, workingDays: 3, to: 'team', team: 'lead' };
    const raised = await posted(LEAD, `/records/${report.id}/actions`, action);
    await posted(OUTSIDE, '/records/emergency-access', { reference: report.reference, reason: 'A child is missing and may be at this address' });
    expect((await network.as(OUTSIDE, 'GET', `/reports/${report.id}`)).status).toBe(200);
    const comments = await network.as(OUTSIDE, 'GET', `/records/${report.id}/comments`);
    expect([comments.status, comments.body]).toEqual([200, { items: [], audiences: [] }]);
    expect(await get(OUTSIDE, `/records/${report.id}/comments`)).toMatch(/^200[^]*No comments in an emergency/);
    expect((await network.as(OUTSIDE, 'POST', `/records/${report.id}/comments`, { text: 'x' })).status).toBe(409);
    // Nor what is to be done about it.
    expect((await network.as(LEAD, 'GET', `/records/${report.id}/actions`)).text).toContain(SAID);
    expect((await network.as(OUTSIDE, 'GET', `/records/${report.id}/actions`)).body).toEqual({ items: [] });
    expect(await get(OUTSIDE, `/records/${report.id}/actions`)).toMatch(/^200[^]*No actions in an emergency/);
    for (const path of ['/api/v1/actions?view=team', '/team-board', '/actions']) expect(await get(OUTSIDE, path)).not.toContain(SAID);
    expect((await network.as(OUTSIDE, 'GET', `/actions/${raised['id'] as string}`)).status).toBe(404);
    expect((await network.as(OUTSIDE, 'POST', `/actions/${raised['id'] as string}/withdrawal`, { version: 1, reason: 'x' })).status).toBe(404);
    expect((await network.as(OUTSIDE, 'POST', `/records/${report.id}/actions`, action)).status).toBe(409);
    expect((await get(OUTSIDE, `/records/${report.id}/action`)).slice(0, 3)).toBe('409');
  }); // prettier-ignore

  it('opened in an emergency, is kept in no case, and nobody is given work about it for that', async () => {
    const { rows } = await network.server.admin.query<{ id: string; email: string }>('SELECT id, email FROM identity.user_account WHERE email = ANY ($1)', [[OUTSIDE, SUPERVISOR]]);
    const [outside, supervisor] = [OUTSIDE, SUPERVISOR].map((email) => rows.find((one) => one.email === email)!.id);
    const action = { what: SAID, why: 'x', outcomeNeeded: 'x', priority: 2, workingDays: 3, to: 'person' };
    const raise = (person: string | undefined) => network.as(LEAD, 'POST', `/records/${report.id}/actions`, { ...action, person });
    expect((await raise(outside)).body).toMatchObject({ status: 422, errors: { person: expect.any(String) as string } });
    expect((await raise(supervisor)).status).toBe(201);
    const own = await posted(LEAD, '/cases', { name: 'Beside it', reason: 'x', endsOn: '2027-06-01' });
    await posted(LEAD, `/operations/${own['operation'] as string}/members`, { user: outside, reason: 'x', endsOn: '2027-06-01' });
    const [item] = (await network.as(OUTSIDE, 'GET', `/reports/${report.id}`)).body['items'] as { id: string }[];
    const links = `/cases/${own['id'] as string}/links`;
    const keep = (who: string, path: string, body: object) => network.as(who, 'POST', `${links}${path}`, body);
    const link = { reference: report.reference, why: 'x' };
    expect((await keep(OUTSIDE, '', link)).body).toMatchObject({ status: 409, detail: expect.stringContaining('in an emergency only') as string });
    const { id } = (await keep(LEAD, '', link)).body as { id: string };
    expect((await keep(OUTSIDE, `/${id}/copies`, { item: item!.id })).status).toBe(409);
    expect((await keep(LEAD, `/${id}/copies`, { item: item!.id })).status).toBe(201);
  }); // prettier-ignore

  it('leaves the log its facts, and no word of the record or of the operation’s name', async () => {
    const log = await get('auditor@network.example', '/audit');
    expect(log.startsWith('200')).toBe(true);
    for (const word of [report.reference, 'antern', 'Heron', 'Covert phase']) expect(log).not.toContain(word);
    const { rows } = await network.server.admin.query<{ text: string }>(
      "SELECT string_agg(e::text, ' ') AS text FROM audit.entry e WHERE e.event <> 'discovery.look'",
    );
    for (const word of ['antern', 'Heron', 'Covert phase', 'Quartz']) expect(rows[0]!.text).not.toContain(word);
  });

  it('is lifted by a second person alone, and then everything is as before', async () => {
    const step = (who: string, name: string, body: object) =>
      network.as(who, 'POST', `/records/${report.id}/restriction/${name}`, body);
    expect((await step(LEAD, 'lifting', { restriction })).status).toBe(409);
    expect((await step(LEAD, 'lifting-request', { restriction, reason: 'Arrests made' })).status).toBe(200);
    expect((await step(LEAD, 'lifting-request', { restriction, reason: 'Again' })).status).toBe(409);
    expect((await step(LEAD, 'lifting', { restriction })).status).toBe(403);
    expect((await step('supervisor@wmp.example', 'lifting', { restriction })).status).toBe(404);
    expect(await shownAt()).toEqual([]);
    expect((await step(SUPERVISOR, 'lifting', { restriction })).status).toBe(200);
    expect((await step(SUPERVISOR, 'lifting', { restriction })).status).toBe(409);
    expect(await shownAt()).toEqual(everywhere);
    expect([await unread(COLLEAGUE), await unread(RECIPIENT)]).toEqual(badges);
    expect(await picture()).not.toEqual(pictureWithout);
  });

  it('by clearance hides it from the less cleared the same way, and comes back to where it was', async () => {
    const high = 'supervisor@met.example';
    await network.server.admin.query(
      "UPDATE identity.user_account SET clearance = 3 WHERE email = ANY ('{supervisor@met.example,lead@met.example}')",
    );
    const done = await network.as(high, 'POST', `/records/${report.id}/restriction`, {
      sensitivity: 3,
      reason: 'Risk to life',
    });
    expect(done.status).toBe(200);
    expect(await shownAt()).toEqual([]);
    const id = done.body['restriction'] as string;
    await network.as(high, 'POST', `/records/${report.id}/restriction/lifting-request`, {
      restriction: id,
      reason: 'Over',
    });
    expect(
      (await network.as(LEAD, 'POST', `/records/${report.id}/restriction/lifting`, { restriction: id })).status,
    ).toBe(200);
    expect(await shownAt()).toEqual(everywhere);
  });

  it('once withdrawn leaves others a notice and nothing else, and the figures for good, however late or often its event is counted', async () => {
    const { version } = (await network.as(SUPERVISOR, 'GET', `/reports/${report.id}`)).body;
    expect(await picture()).not.toEqual(pictureWithout);
    const done = await network.as(SUPERVISOR, 'POST', `/reports/${report.id}/withdrawal`, { version, reason: 'Wrong' });
    expect(done.status).toBe(200);
    const left = (await shownAt()).filter((one) => !one.startsWith(COLLEAGUE));
    expect(left).toEqual([`${NOTICED} /api/v1/notices`, `${NOTICED} /shared/notices`]);
    const notices = await get(RECIPIENT, '/api/v1/notices');
    expect(tells(notices)).toEqual([report.reference]);
    expect(await picture()).toEqual(pictureWithout);
    await work();
    await network.server.admin.query('DELETE FROM picture.delta');
    await work();
    expect(await picture()).toEqual(pictureWithout);
  });
});
