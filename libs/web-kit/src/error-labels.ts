import type { ErrorEntry } from './forms.js';

/** Beside its field a message needs no subject; in the summary above the page it is read alone. */
const NEEDS_SUBJECT = /^(Must|Contains) /;
const isEntry = (one: ErrorEntry): boolean => NEEDS_SUBJECT.test(one.text) && /^#[A-Za-z0-9-]+$/.test(one.href);

/** The page with the label of the field in each such entry of its error summary: “Why?” must be 2,000 characters or fewer. */
export function labelErrors(html: string, entries: readonly ErrorEntry[] = []): string {
  return entries.filter(isEntry).reduce((page, { href, text }) => {
    const label = new RegExp(`<label[^>]* for="${href.slice(1)}"[^>]*>\\s*([^<]*[^<\\s])\\s*</label>`).exec(page)?.[1];
    const said = label && `“${label}” ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
    return said ? page.replace(`<a href="${href}">${text}</a>`, () => `<a href="${href}">${said}</a>`) : page;
  }, html);
}
