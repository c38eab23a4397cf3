import { RECORD_KIND, type RecordKind } from '@clin/access';
import type { Actor, Rows } from '@clin/platform';
import type { HandlingCodes } from './originator-rules.js';

/** An item of any kind of record, as far as the originator's control goes. */
export interface HandledItem extends HandlingCodes {
  id: string;
  /** The text that travels. */
  text: string | null;
  /** "1A", of kinds that are graded: a text never stands without it. */
  grade?: string | null;
}

/** The items of a record that the actor may read now, in one order for everybody. */
type ReadItems = (rows: Rows, actor: Actor, recordId: string) => Promise<HandledItem[]>;

const readers = new Map<number, ReadItems>();

/** A kind of record says once how its items are read; this room knows no kind. Throws when a kind says it twice. */
export function declareHandledItems(kind: RecordKind, read: ReadItems): void {
  const number = RECORD_KIND[kind];
  if (readers.has(number) && readers.get(number) !== read) throw new Error(`Items of "${kind}" are declared twice`);
  readers.set(number, read);
}

export async function handledItems(rows: Rows, actor: Actor, kind: number, recordId: string): Promise<HandledItem[]> {
  const read = readers.get(kind);
  if (!read) throw new Error(`No capability says how items of record kind ${kind} are read`);
  return read(rows, actor, recordId);
}
