import { kindNumbered, readableBy, type Card } from '@clin/access';
import { NotVisible, sql, type Actor, type Rows } from '@clin/platform';

/** The one agency that a comment can be for besides one's own. */
export interface Audience {
  id: number;
  code: string;
  name: string;
}

export interface CommentedRecord {
  card: Card;
  noun: string;
  mine: boolean;
  /** Opened by this reader in an emergency: its sanitised items, and nothing of what is said about it. */
  emergency: boolean;
  audiences: Audience[];
}

/**
 * A record as whoever may read its content comments on it. Throws NotVisible to everybody else, and before conditions are accepted.
 * A recipient speaks to the owner and to no other recipient, of whom it does not know; the owner to each agency that it shares with now.
 */
export async function commentedRecord(rows: Rows, actor: Actor, recordId: string): Promise<CommentedRecord> {
  const seen = await rows.row<{
    kind: number;
    mine: boolean;
    emergency: boolean;
    ownerId: number;
  }>(sql`SELECT v.kind, v.owner_id AS "ownerId",
      v.owner_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL AS mine,
      v.private_to IS NOT NULL AND v.disclosure_id IS NOT NULL AS emergency
    FROM access.record_visibility v WHERE v.record_id = ${recordId}::uuid AND ${readableBy(actor, 'v')} ORDER BY 3 DESC, 4 LIMIT 1`);
  if (!seen) throw new NotVisible('not-disclosed');
  const kind = kindNumbered(seen.kind);
  const [card] = await kind.card(rows, actor, [recordId]);
  if (!card) throw new NotVisible('not-disclosed');
  const { mine, emergency } = seen;
  const said = { card, noun: kind.words.noun, mine, emergency };
  if (emergency) return { ...said, audiences: [] };
  const audiences = await rows.rows<Audience>(
    mine
      ? sql`SELECT DISTINCT a.id, a.code, a.name FROM access.disclosure d JOIN identity.agency a ON a.id = d.recipient_agency_id
          WHERE d.record_id = ${recordId}::uuid AND d.owner_agency_id = ${actor.agencyId}::smallint AND d.revoked_at IS NULL AND d.expires_at > now()
          ORDER BY a.name`
      : sql`SELECT a.id, a.code, a.name FROM identity.agency a WHERE a.id = ${seen.ownerId}::smallint`,
  );
  return { ...said, audiences };
}
