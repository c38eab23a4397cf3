import { sql, type Actor, type Rows } from '@clin/platform';
import type { Sight } from './record-kinds.js';
import { ownedBy, readableBy, visibleTo } from './visible-to.js';

/** A disclosure as the owner sees it. */
export interface OwnerDisclosure {
  id: string;
  agency: string;
  agencyName: string;
  purpose: string;
  legalBasis: string;
  agreement: string;
  conditions: string;
  expires: Date;
  decidedAt: Date;
  revokedAt: Date | null;
  revocationReason: string | null;
  inForce: boolean;
  itemIds: string[];
}

/** Every disclosure of a record that the actor's agency owns, newest first; empty for anybody else. */
export function disclosuresOf(rows: Rows, actor: Actor, recordId: string): Promise<OwnerDisclosure[]> {
  return rows.rows<OwnerDisclosure>(sql`
    SELECT d.id, a.code AS agency, a.name AS "agencyName", d.purpose, d.legal_basis AS "legalBasis", g.reference AS agreement, d.conditions,
      d.expires_at AS expires, d.decided_at AS "decidedAt", d.revoked_at AS "revokedAt", d.revocation_reason AS "revocationReason",
      d.revoked_at IS NULL AND d.expires_at > now() AND d.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) AS "inForce",
      ARRAY(SELECT i.item_id FROM access.disclosure_item i WHERE i.disclosure_id = d.id) AS "itemIds"
    FROM access.disclosure d JOIN identity.agency a ON a.id = d.recipient_agency_id JOIN sharing.agreement g ON g.id = d.agreement_id
    WHERE d.record_id = ${recordId} AND d.owner_agency_id = ${actor.agencyId} AND ${ownedBy(actor, 'd.record_id')}
    ORDER BY d.decided_at DESC, a.code`);
}

/** Why the actor's agency sees a record of another's: the live disclosures to it, longest first. */
export interface ShareNotice {
  disclosureId: string;
  owner: string;
  ownerName: string;
  purpose: string;
  legalBasis: string;
  agreement: string;
  conditions: string;
  expires: Date;
  /** What both sides call the record. */
  reference: string;
  /** Its conditions are still to be accepted by this reader; until then nothing else of it shows. */
  toAccept: boolean;
  /** The reader opened the record in an emergency: for an hour, and under no agreement. */
  emergency?: boolean;
}

const NOTICE = sql`d.id AS "disclosureId", a.code AS owner, a.name AS "ownerName", d.purpose, d.legal_basis AS "legalBasis",
  g.reference AS agreement, d.conditions, d.expires_at AS expires, d.reference`;
const NAMED = sql`JOIN identity.agency a ON a.id = d.owner_agency_id JOIN sharing.agreement g ON g.id = d.agreement_id`;

export async function shareNotices(rows: Rows, actor: Actor, recordId: string): Promise<ShareNotice[]> {
  const [disclosed, emergencies] = await Promise.all([
    disclosuresTo(rows, actor, recordId),
    emergencyNotices(rows, actor, recordId),
  ]);
  return [...disclosed, ...emergencies];
}

/** The actor's own emergency access, as what it is: no agreement, no purpose but the emergency, and an hour. */
function emergencyNotices(rows: Rows, actor: Actor, recordId: string): Promise<ShareNotice[]> {
  return rows.rows<ShareNotice>(sql`SELECT e.id AS "disclosureId", a.code AS owner, a.name AS "ownerName",
      'an emergency that you declared' AS purpose, 'Emergency access, reviewed within 24 hours' AS "legalBasis", 'emergency access' AS agreement,
      'Opened in an emergency until ' || to_char(e.ends_at AT TIME ZONE 'Europe/London', 'FMHH12:MIam') || ': use it for that emergency alone.' AS conditions,
      e.ends_at AS expires, e.reference, false AS "toAccept", true AS emergency
    FROM access.record_visibility v JOIN access.emergency_access e ON e.id = v.disclosure_id JOIN identity.agency a ON a.id = e.owner_agency_id
    WHERE v.record_id = ${recordId}::uuid AND e.user_id = ${actor.userId}::uuid AND ${visibleTo(actor, 'v')}`);
}

function disclosuresTo(rows: Rows, actor: Actor, recordId: string): Promise<ShareNotice[]> {
  return rows.rows<ShareNotice>(sql`SELECT ${NOTICE}, ${readableBy(actor, 'v')} IS NOT TRUE AS "toAccept" FROM access.record_visibility v JOIN access.disclosure d ON d.id = v.disclosure_id ${NAMED}
    WHERE v.record_id = ${recordId} AND ${visibleTo(actor, 'v')} ORDER BY d.expires_at DESC`);
}

/** The same notices as the owner simulates them: of these disclosures of its own record. */
export function shareNoticesOf(rows: Rows, { actor, recordId, disclosureIds }: Sight): Promise<ShareNotice[]> {
  return rows.rows<ShareNotice>(sql`SELECT ${NOTICE}, false AS "toAccept" FROM access.disclosure d ${NAMED} WHERE d.record_id = ${recordId}::uuid
    AND d.id = ANY (${[...disclosureIds]}::uuid[]) AND ${ownedBy(actor, 'd.record_id')} ORDER BY d.expires_at DESC`);
}
