import type { Browser } from 'playwright-core';
import { describeWith } from '@clin/harness';
import { openBrowser } from '@clin/web-kit/testing';
import { Network } from './a-network.js';
import { listening, Person } from './browser-person.js';

const KINDS = [
  ['report-shared', true],
  ['threat-to-life', true],
  ['report-recalled', false],
] as const;

/** The worker's part is walked in being-told; here its rows are written as it writes them. */
describeWith('chromium')('the inbox and the audit log in a browser', () => {
  let network: Network;
  let browser: Browser;
  let url: string;
  let report: string;

  beforeAll(async () => {
    network = await Network.start();
    url = await listening(network);
    browser = await openBrowser();
    report = (await network.disseminated('met-lantern-line'))['id'] as string;
    for (const [at, [kind, needsRecord]] of KINDS.entries()) {
      await network.server.admin.query(
        `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
         SELECT id, $1, $2, $3, $4, 'off' FROM identity.user_account WHERE email = 'coordinator@nclcc.example'`,
        [1_000_000 + at, kind, report, needsRecord],
      );
    }
  });
  afterAll(async () => {
    await browser.close();
    await network.stop();
  });

  const looks = [
    { width: 1280, scripts: false },
    { width: 320, scripts: true },
  ];

  test.each(looks)('is clean, empty and full: %o', async (how) => {
    for (const email of ['coordinator@nclcc.example', 'contact@essex.example']) {
      const person = await Person.signedIn(browser, url, email, how);
      expect(await person.open('/notifications')).toBe(200);
      await person.leave();
    }
    const auditor = await Person.signedIn(browser, url, 'auditor@network.example', how);
    for (const path of [
      '/audit',
      '/audit?event=report&outcome=allowed',
      '/audit?outcome=invalid&event=nothing',
      '/audit?from=yesterday&person=x',
    ]) {
      expect(await auditor.open(path)).toBe(path.includes('yesterday') ? 422 : 200);
    }
    await auditor.leave();
  });

  test('the log shows its every column at 1200 px, whatever the longest event and reason', async () => {
    const admin = 'admin@network.example';
    const { id, version } = (await network.as(admin, 'GET', '/accounts')).body['items'].at(-1);
    expect((await network.as(admin, 'POST', `/accounts/${id}/password-reset`, { version })).status).toBe(201);
    await network.as(admin, 'GET', `/reports/${report}`);
    const auditor = await Person.signedIn(browser, url, 'auditor@network.example', { width: 1200 });
    await auditor.open('/audit');
    const [region] = await auditor.page.$$eval('.clin-scroll', (regions) =>
      regions.map(({ scrollWidth, clientWidth, textContent }) => ({ beyond: scrollWidth - clientWidth, textContent })),
    );
    expect(region?.textContent).toContain('account.reset-password');
    expect(region?.textContent).toContain('no-permission');
    expect(region?.beyond).toBe(0);
    await auditor.leave();
  });

  test('the badge counts, a row leads to its report, and reading one lowers the badge', async () => {
    const person = await Person.signedIn(browser, url, 'coordinator@nclcc.example');
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
    const person = await Person.signedIn(browser, url, 'admin@network.example');
    expect(await person.open('/audit')).toBe(403);
    await person.leave();
  });

  test('the auditor finds who read a report, never what it says, and is logged', async () => {
    await network.as('coordinator@nclcc.example', 'GET', `/reports/${report}`);
    const reply = await network.as(
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
    const [logged] = (await network.server.log(`event = 'audit.search'`)).slice(-1);
    expect(logged?.detail).toMatchObject({ search: { record: report, event: 'report.read' } });
    expect((await network.as('auditor@network.example', 'GET', `/reports/${report}`)).status).toBeGreaterThanOrEqual(
      403,
    );
    expect((await network.as('auditor@network.example', 'GET', '/audit-entries?from=x')).status).toBe(422);
    expect((await network.as('analyst@met.example', 'GET', '/audit-entries')).status).toBe(403);
  });

  test('the log pages by cursor without losing an entry', async () => {
    // More than one page of entries, whatever the other tests of this file left.
    for (let reads = 0; reads < 120; reads += 1) await network.as('auditor@network.example', 'GET', '/me');
    const first = await network.as('auditor@network.example', 'GET', '/audit-entries');
    expect(first.body['next']).toEqual(expect.any(String));
    const rest = await network.as('auditor@network.example', 'GET', `/audit-entries?cursor=${first.body['next']}`);
    const ids = [...first.body['items'], ...rest.body['items']].map((item: { id: string }) => Number(item.id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
