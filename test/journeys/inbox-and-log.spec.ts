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

    // All that was seen, at once; what came after the page was opened stays unread.
    await person.open('/notifications');
    await room.network.server.admin.query(
      `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
       SELECT id, 2000000, 'report-recalled', $1, false, 'off' FROM identity.user_account WHERE email = 'coordinator@nclcc.example'`,
      [report],
    );
    await person.press('Mark all as read');
    expect(await person.text()).toMatch(/2 notifications marked as read[^]*1 unread/);
    expect(await badge()).toContain('1');
    await person.press('Mark all as read');
    expect(await person.text()).toContain('0 unread');
    expect(await person.page.getByRole('button', { name: 'Mark all as read' }).count()).toBe(0);
    await person.leave();
  });

  test('the badge of an open page follows what happens, and a screen reader hears of it', async () => {
    const person = await room.as('analyst@nclcc.example', { scripts: true });
    await person.open('/notifications');
    const link = person.page.getByRole('link', { name: /^Notifications/ }).first();
    expect((await link.innerText()).trim()).toBe('Notifications');
    // Beginning to listen and to tell are two things at once: told again until it is heard.
    for (let tries = 0; tries < 20 && !/\d/.test(await link.innerText()); tries += 1) {
      await room.network.server.admin.query(
        `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
         SELECT id, $1, 'report-shared', $2, true, 'off' FROM identity.user_account WHERE email = 'analyst@nclcc.example'`,
        [3_000_000 + tries, report],
      );
      await person.page.waitForTimeout(500);
    }
    expect(await link.innerText()).toMatch(/[1-9]/);
    const status = person.page.getByRole('status').filter({ hasText: /Notifications: \d+ unread/ });
    expect(await status.count()).toBe(1);
    await person.look();
    await person.leave();
  });

  test('somebody chooses what they are told of, and a mistake keeps what they entered', async () => {
    const how = { width: 320, scripts: false };
    const person = await room.as('lead@met.example', how);
    await person.open('/notifications/choices');
    await person.choose('By e-mail: A report was shared with your organisation later', 'never');
    await person.fill('Quiet from', '22:00');
    await person.press('Save choices');
    expect(await person.text()).toContain('Enter when your quiet hours end.');
    await person.fill('Quiet until', '07:00');
    await person.press('Save choices');
    expect(await person.text()).toContain('Choices saved');
    const kept = await person.page
      .getByLabel('By e-mail: A report was shared with your organisation later')
      .inputValue();
    expect([kept, await person.page.getByLabel('Quiet from').inputValue()]).toEqual(['never', '22:00']);
    // Another window saved meanwhile: what was entered stays, and is saved by whoever says so again.
    const { body } = await room.network.as('lead@met.example', 'GET', '/notifications/choices');
    const elsewhere = { version: body['version'], kinds: [], quietFrom: null, quietUntil: null };
    expect((await room.network.as('lead@met.example', 'PATCH', '/notifications/choices', elsewhere)).status).toBe(200);
    await person.fill('Quiet from', '23:00');
    await person.press('Save choices');
    expect(await person.text()).toMatch(
      /Nothing has been saved[^]*changed elsewhere[^]*Save again to keep those below/,
    );
    expect(await person.page.getByLabel('Quiet from').inputValue()).toBe('23:00');
    await person.press('Save choices');
    expect(await person.text()).toContain('Choices saved');
    expect(await person.page.getByLabel('Quiet from').inputValue()).toBe('23:00');
    await person.leave();
  });

  test('an administrator finds what failed and lets it be tried again', async () => {
    const how = { width: 1200, scripts: true };
    await room.network.server.admin.query(
      `WITH told AS (INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
         SELECT id, 4000000 + $2::int, 'report-shared', $1, true, 'failed' FROM identity.user_account WHERE email LIKE '%@met.example' RETURNING *)
       INSERT INTO notifications.delivery (channel, notification_id, user_id, event_id, kind, state, attempts, error_class, settled_at)
         SELECT 'email', id, user_id, event_id, kind, 'failed', 6, 'no-connection', clock_timestamp() FROM told`,
      [report, how.width],
    );
    const person = await room.as('admin@network.example', how);
    await person.open('/admin/deliveries');
    expect(await person.text()).toContain('The other side did not answer');
    await person.page
      .getByRole('button', { name: /^Try again.*report-shared/ })
      .first()
      .click();
    await person.page.waitForLoadState();
    expect(await person.text()).toContain('One delivery is tried again');
    await person.press('Try all again');
    expect(await person.text()).toContain('Nothing has failed');
    await person.leave();
  });

  test('an administrator registers the system of an agency, sees its secret once, and stops it', async () => {
    const how = { width: 320, scripts: false };
    const person = await room.as('admin@network.example', how);
    await person.open('/admin/webhooks');
    await person.choose('Agency', 'NCLCC');
    await person.fill('Address', 'https://127.0.0.1/in');
    await person.press('Register webhook');
    expect(await person.text()).toContain('Name a host, not the number of an address.');
    await person.fill('Address', `https://hooks.force.example/in/${how.width}`);
    await person.press('Register webhook');
    const secret = await person.page.locator('code').innerText();
    expect(secret).toMatch(/^[\w-]{43}$/);
    await person.open('/admin/webhooks');
    expect(await person.text()).not.toContain(secret);
    await person.page.getByRole('button', { name: /^Stop/ }).first().click();
    await person.page.waitForLoadState();
    expect(await person.text()).toContain('Webhook stopped');
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

  test('the log names people to auditors, and leaves out what open pages ask by themselves until it is wanted', async () => {
    await room.network.as('supervisor@met.example', 'GET', '/threats/waiting');
    const ask = async (filters: string) =>
      (await room.network.as('auditor@network.example', 'GET', `/audit-entries?${filters}`)).body['items'];
    const watched = ({ event }: { event: string }) => event === 'threat.watch';
    expect((await ask('')).filter(watched)).toEqual([]);
    const [seen] = (await ask('routine=1')).filter(watched);
    expect(seen).toMatchObject({ person: expect.stringMatching(/^\w+ \w+$/), agency: 'MPS-CLTF' });
    expect((await ask('event=threat.watch')).filter(watched)).not.toEqual([]);
    const auditor = await room.as('auditor@network.example');
    await auditor.open('/audit');
    expect(await auditor.text()).not.toContain('threat.watch');
    await auditor.check('Show what open pages ask by themselves');
    await auditor.press('Apply filters');
    expect(await auditor.text()).toMatch(/threat\.\s*watch/);
    expect(await auditor.text()).toContain(seen.person);
  });

  test('the log says what of the system did what no person did, and that nobody was signed in where a door was asked', async () => {
    const entry = (event: string, detail: object) => JSON.stringify([{ event, outcome: 'allowed', detail }]);
    for (const [event, detail] of [
      ['action.mind', { overdue: 2, by: 'schedule mind-actions' }],
      ['notification.announce', { told: 1, by: 'job announce' }],
      ['referral.mind', { minded: 1 }],
      ['session.refused', { door: 'POST /sign-in' }],
    ] as const)
      await room.network.server.admin.query('SELECT audit.append($1::jsonb)', [entry(event, detail)]);
    const auditor = await room.as('auditor@network.example');
    for (const [event, words] of [
      ['action.mind', 'The system, by schedule “mind actions”'],
      ['notification.announce', 'The system, by job “announce”'],
      ['referral.mind', 'The system'],
      ['session.refused', 'Nobody signed in'],
    ] as const) {
      await auditor.open(`/audit?event=${event}`);
      expect([event, await auditor.text()]).toEqual([event, expect.stringContaining(words)]);
    }
    const { items } = (await room.network.as('auditor@network.example', 'GET', '/audit-entries?event=action.mind'))
      .body;
    expect(items[0]).toMatchObject({ person: null, personId: null, by: 'schedule mind-actions' });
  });

  test('what each sensitivity means stands where people meet its number, as reference data says it that day', async () => {
    const page = async (who: string, path: string) =>
      (await room.network.server.send('GET', path, { token: await room.network.token(who) })).text.replaceAll(
        /\s+/g,
        ' ',
      );
    const [lead, supervisor, admin] = ['lead@met.example', 'supervisor@met.example', 'admin@network.example'];
    const made = await room.network.as(lead, 'POST', '/cases', { name: 'Wren', reason: 'x', endsOn: '2027-06-01' });
    for (const [who, path, words] of [
      [lead, '/cases/new', '2: most readers'],
      [lead, `/cases/${made.body['id']}`, 'sensitivity 2 (most readers)'],
      [supervisor, `/records/${report}/restriction`, 'with clearance 2 (most readers) can see this report'],
      [supervisor, `/records/${report}/access`, 'it needs 2 (most readers).'],
      [admin, '/accounts/new', '0: no record; 1: every reader; 2: most readers; 3: the few with the highest clearance'],
      [admin, '/admin/webhooks', '3: the few with the highest clearance'],
    ] as const)
      expect([path, await page(who, path)]).toEqual([path, expect.stringContaining(words)]);
    await room.network.server.admin.query(
      "INSERT INTO platform.sensitivity_level VALUES (2, current_date, 'those who work on it'), (2, current_date + 1, 'nobody yet')",
    );
    expect(await page(lead, '/cases/new')).toContain('2: those who work on it');
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
