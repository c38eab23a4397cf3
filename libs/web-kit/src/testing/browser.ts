/** Opens pages in the machine's Chromium, and reports what axe, the Content-Security-Policy and the width say. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';

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

/** One desk per browser, where copies lie one after another: opening a page for each costs as much as looking at it. */
const desks = new WeakMap<Browser, Promise<Page>>();
const looks = new WeakMap<Browser, Promise<unknown>>();

/** axe needs scripts: it looks at a copy of the page as it stands, without the scripts that never ran. */
function axeOfCopy(browser: Browser, original: Page): Promise<string[]> {
  const earlier = looks.get(browser) ?? Promise.resolve();
  const mine = earlier.then(async () => {
    const html = (await original.content()).replace(/<script\b[^]*?<\/script>/g, '');
    const desk = desks.get(browser) ?? browser.newPage();
    desks.set(browser, desk);
    const copy = await desk;
    await copy.setViewportSize(original.viewportSize() ?? { width: 1280, height: 900 });
    await copy.route('**/*', (route) =>
      route.request().resourceType() === 'document'
        ? route.fulfill({ contentType: 'text/html', body: html })
        : route.continue(),
    );
    await copy.goto(original.url());
    const found = await axe(copy);
    await copy.unrouteAll();
    return found;
  });
  looks.set(browser, mine.catch(() => undefined)); // prettier-ignore
  return mine;
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
