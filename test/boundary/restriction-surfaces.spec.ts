import { takeWallTwoDown, WALLS } from './walls.js';
import { Network, bytesOf } from '../journeys/a-network.js';

const KEY = 'met-lantern-line';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const [LEAD, SUPERVISOR, COLLEAGUE, RECIPIENT] = [
  'lead@met.example',
  'supervisor@met.example',
  'analyst@met.example',
  'analyst@nclcc.example',
];

/**
 * A record that enters an operation later is gone for everybody outside it, surface by surface, from the next request: each surface showed it
 * before (the positive control), a member keeps it, and lifting gives it back.
 */
describe.each(WALLS)('a restriction, with %s', (_walls, wallTwo) => {
  let network: Network;
  let report: { id: string; reference: string };
  let operation: string;
  let pictureWithout: string[];
  const tales = (): string[] => [report.id, report.reference, 'lantern', 'Lantern'];
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

  beforeAll(async () => {
    network = await Network.start();
    if (!wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    pictureWithout = await picture();
    report = (await network.disseminated(KEY)) as { id: string; reference: string };
    await work();
    const { admin } = network.server;
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
    [RECIPIENT, '/shared'],
  ];
  const OWN = (id: string): string[] => [
    `/api/v1/reports/${id}`,
    `/reports/${id}`,
    `/api/v1/records/${id}/explanation`,
    `/records/${id}/access`,
    `/records/${id}/permissions`,
  ];
  const shownAt = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const [who, where] of SURFACES) if (tells(await get(who, where)).length > 0) found.push(`${who} ${where}`);
    for (const who of [COLLEAGUE, RECIPIENT])
      for (const where of OWN(report.id))
        if (!(await get(who, where)).startsWith('404')) found.push(`${who} ${where.replace(report.id, ':id')}`);
    return found;
  };
  const unread = async (who: string): Promise<number> =>
    (await network.as(who, 'GET', '/notifications')).body['unread'] as number;

  let everywhere: string[];
  let badges: number[];
  let restriction: string;

  it('finds the record on every surface before, and counted', async () => {
    everywhere = await shownAt();
    expect(everywhere.filter((one) => one.includes('/shared') === false).length).toBeGreaterThanOrEqual(
      SURFACES.length - 2,
    );
    badges = [await unread(COLLEAGUE), await unread(RECIPIENT)];
    expect(badges.every((count) => count > 0)).toBe(true);
    expect(await picture()).not.toEqual(pictureWithout);
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
      for (const [hidden, absent] of OWN(report.id).map((path, at) => [path, OWN(NOBODY)[at]!]))
        expect(await get(who, hidden!)).toBe((await get(who, absent!)).replaceAll(NOBODY, report.id));
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

  it('leaves the log its facts, and no word of the record or of the operation’s name', async () => {
    const log = await get('auditor@network.example', '/audit');
    expect(log.startsWith('200')).toBe(true);
    for (const word of [report.reference, 'antern', 'Heron', 'Covert phase']) expect(log).not.toContain(word);
    const { rows } = await network.server.admin.query<{ text: string }>(
      "SELECT string_agg(e::text, ' ') AS text FROM audit.entry e WHERE e.event <> 'discovery.look'",
    );
    for (const word of ['antern', 'Heron', 'Covert phase']) expect(rows[0]!.text).not.toContain(word);
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

  it('once withdrawn leaves others’ surfaces and the figures for good, however late or often its event is counted', async () => {
    const { version } = (await network.as(SUPERVISOR, 'GET', `/reports/${report.id}`)).body;
    expect(await picture()).not.toEqual(pictureWithout);
    const done = await network.as(SUPERVISOR, 'POST', `/reports/${report.id}/withdrawal`, { version, reason: 'Wrong' });
    expect(done.status).toBe(200);
    expect(await picture()).toEqual(pictureWithout);
    await work();
    await network.server.admin.query('DELETE FROM picture.delta');
    await work();
    expect(await picture()).toEqual(pictureWithout);
  });
});
