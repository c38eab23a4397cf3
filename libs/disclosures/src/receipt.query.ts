import { Injectable } from '@nestjs/common';
import { disclosedContentOf, ownedBy, readableBy, visibleTo } from '@clin/access';
import { NotVisible, Read, sql, WrongState, type Actor, type Query } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { manifestOf, manifestSince, type Receipt } from './receipt.js';

interface Row {
  recordId: string;
  kind: number;
  ours: boolean;
  toAccept: boolean;
  disclosure: string;
  reference: string;
  owner: string;
  ownerName: string;
  recipient: string;
  recipientName: string;
  purpose: string;
  legalBasis: string;
  agreement: string | null;
  agreementVersion: number | null;
  standingRule: number | null;
  conditions: string;
  decidedAt: Date;
  decidedRole: string | null;
  decidedName: string | null;
  reviewOn: string;
  expires: Date;
  revokedAt: Date | null;
}

type Extension = Receipt['extensions'][number] & { reason: string; by: string | null };

/** Proof of what was disclosed, for the owner at any time and for the recipient while the disclosure lives. */
@Injectable()
export class ReceiptQuery {
  public constructor(private readonly read: Read) {}

  /** Throws NotVisible, and WrongState for a reader who has not accepted its conditions yet. */
  public async execute(actor: Actor, id: string): Promise<Receipt> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const [row, extensions] = await Promise.all([rowOf(q, actor, id), extensionsOf(q, actor, id)]);
      if (!row) throw new NotVisible('not-disclosed');
      q.returned([row.recordId]);
      const content = row.toAccept ? [] : await disclosedContentOf(row.kind)(q, { id, recordId: row.recordId });
      if (content.length === 0) throw new WrongState('Accept the conditions of this disclosure first.');
      return receiptOf(row, extensions, content);
    });
  }
}

function rowOf(q: Query, actor: Actor, id: string): Promise<Row | undefined> {
  const ours = sql`(d.owner_agency_id = ${actor.agencyId}::smallint AND ${ownedBy(actor, 'd.record_id')})`;
  const grant = (says: ReturnType<typeof visibleTo>) => sql`(SELECT ${says} FROM access.record_visibility v
    WHERE v.record_id = d.record_id AND v.disclosure_id = d.id AND ${visibleTo(actor, 'v')} LIMIT 1)`;
  return q.row<Row>(sql`
    SELECT d.record_id AS "recordId", d.owner_agency_id = ${actor.agencyId}::smallint AS ours,
      d.owner_agency_id <> ${actor.agencyId}::smallint AND ${grant(readableBy(actor, 'v'))} IS NOT TRUE AS "toAccept",
      (SELECT v.kind FROM access.record_visibility v WHERE v.record_id = d.record_id AND ${visibleTo(actor, 'v')} LIMIT 1) AS kind,
      d.id AS disclosure, d.reference, o.code AS owner, o.name AS "ownerName", a.code AS recipient, a.name AS "recipientName",
      d.purpose, d.legal_basis AS "legalBasis", g.reference AS agreement, d.agreement_version AS "agreementVersion",
      d.standing_rule_id AS "standingRule", d.conditions, d.decided_at AS "decidedAt", d.decided_role AS "decidedRole", u.name AS "decidedName",
      (least(d.expires_at, greatest(d.decided_at, (SELECT max(e.extended_at) FROM access.disclosure_extension e WHERE e.disclosure_id = d.id))
        + interval '6 months') AT TIME ZONE 'Europe/London')::date::text AS "reviewOn",
      d.expires_at AS expires, d.revoked_at AS "revokedAt"
    FROM access.disclosure d JOIN identity.agency o ON o.id = d.owner_agency_id JOIN identity.agency a ON a.id = d.recipient_agency_id
      LEFT JOIN sharing.agreement g ON g.id = d.agreement_id
      LEFT JOIN identity.user_account u ON u.id = d.decided_by AND u.agency_id = ${actor.agencyId}::smallint
    WHERE d.id = ${id}::uuid AND (${ours} OR (d.recipient_agency_id = ${actor.agencyId}::smallint AND ${grant(sql`true`)}))`);
}

function extensionsOf(q: Query, actor: Actor, id: string): Promise<Extension[]> {
  return q.rows<Extension>(sql`SELECT e.extended_at AS at, e.expired_at AS "from", e.expires_at AS "to", e.reason, u.name AS by
    FROM access.disclosure_extension e LEFT JOIN identity.user_account u ON u.id = e.extended_by AND u.agency_id = ${actor.agencyId}::smallint
    WHERE e.disclosure_id = ${id}::uuid ORDER BY e.extended_at, e.expires_at`);
}

function receiptOf(row: Row, extensions: readonly Extension[], content: Receipt['content']): Receipt {
  const { ours, disclosure, reference, purpose, legalBasis, standingRule, conditions, decidedAt, reviewOn, expires } =
    row;
  return {
    disclosure,
    reference,
    owner: { code: row.owner, name: row.ownerName },
    recipient: { code: row.recipient, name: row.recipientName },
    purpose,
    legalBasis,
    agreement: row.agreement === null ? null : { reference: row.agreement, version: row.agreementVersion },
    standingRule,
    conditions,
    decidedAt,
    decidedBy: { agency: row.owner, role: row.decidedRole, ...(ours ? { name: row.decidedName } : {}) },
    reviewOn,
    expires,
    extensions: extensions.map(({ reason, by, ...one }) => (ours ? { ...one, reason, by } : one)),
    revokedAt: row.revokedAt,
    content,
    manifest: manifestOf(content),
    stands: manifestSince(content),
  };
}
