import type { Sql } from '@clin/platform';

/** What standing rules need to know of a record kind. */
export interface ShareableKind {
  /** A query of one row with the column `areas` (text[], never null): the areas of the item `i.item_id`. */
  areas: Sql;
  /** The status, as the visibility tables number it, in which a record has been disseminated. */
  disseminated: number;
  /** Locks these records of the actor's agency, in one order for everybody, until the transaction ends. */
  hold: (ids: readonly string[]) => Sql;
}

const declared = new Map<number, ShareableKind>();

/** Called once, when the capability is loaded. Throws when a kind is declared twice. */
export function declareShareable(kind: number, how: ShareableKind): void {
  if (declared.has(kind)) throw new Error(`Record kind ${kind} is declared shareable twice`);
  declared.set(kind, how);
}

/** Throws for a kind that no loaded capability declared. */
export function shareableKind(kind: number): ShareableKind {
  const how = declared.get(kind);
  if (!how) throw new Error(`Record kind ${kind} is not declared shareable`);
  return how;
}
