import type { Actor, Rows } from '@clin/platform';

/** Kinds of protected record, as the visibility tables number them. A new kind adds its number here once, for good. */
export const RECORD_KIND = { report: 1, referral: 2, case: 3 } as const;
export type RecordKind = keyof typeof RECORD_KIND;

/** A record as lists, links and explanations name it to one reader: nothing here may say more than its own page does. */
export interface Card {
  id: string;
  reference: string;
  title: string;
  href: string;
  /** For the marking bars: the record's marking and the handling codes of what the reader sees. */
  marking: string;
  handling: string[];
}

/** What the disclosures to an agency give, live ones only: whoever projects for it reads nothing beside these. */
export interface Sight {
  /** The owner, who asks. */
  actor: Actor;
  recordId: string;
  disclosureIds: readonly string[];
  itemIds: readonly string[];
}

/** All that a capability says once for its records to be under the boundary, explained, simulated and tested. */
export interface KindDeclaration {
  /** In sentences: "this report", "reports". */
  words: { noun: string; many: string };
  /** Tables with the label columns, and of items that can be disclosed one by one. */
  tables: { records: string; items: string };
  /** Numbered as in the table; 1 is private to its author. */
  states: Readonly<Record<string, number>>;
  /** The permission that opens a record: who holds it counts as a reader. */
  read: string;
  /** The permission that shares one and takes it back: `access.record_home` holds its roles for the second wall. */
  shares: string;
  /** The API's and the pages' doors of one record, and the page by which its owner shares it with one more agency, where there is one. */
  doors: { api: string; page: string; share?: string };
  /** Where the owner takes a disclosure back, `:id` being the record's and `:disclosure` its own, and the permission of that page; none where nobody does. */
  revoke?: { page: string; permission: string };
  /** The builder of complete records for tests, as `file#name` in the capability's folder. */
  builder: string;
  /** The records among these ids that the actor may see now. */
  card: (rows: Rows, actor: Actor, ids: readonly string[]) => Promise<Card[]>;
  /** What the disclosures give of a record, from the same rows, columns and assembler as the recipient's own page. */
  projection: (rows: Rows, sight: Sight) => Promise<object | undefined>;
  /** The recipient's page of a projection: the template and data that a recipient would get. */
  projectionPage: (rows: Rows, projection: object) => Promise<{ template: string; data: Record<string, unknown> }>;
}

const declared = new Map<RecordKind, KindDeclaration>();

/** Called once, when the capability is loaded. Throws when a kind is declared twice or has no number. */
export function declareRecordKind(kind: RecordKind, declaration: KindDeclaration): void {
  if (!Object.hasOwn(RECORD_KIND, kind)) throw new Error(`Record kind "${kind}" has no number in record-kinds.ts`);
  const held = declared.get(kind);
  if (held && held !== declaration) throw new Error(`Record kind "${kind}" is declared twice`);
  declared.set(kind, declaration);
}

/** Throws for a number that no loaded capability declares. */
export function kindNumbered(number: number): KindDeclaration {
  const found = [...declared].find(([kind]) => RECORD_KIND[kind] === number);
  if (!found) throw new Error(`No capability declares record kind ${number}`);
  return found[1];
}

/** Those of these records that the actor may see now, of whatever kinds, by their ids. */
export async function cardsOf(
  rows: Rows,
  actor: Actor,
  records: readonly { recordId: string; kind: number }[],
): Promise<Map<string, Card>> {
  const cards = new Map<string, Card>();
  for (const [kind, of] of Map.groupBy(records, (record) => record.kind)) {
    const ids = [...new Set(of.map(({ recordId }) => recordId))];
    for (const card of await kindNumbered(kind).card(rows, actor, ids)) cards.set(card.id, card);
  }
  return cards;
}

export const declaredKinds = (): ReadonlyMap<RecordKind, KindDeclaration> => declared;
