import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { chromium, describeWith } from '@clin/harness';
import type { Browser } from 'playwright-core';
import { watch } from './testing/browser.js';
import { startSampleApp } from './testing/sample-app.js';

const CLEAN = { axe: [], refused: [], sideways: 0 };
const PATHS = [
  '/',
  '/reports',
  '/reports?status=assessed&sort=-date',
  '/reports/1',
  '/draft',
  '/card',
  '/nowhere',
  '/notifications',
];

describeWith('chromium')('pages in a browser', () => {
  let app: NestFastifyApplication;
  let url: string;
  let browser: Browser;

  beforeAll(async () => {
    ({ app, url } = await startSampleApp());
    browser = await chromium();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const widths = [1280, 320].flatMap((width) => [true, false].map((scripts) => ({ width, scripts })));
  test.each(widths)('have no axe violation, no refused content, no sideways scroll: %o', async (how) => {
    const { page, look, close } = await watch(browser, how);
    for (const path of PATHS) {
      await page.goto(url + path);
      expect({ path, ...(await look()) }).toEqual({ path, ...CLEAN });
    }
    await close();
  });

  test('a planted fault of each kind is seen', async () => {
    const { page, look, close } = await watch(browser, { width: 320 });
    await page.goto(`${url}/reports/1`);
    const fault = '<p style="color:red">x</p><input><pre>' + 'wide '.repeat(200) + '</pre>';
    await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', '${fault}')`);
    const { axe, refused, sideways } = await look();
    expect(axe.join()).toContain('label: ');
    expect(refused.join()).toContain('Content Security Policy');
    expect(sideways).toBeGreaterThan(0);
    await close();
  });

  test('open the menu and the report actions by keyboard at 320 px', async () => {
    const { page, look, close } = await watch(browser, { width: 320 });
    await page.goto(`${url}/reports/1`);
    await page.getByRole('button', { name: 'Menu' }).press('Enter');
    await page.getByRole('button', { name: 'Report actions' }).press('Enter');
    expect(await page.getByRole('link', { name: 'Notifications' }).isVisible()).toBe(true);
    expect(await page.getByLabel('Menu').getByRole('link').allInnerTexts()).toEqual(['Home', 'Reports']);
    expect(await page.getByRole('button', { name: 'Disseminate' }).isVisible()).toBe(true);
    expect(await look()).toEqual(CLEAN);
    await close();
  });

  test.each([true, false])('keep the input and lead from the summary to the field, scripts %s', async (scripts) => {
    const { page, look, close } = await watch(browser, { scripts });
    await page.goto(`${url}/draft`);
    expect(await page.locator('.clin-nav [aria-current]').textContent()).toContain('Reports');
    await page.getByLabel('Month').fill('13');
    await page.getByLabel('Original text').fill('Kept <b>text</b>');
    await page.getByLabel('Merseyside').check();
    await page.getByRole('button', { name: 'Save' }).click();
    const title = await page.title();
    expect(title).toMatch(/^Error: Log a report/);
    expect(await page.getByLabel('Original text').inputValue()).toBe('Kept <b>text</b>');
    expect(await page.getByLabel('Month').inputValue()).toBe('13');
    expect(await page.getByLabel('Merseyside').isChecked()).toBe(true);
    for (const { text, id } of [
      { text: 'Event date must be a real date', id: 'eventDate' },
      { text: 'Choose a source evaluation', id: 'source' },
      { text: 'Enter the text', id: 'items-0-original' },
    ]) {
      await page.getByRole('link', { name: text }).click();
      if (scripts) expect(await page.evaluate('document.activeElement.id')).toBe(id);
      else expect(await page.evaluate('location.hash')).toBe(`#${id}`);
    }
    expect(await look()).toEqual(CLEAN);
    await close();
  });

  test('save a draft by itself, say when, and stop at a conflict', async () => {
    const { page, look, close } = await watch(browser);
    await page.goto(`${url}/draft`);
    const status = page.locator('[data-save-status]');
    await page.getByLabel('Title').fill('A deal line');
    await page.getByLabel('Title').blur();
    await status.getByText('Saved at 2:07pm').waitFor();
    expect(await page.locator('input[name=version]').inputValue()).not.toBe('1');
    await page.getByLabel('Title').fill('conflict');
    await page.getByLabel('Title').blur();
    await status.getByRole('link', { name: 'See both versions' }).waitFor();
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    expect(await look()).toEqual(CLEAN);
    await close();
  });

  test('say that nothing was saved while offline, and save when back', async () => {
    const { page, context, close } = await watch(browser);
    await page.goto(`${url}/draft`);
    await context.setOffline(true);
    await page.getByLabel('Title').fill('Written in a tunnel');
    await page.getByLabel('Title').blur();
    await page.getByText('You seem to be offline').waitFor();
    await context.setOffline(false);
    await page.getByText('Saved at 2:07pm').waitFor();
    await close();
  });

  test('show the banner of a redirect once', async () => {
    const { page, look, close } = await watch(browser);
    await page.goto(`${url}/reports/1`);
    await page.getByLabel('Why do you need').fill('To identify the line holder');
    await page.getByRole('button', { name: 'Ask the owner' }).click();
    await page.getByRole('heading', { name: 'Report shared' }).waitFor();
    expect(await look()).toEqual(CLEAN);
    await page.reload();
    expect(await page.getByRole('heading', { name: 'Report shared' }).count()).toBe(0);
    await close();
  });
});

describeWith('chromium')('the session warning', () => {
  test('warns in a dialog, extends, and leaves when the time has passed', async () => {
    const { app, url } = await startSampleApp({ session: { idleSeconds: 14, warnSeconds: 12 } });
    const browser = await chromium();
    const { page, look, close } = await watch(browser);
    await page.clock.install();
    await page.goto(`${url}/reports`);
    await page.clock.fastForward(3_000);
    await page.getByRole('dialog').getByText('less than a minute').waitFor();
    expect(await look()).toEqual(CLEAN);
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.clock.fastForward(15_000);
    await page.waitForURL('**/sign-in?expired=yes&next=%2Freports');
    await close();
    await browser.close();
    await app.close();
  });
});

describe('the marking on paper', () => {
  test('stands in the margins of every sheet', async () => {
    const { app } = await startSampleApp();
    const { body } = await app.inject('/reports/1');
    expect(body).toContain('@top-center { content: "OFFICIAL-SENSITIVE – handling code C A2 S2"');
    expect(body).toContain('@bottom-center { content: "OFFICIAL-SENSITIVE – handling code C A2 S2 – page "');
    await app.close();
  });
});
