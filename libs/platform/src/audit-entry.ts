import type { Trail } from './trail.js';
import { ELEMENT_BYTES, uuidArray, uuidElements } from './uuid-array.js';

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

/** An entry whose records' ids are bytes. */
export interface PackedEntry {
  entry: Omit<AuditEntry, 'recordIds'>;
  records: Buffer;
}

/** Throws for an id that is none, before the entry shares a commit with others. */
export const packEntry = ({ recordIds, ...entry }: AuditEntry): PackedEntry => ({
  entry,
  records: uuidElements(recordIds),
});

/** Entries that share a commit: the ids of all their records beside them, and in each the places of its own, counted from 1. */
export function asGroup(group: readonly PackedEntry[]): [entries: string, records: Buffer] {
  let lastRecord = 0;
  const entries = group.map(({ entry, records }) => {
    const firstRecord = lastRecord + 1;
    lastRecord += records.length / ELEMENT_BYTES;
    return { ...entry, firstRecord, lastRecord };
  });
  return [asJson(entries), uuidArray(group.map(({ records }) => records))];
}

/** jsonb refuses U+0000 and lone surrogates, and one such character must not lose the rows of others. JSON writes both as escapes. */
export function asJson(entries: readonly object[]): string {
  const text = JSON.stringify(entries);
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text;
  return JSON.stringify(entries, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value));
}

const storable = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
