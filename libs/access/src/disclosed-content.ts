import { createHash } from 'node:crypto';
import type { Rows } from '@clin/platform';

/** One part of what was disclosed, as its recipient knows it, and the SHA-256 of its exact content as it was first given. */
export interface DisclosedPart {
  /** "record", or an item's id. */
  part: string;
  sha256: string;
  /** Each time that it was replaced since, and the SHA-256 from then on; null: it was withdrawn. What it said before is not kept here. */
  corrections: { at: Date; sha256: string | null }[];
  /** In words: grading, handling and codes, the date of the information and how current it is (DPA 2018 s.38(5)). */
  says: { what: string; words: string }[];
}

/** Answers what a disclosure gave, to whoever the caller found entitled to its receipt; both walls apply as to the record's own page. */
export type DisclosedContent = (rows: Rows, disclosure: { id: string; recordId: string }) => Promise<DisclosedPart[]>;

const declared = new Map<number, DisclosedContent>();

/** Each kind of record says once how the content of its disclosures is put into a receipt. */
export function declareDisclosedContent(kind: number, content: DisclosedContent): void {
  declared.set(kind, content);
}

/** Throws for a kind that no loaded capability declares. */
export function disclosedContentOf(kind: number): DisclosedContent {
  const found = declared.get(kind);
  if (!found) throw new Error(`No capability declares the disclosed content of record kind ${kind}`);
  return found;
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
