import {
  lastDay,
  requestLine,
  ruleFor,
  USES,
  USE_WORDS,
  type PermissionRow,
  type Verdict,
  type Verdicts,
} from '@clin/originator-control';
import type { SharedItem, SharedReport } from '../report-detail.js';

/** What the reader's agency has asked the originator, and may do because of the answers. */
export interface Permissions {
  uses: ReadonlyMap<string, Verdicts>;
  requests: readonly PermissionRow[];
  now: Date;
}

interface Judged extends Verdict {
  text: string;
}

/** By the codes alone, unless the agency's own permissions are known: the owner who simulates a recipient reads the codes. */
function judged(item: SharedItem, permissions?: Permissions): Judged[] {
  return USES.map((use) => ({
    ...(permissions?.uses.get(item.id)?.[use] ?? ruleFor(item, use)),
    text: USE_WORDS[use],
  }));
}

const isAsked = ({ outcome }: Judged): boolean => outcome === 'ask';
const withHow = ({ text, words, until }: Judged): string =>
  [text, words, until ? `until ${lastDay(until)}` : ''].filter(Boolean).join(', ');

/** One item: what may be done with it and how, and what its originator is asked first. */
export function usesView(item: SharedItem, permissions?: Permissions) {
  const all = judged(item, permissions);
  const exporting = all[USES.indexOf('export')]!;
  return {
    can: all.filter((one) => !isAsked(one)).map(withHow),
    ask: all.filter(isAsked).map(({ text, words }) => `${text}: ${words}`),
    // Reading and printing are not blocked; the paper says what the screen says.
    caveat: isAsked(exporting)
      ? 'Printed without the originator’s permission to take it out of this service: use this copy for reading only, let nobody have it, and destroy it.'
      : undefined,
  };
}

/** The share notice: what holds for every item, and what must be asked for at least one. */
export function noticeWords({ items }: SharedReport, permissions?: Permissions): { can: string; cannot: string } {
  const all = items.map((item) => judged(item, permissions));
  const open = USES.flatMap((use, at) => (all.some((each) => isAsked(each[at]!)) ? [] : USE_WORDS[use]));
  const asked = USES.flatMap((use, at) => (all.some((each) => isAsked(each[at]!)) ? USE_WORDS[use] : []));
  return {
    can: listed(['read it', ...open], 'and'),
    cannot: `${listed(asked, 'or')} without asking its originator first`,
  };
}

function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** The requests about this report that the reader's agency sees: all for the owner, its own for a recipient. */
export function requestsView(permissions?: Permissions) {
  return permissions?.requests.slice(0, 5).map((row) => requestLine(row, permissions.now)) ?? [];
}
