import type { Browser, Page } from 'playwright-core';
import { chromium, describeWith } from '@clin/harness';
import { serve, type Served } from '../../boundary/a-server.js';
import { World } from '../../boundary/a-world.js';
import { anAccount, PASSWORD } from './a-browserless-visitor.js';

/** T13 in a real browser: what the policy blocks, and what is left behind on a shared machine. */
describeWith('chromium')('a real browser', () => {
  let world: World;
  let served: Served;
  let browser: Browser;
  let address: string;
  let email: string;
  let report: { id: string };

  beforeAll(async () => {
    world = await World.create();
    served = await serve(world.database);
    address = await served.listen();
    browser = await chromium();
    ({ email } = await anAccount(world, ['analyst', 'supervisor']));
    report = await world.aReport(await world.aPerson(901), '<img src=x onerror=alert(1)> browser-canary');
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await world?.end();
  });

  async function signedIn(): Promise<{ page: Page; violations: string[]; close: () => Promise<void> }> {
    const context = await browser.newContext();
    const violations: string[] = [];
    await context.exposeFunction('tellOfViolation', (what: string) => violations.push(what));
    await context.addInitScript(`document.addEventListener('securitypolicyviolation', (e) =>
      window.tellOfViolation(e.violatedDirective + ' ' + e.blockedURI + ' on ' + location.pathname))`);
    const page = await context.newPage();
    page.on('dialog', (dialog) => void (violations.push(`dialog ${dialog.message()}`), dialog.dismiss()));
    page.on('pageerror', (error) => violations.push(`error ${error.message}`));
    await page.goto(`${address}/sign-in`);
    await page.fill('input[name=email]', email);
    await page.fill('input[name=password]', PASSWORD);
    await Promise.all([
      page.waitForURL((url) => url.pathname !== '/sign-in'),
      page.click('main button:text-is("Sign in")'),
    ]);
    return { page, violations, close: () => context.close() };
  }

  it('meets no violation of the content policy on any page, and runs nothing that a report says', async () => {
    const { page, violations, close } = await signedIn();
    const paths = served.doors.filter(
      ({ method, path }) =>
        method === 'GET' && !path.startsWith('/api/') && !path.startsWith('/health') && !path.endsWith('.csv'),
    );
    const visited: string[] = [];
    for (const { path } of paths) {
      const url = path.replace(':id', report.id).replace(':section', 'report').replaceAll(/:\w+/g, report.id);
      await page.goto(address + url, { waitUntil: 'load' });
      visited.push(url);
    }
    await page.goto(`${address}/reports/${report.id}`);
    expect(await page.textContent('main')).toContain('browser-canary');
    process.stdout.write(`browser: ${visited.length} pages, ${violations.length} policy violations\n`);
    expect(violations).toEqual([]);
    await close();
  });

  it('would have noticed one', async () => {
    const { page, violations, close } = await signedIn();
    await page.evaluate(
      `{ const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); }`,
    );
    await page.waitForFunction('true');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(violations.join()).toContain('script-src');
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await close();
  });

  it('shows nothing again by the back button after signing out', async () => {
    const { page, close } = await signedIn();
    await page.goto(`${address}/reports/${report.id}`);
    expect(await page.content()).toContain('browser-canary');
    await page.goto(`${address}/reports`);
    await Promise.all([page.waitForURL(/sign-in/), page.click('form[action="/sign-out"] button')]);
    for (let step = 0; step < 3; step += 1) {
      await page.goBack({ waitUntil: 'load' }).catch(() => null);
      expect(await page.content()).not.toContain('browser-canary');
    }
    await page.goto(`${address}/reports/${report.id}`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await close();
  });

  it('gives no page to a frame and no cookie to a script', async () => {
    const { page, close } = await signedIn();
    expect(await page.evaluate('document.cookie')).not.toMatch(/session|csrf/);
    const reply = await page.goto(`${address}/reports`);
    expect(reply!.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(reply!.headers()['cache-control']).toBe('no-store');
    expect(reply!.headers()['x-content-type-options']).toBe('nosniff');
    await close();
  });
});
