import { declaredKinds, type Card } from '@clin/access';
import { rawSql, sql, type Actor, type Query } from '@clin/platform';

/** The case that lives in an operation, as its own card names it: undefined for whoever may not read it, as where there is none. */
export async function caseIn(q: Query, actor: Actor, key: string): Promise<Card | undefined> {
  const kind = declaredKinds().get('case');
  if (!kind || !actor.permissions.has(kind.read)) return undefined;
  const found = await q.row<{ id: string }>(sql`SELECT t.id FROM ${rawSql(kind.tables.records)} t
    JOIN access.compartment c ON c.id = t.compartment_id WHERE c.key = ${key}::uuid`);
  if (!found) return undefined;
  // The card asks both walls again, the conditions of a disclosure among them.
  const [card] = await kind.card(q, actor, [found.id]);
  if (card) q.returned([card.id]);
  return card;
}
