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
  /** Inspects the page as it stands; axe takes a quarter of a second, and may be left out. */
  look(options?: { axe: boolean }): Promise<Look>;
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
  const allow = options.scripts === false ? await scriptsOf(page) : undefined;
  const look = async ({ axe: wanted } = { axe: true }): Promise<Look> => {
    await allow?.(true);
    const violations = wanted ? await axe(page) : [];
    await allow?.(false);
    return { axe: violations, refused: [...refused], sideways: await sideways(page) };
  };
  return { context, page, look, close: () => context.close() };
}

/**
 * axe needs scripts, also on a page without: they are allowed while it looks, when those of the page had their chance.
 * The session says "disabled" once itself, because Chromium passes on only what changes within one session.
 */
async function scriptsOf(page: Page): Promise<(allowed: boolean) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const allow = async (allowed: boolean) => {
    await session.send('Emulation.setScriptExecutionDisabled', { value: !allowed });
  };
  await allow(false);
  return allow;
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
