import { describeWith } from '@clin/harness';
import { aBrowserRoom } from './a-browser-room.js';

const KINDS = [
  ['report-shared', true],
  ['threat-to-life', true],
  ['report-recalled', false],
] as const;

/** The worker's part is walked in being-told; here its rows are written as it writes them. */
describeWith('chromium')('the inbox and the audit log in a browser', () => {
  const room = aBrowserRoom();
  let report: string;

  beforeAll(async () => {
    report = (await room.network.disseminated('met-lantern-line'))['id'] as string;
    for (const [at, [kind, needsRecord]] of KINDS.entries()) {
      await room.network.server.admin.query(
        `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
         SELECT id, $1, $2, $3, $4, 'off' FROM identity.user_account WHERE email = 'coordinator@nclcc.example'`,
        [1_000_000 + at, kind, report, needsRecord],
      );
    }
  });

  const looks = [
    { width: 1280, scripts: false },
    { width: 320, scripts: true },
  ];

  test.each(looks)('is clean, empty and full: %o', async (how) => {
    for (const email of ['coordinator@nclcc.example', 'contact@essex.example']) {
      const person = await room.as(email, how);
      expect(await person.open('/notifications')).toBe(200);
    }
    const auditor = await room.as('auditor@network.example', how);
    for (const path of [
      '/audit',
      '/audit?event=report&outcome=allowed',
      '/audit?outcome=invalid&event=nothing',
      '/audit?from=yesterday&person=x',
    ]) {
      expect(await auditor.open(path)).toBe(path.includes('yesterday') ? 422 : 200);
    }
  });

  test('the log shows its every column at 1200 px, whatever the longest event and reason', async () => {
    const admin = 'admin@network.example';
    const { id, version } = (await room.network.as(admin, 'GET', '/accounts')).body['items'].at(-1);
    expect((await room.network.as(admin, 'POST', `/accounts/${id}/password-reset`, { version })).status).toBe(201);
    await room.network.as(admin, 'GET', `/reports/${report}`);
    const auditor = await room.as('auditor@network.example', { width: 1200 });
    await auditor.open('/audit');
    const [region] = await auditor.page.$$eval('.clin-scroll', (regions) =>
      regions.map(({ scrollWidth, clientWidth, textContent }) => ({ beyond: scrollWidth - clientWidth, textContent })),
    );
    expect(region?.textContent).toContain('account.reset-password');
    expect(region?.textContent).toContain('no-permission');
    expect(region?.beyond).toBe(0);
  });

  test('the badge counts, a row leads to its report, and reading one lowers the badge', async () => {
    const person = await room.as('coordinator@nclcc.example');
    await person.open('/notifications');
    const badge = async (): Promise<string> =>
      person.page
        .getByRole('link', { name: /^Notifications/ })
        .first()
        .innerText();
    expect(await badge()).toContain('3');
    expect(await person.text()).toContain('3 unread');
    await person.page.getByRole('button', { name: /^Mark as read.*recalled/ }).click();
    await person.page.waitForLoadState();
    expect(await badge()).toContain('2');
    await person.page.getByRole('link', { name: /^Threat to life/ }).click();
    expect(person.path).toBe(`/reports/${report}`);
    await person.leave();
  });

  test('nobody but an auditor opens the log', async () => {
    const person = await room.as('admin@network.example');
    expect(await person.open('/audit')).toBe(403);
    await person.leave();
  });

  test('the auditor finds all that happened to a report by its reference', async () => {
    const find = (record: string) =>
      room.network.as('auditor@network.example', 'GET', `/audit-entries?record=${record}`);
    const { reference } = (await room.network.as('coordinator@nclcc.example', 'GET', `/reports/${report}`)).body;
    const found = await find(reference as string);
    expect(found.body['items'].map(({ event }: { event: string }) => event)).toEqual(
      expect.arrayContaining(['report.create', 'report.disseminate', 'report.read']),
    );
    expect(found.body['items'].every(({ recordIds }: { recordIds: string[] }) => recordIds.includes(report))).toBe(
      true,
    );
    expect((await find('IR-2026-NONE')).body['items']).toEqual([]);
  });

  test('the auditor finds who read a report, never what it says, and is logged', async () => {
    await room.network.as('coordinator@nclcc.example', 'GET', `/reports/${report}`);
    const reply = await room.network.as(
      'auditor@network.example',
      'GET',
      `/audit-entries?record=${report}&event=report.read`,
    );
    expect(reply.status).toBe(200);
    expect(reply.body['items'][0]).toMatchObject({
      event: 'report.read',
      outcome: 'allowed',
      agency: 'NCLCC',
      recordIds: expect.arrayContaining([report]),
    });
    for (const word of ['Croydon', 'Bangor', 'Tee']) expect(reply.text).not.toContain(word);
    const [logged] = (await room.network.server.log(`event = 'audit.search'`)).slice(-1);
    expect(logged?.detail).toMatchObject({ search: { record: report, event: 'report.read' } });
    expect(
      (await room.network.as('auditor@network.example', 'GET', `/reports/${report}`)).status,
    ).toBeGreaterThanOrEqual(403);
    expect((await room.network.as('auditor@network.example', 'GET', '/audit-entries?from=x')).status).toBe(422);
    expect((await room.network.as('analyst@met.example', 'GET', '/audit-entries')).status).toBe(403);
  });

  test('the log pages by cursor without losing an entry', async () => {
    // More than one page of entries, whatever the other tests of this file left.
    for (let reads = 0; reads < 120; reads += 1) await room.network.as('auditor@network.example', 'GET', '/me');
    const first = await room.network.as('auditor@network.example', 'GET', '/audit-entries');
    expect(first.body['next']).toEqual(expect.any(String));
    const rest = await room.network.as('auditor@network.example', 'GET', `/audit-entries?cursor=${first.body['next']}`);
    const ids = [...first.body['items'], ...rest.body['items']].map((item: { id: string }) => Number(item.id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
