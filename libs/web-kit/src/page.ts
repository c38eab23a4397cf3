/** What a page door returns. A hook renders it inside the layout; nothing else writes HTML. */
export interface PageData {
  /** The H1, and the start of the title. */
  heading: string;
  /** Shown above the heading and part of it: IR-2026-004512. */
  reference?: string;
  /** Without Home, which the layout adds; the last one has no href. */
  breadcrumbs?: { text: string; href?: string }[];
  /** Every handling code on the page ("P", "C A2 S1"); the bars show the strictest. */
  handling?: string[];
  /** Overrides OFFICIAL-SENSITIVE; `''` shows no marking word and is for nothing but tests. */
  marking?: string;
  [key: string]: unknown;
}

export class Page {
  constructor(
    readonly template: string,
    readonly data: PageData,
    readonly status: number,
  ) {}
}

/** `return page('report-list.njk', {heading: 'Reports', …})`; a form with errors gives `{status: 422}`. */
export function page(template: string, data: PageData, options: { status?: number } = {}): Page {
  return new Page(template, data, options.status ?? 200);
}

/** A message for the next page. It travels in a signed cookie: never put intelligence text in it. */
export interface Flash {
  title: string;
  text?: string;
  variant?: 'success' | 'information' | 'warning';
}

export class Redirect {
  constructor(
    readonly url: string,
    readonly flash: Flash | undefined,
  ) {}
}

/** 303 to a path of this service, with a banner on the page it leads to. Throws for any other address. */
export function redirect(url: string, flash?: Flash): Redirect {
  if (!isOwnPath(url)) throw new Error('redirect() takes a path of this service');
  return new Redirect(url, flash);
}

/** True for "/x?y" and false for "//host", "/\host", "https://host": use it on `next` parameters. */
export function isOwnPath(url: unknown): url is string {
  return typeof url === 'string' && /^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(url);
}
