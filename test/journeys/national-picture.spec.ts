import { chromium, describeWith } from '@clin/harness';
import type { Browser } from 'playwright-core';
import { seedAgreements } from '@clin/sharing';
import { watch } from '@clin/web-kit/testing';
import { loadReports } from '../../apps/admin/src/load/index.js';
import { AServer } from '../../apps/server/src/testing/a-server.js';

const YEAR = '?from=2025-12&to=2026-11';
const NOW = new Date('2026-11-23T12:00:00Z');

/** Page, API and download over generated reports, through the whole server. */
describe('the national picture', () => {
  let server: AServer;
  beforeAll(async () => {
    server = await AServer.start();
    await seedAgreements(server.admin);
    await loadReports(server.database.adminUrl, { reports: 600, seed: 11, owners: 'staffed', now: NOW });
  });
  afterAll(() => server.stop());

  const get = async (email: string, url: string) => server.send('GET', url, { token: await server.signIn(email) });
  interface Picture {
    totals: { reports: unknown; forcesTouched: number };
    forces: { code: string; name: string; count: number | { from: number; to: number } }[];
    threshold: number;
    months: unknown[];
  }
  const picture = async (email: string, query = YEAR) =>
    (await get(email, `/api/v1/national-picture${query}`)).body as unknown as Picture;

  it('counts for the co-ordination centre what the tables hold', async () => {
    const seen = await picture('coordinator@nclcc.example');
    const { rows } = await server.admin.query<{
      area: string;
      n: number;
    }>(`SELECT a.area, count(DISTINCT r.id)::int AS n
      FROM intelligence.report r JOIN intelligence.report_item_area a ON a.report_id = r.id
      WHERE r.status > 4 AND r.event_date >= '2025-12-01' AND r.event_date < '2026-12-01' GROUP BY 1`);
    for (const force of seen.forces)
      expect({ ...force, count: force.count }).toEqual({
        ...force,
        count: rows.find((row) => row.area === force.code)?.n ?? 0,
      });
    expect(seen.forces).toHaveLength(46);
    expect(seen.totals.forcesTouched).toBe(rows.length);
  });

  it('hides small counts of others from a party, alike on the page, in the API and in the download', async () => {
    const email = 'analyst@mer.example';
    const query = '?from=2026-10&to=2026-10';
    const seen = await picture(email, query);
    const hidden = seen.forces.filter((force) => typeof force.count === 'object');
    expect(hidden.length).toBeGreaterThan(10);
    const [page, download] = [
      await get(email, `/national-picture${query}`),
      await get(email, `/national-picture/figures.csv${query}`),
    ];
    expect(download.headers['content-disposition']).toContain('.csv');
    for (const force of seen.forces) {
      const words = typeof force.count === 'number' ? String(force.count) : `${force.count.from} to ${force.count.to}`;
      expect(download.text).toContain(`${force.code},${force.name},`);
      const line = download.text.split('\r\n').find((one) => one.startsWith(`force,${force.code},`))!;
      expect(line.split(',')[4]).toBe(words);
      expect(page.text).toMatch(
        new RegExp(`<span>${words}</span><span class="govuk-visually-hidden">, ${force.name}</span>`),
      );
    }
  });

  it('is closed to accounts that read no figures, and names the field of a bad period', async () => {
    for (const email of ['admin@network.example', 'auditor@network.example', 'reader@homeoffice.example']) {
      expect((await get(email, '/api/v1/national-picture')).status).toBe(403);
    }
    const bad = await get('analyst@mer.example', '/api/v1/national-picture?from=2026-13');
    expect([bad.status, bad.body]).toMatchObject([422, { errors: { from: expect.stringContaining('2026-09') } }]);
    expect((await get('analyst@mer.example', '/national-picture?from=2026-13')).status).toBe(422);
  });

  it('sorts by server links that say so, and keeps the filters in them', async () => {
    const { text } = await get('coordinator@nclcc.example', `/national-picture${YEAR}&sort=force`);
    expect(text).toMatch(/aria-sort="ascending">\s*<a[^>]*sort=-force/);
    expect(text).toContain('from=2025-12&amp;to=2026-11&amp;sort=region');
    expect(text.indexOf('Avon and Somerset')).toBeGreaterThan(0);
    expect(text).toMatch(/href="\/reports\?area=E23000004&amp;from=2025-12-01&amp;to=2026-11-30"/);
  });

  describeWith('chromium')('in a browser', () => {
    let browser: Browser;
    let url: string;
    beforeAll(async () => {
      browser = await chromium();
      url = await server.app.listen(0, '127.0.0.1').then(() => server.app.getUrl());
    });
    afterAll(() => browser?.close());

    test.each([1280, 320].flatMap((width) => [true, false].map((scripts) => ({ width, scripts }))))(
      'has no violation: %o',
      async (how) => {
        const { page, context, look, close } = await watch(browser, how);
        await context.setExtraHTTPHeaders({ authorization: `Bearer ${await server.signIn('analyst@mer.example')}` });
        for (const query of ['?from=2026-10&to=2026-10', `${YEAR}&measure=threat-to-life&sort=threat`, '?from=x']) {
          await page.goto(`${url}/national-picture${query}`);
          expect({ query, ...(await look()) }).toEqual({ query, axe: [], refused: [], sideways: 0 });
        }
        if (process.env.PICTURE && how.scripts) {
          await page.goto(`${url}/national-picture${YEAR}`);
          await page.screenshot({ path: `${process.env.PICTURE}-${how.width}.png`, fullPage: true });
        }
        await close();
      },
    );

    it('leads from a force to its visible reports by keyboard, without scripts', async () => {
      const { page, context, close } = await watch(browser, { scripts: false });
      await context.setExtraHTTPHeaders({ authorization: `Bearer ${await server.signIn('analyst@mer.example')}` });
      await page.goto(`${url}/national-picture${YEAR}`);
      await page.getByRole('link', { name: 'Skip the map and go to the table' }).press('Enter');
      expect(page.url()).toContain('#forces');
      await page
        .getByRole('link', { name: /Merseyside Police/ })
        .first()
        .press('Enter');
      expect(page.url()).toContain('/reports?area=E23000004');
      await close();
    });
  });
});
