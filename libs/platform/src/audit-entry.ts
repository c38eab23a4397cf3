import type { Trail } from './trail.js';
import { uuidArray } from './uuid-array.js';

/** What `audit.append` takes. The token, never the caller, says who it was. */
export interface AuditEntry {
  token?: string;
  event: string;
  outcome: string;
  reason?: string;
  requestId: string;
  recordIds: string[];
  detail: Record<string, unknown>;
}

/** The audit row of a finished request; `asked` makes a denial say what it denied. */
export function entryOf(trail: Trail): AuditEntry {
  const { token, event, outcome, reason, requestId, returned, asked, detail, door } = trail;
  return {
    token,
    event,
    outcome,
    reason,
    requestId,
    recordIds: [...returned],
    detail: { door, ...(asked ? { asked } : {}), ...detail },
  };
}

/** Entries that share a commit: the ids of all their records beside them, and in each the places of its own, counted from 1. */
export function asGroup(entries: readonly AuditEntry[]): [entries: string, records: Buffer] {
  const records: string[] = [];
  const placed = entries.map(({ recordIds, ...entry }) => {
    const firstRecord = records.length + 1;
    for (const id of recordIds) records.push(id);
    return { ...entry, firstRecord, lastRecord: records.length };
  });
  return [asJson(placed), uuidArray(records)];
}

/** jsonb refuses U+0000 and lone surrogates, and one such character must not lose the rows of others. JSON writes both as escapes. */
export function asJson(entries: readonly object[]): string {
  const text = JSON.stringify(entries);
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text;
  return JSON.stringify(entries, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value));
}

const storable = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
