/** Opens pages in the machine's Chromium, and reports what axe, the Content-Security-Policy and the width say. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];
const MORE = ['--disable-component-update', '--disable-sync'];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...MORE] });

export interface Look {
  /** "rule: selector" per axe violation; empty is what every page owes. */
  axe: string[];
  /** Console messages about refused content, and any script error. */
  refused: string[];
  /** Pixels that the page is wider than its window. */
  sideways: number;
}

export interface Watched {
  context: BrowserContext;
  page: Page;
  /** Inspects the page as it stands. */
  look(): Promise<Look>;
  close(): Promise<void>;
}

/** A page at a given width, with or without scripts, that remembers every refusal and error from its first request. */
export async function watch(browser: Browser, options: { width?: number; scripts?: boolean } = {}): Promise<Watched> {
  const viewport = { width: options.width ?? 1280, height: 900 };
  const context = await browser.newContext({ viewport, javaScriptEnabled: options.scripts ?? true, locale: 'en-GB' });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('pageerror', (error) => refused.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content.Security.Policy|Refused to/i.test(message.text())) refused.push(message.text());
  });
  const look = async (): Promise<Look> => {
    const violations = options.scripts === false ? await axeOfCopy(browser, page) : await axe(page);
    return { axe: violations, refused: [...refused], sideways: await sideways(page) };
  };
  return { context, page, look, close: () => context.close() };
}

/** axe needs scripts: it looks at a copy of the page as it stands, without the scripts that never ran. */
async function axeOfCopy(browser: Browser, original: Page): Promise<string[]> {
  const html = (await original.content()).replace(/<script\b[^]*?<\/script>/g, '');
  const context = await browser.newContext({ viewport: original.viewportSize() ?? { width: 1280, height: 900 } });
  try {
    const copy = await context.newPage();
    const isDocument = (kind: string) => kind === 'document';
    await copy.route('**/*', (route) =>
      isDocument(route.request().resourceType())
        ? route.fulfill({ contentType: 'text/html', body: html })
        : route.continue(),
    );
    await copy.goto(original.url());
    return await axe(copy);
  } finally {
    await context.close();
  }
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
