import { form, type PageData } from '@clin/web-kit';
import type { PermissionLine } from '../permission-list.query.js';
import type { PermissionDetailQuery } from '../permission-detail.query.js';
import { STATE_WORDS } from '../permission.states.js';
import { requestLine, standing, tagOf, useTitle } from '../permission.words.js';

const DIRECTIONS = [
  ['asked-of-us', 'Asked of us'],
  ['asked-by-us', 'Asked by us'],
] as const;
const STATES = [...Object.entries(STATE_WORDS), ['overdue', 'Overdue']] as [string, string][];
const LABELS: Record<string, string> = { direction: 'Direction', state: 'State' };

interface Shown {
  lines: readonly PermissionLine[];
  next: string | null;
  asked: Record<string, string>;
  query: object;
  errors?: Record<string, string>;
}

/** Both directions; the clock and what is late are said in words. */
export function permissionListView({ lines, next, asked, query, errors }: Shown, now: Date): PageData {
  const words = new Map<string, string>([...DIRECTIONS, ...STATES]);
  return {
    heading: 'Permissions',
    breadcrumbs: [{ text: 'Permissions' }],
    handling: [...new Set(lines.flatMap((line) => line.handling))],
    directions: DIRECTIONS,
    states: STATES,
    filters: form(query, errors),
    ...(errors ? { form: form(query, errors) } : {}),
    failed: errors !== undefined,
    selected: Object.entries(asked)
      .filter(([name]) => name in LABELS)
      .map(([name, value]) => ({ label: LABELS[name], name, value, text: words.get(value) ?? value })),
    first: !('cursor' in asked),
    next,
    rows: lines.map((line) => ({
      ...line,
      title: useTitle(line as Parameters<typeof useTitle>[0]),
      who: line.direction === 'asked-of-us' ? `Asked by ${line.askerName}` : `Asked of ${line.ownerName}`,
      tag: tagOf(line),
      standing: standing({ ...line, use: line.use as never, validUntil: line.until }, now),
    })),
  };
}

type OfRecord = Awaited<ReturnType<PermissionDetailQuery['ofRecord']>>;

/** All requests about one record, for its owner; its own agency's, for a recipient. */
export function recordPermissionsView({ record, mine, requests }: OfRecord, canAsk: boolean, now: Date): PageData {
  return {
    heading: mine ? 'Permission asked of your agency' : 'Permission asked by your agency',
    reference: record.reference,
    marking: record.marking,
    handling: record.handling,
    breadcrumbs: [{ text: record.reference, href: record.href }, { text: 'Permissions' }],
    record,
    mine,
    ask: !mine && canAsk ? `/records/${record.id}/permission-request` : undefined,
    rows: requests.map((row) => ({ ...row, ...requestLine(row, now) })),
  };
}
