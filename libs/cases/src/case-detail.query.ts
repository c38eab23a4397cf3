import { Injectable } from '@nestjs/common';
import { ownedBy, readableBy, shareNotices } from '@clin/access';
import { colleagueName } from '@clin/actions';
import { NotVisible, Read, sql, type Actor, type Query } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import type { CaseDetail, CaseParts, OwnerCase, PartSharing, Step } from './case-detail.js';
import type { Part } from './case-parts.js';
import { contentOf, copiedOf } from './case-parts.query.js';
import { sharedCase, SHARED_HEAD, type SharedHead } from './case-projection.query.js';
import { caseActions, caseStatus } from './case.states.js';
import { partIdsFrom } from './case.store.js';

type Head = SharedHead & { mine: boolean };
type Labels = Pick<
  OwnerCase,
  'version' | 'sensitivity' | 'openedAt' | 'updatedAt' | 'reviewOn' | 'operation' | 'operationClosed' | 'members'
> & {
  statusNumber: number;
};

@Injectable()
export class CaseDetailQuery {
  public constructor(private readonly read: Read) {}

  /** The owner's whole case, or the parts that are shared with the actor's agency. NotVisible to everybody outside the operation. */
  public async execute(actor: Actor, id: string): Promise<CaseDetail> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const [head, found, notices] = await Promise.all([
        headOf(q, actor, id),
        seenParts(q, actor, id),
        shareNotices(q, actor, id),
      ]);
      if (!head) {
        const [first] = notices;
        if (!first) throw new NotVisible('not-disclosed');
        q.returned([id]);
        const { reference, owner, ownerName } = first;
        return { access: 'conditions', id, reference, owner, ownerName };
      }
      q.returned([id, ...found.map((part) => part.id)]);
      const ids = partIdsFrom(found);
      const parts = await contentOf(q, actor, id, ids);
      const { mine, ...shown } = head;
      return mine ? ownerCase(q, actor, shown, parts) : sharedCase(shown, ids, parts, notices);
    });
  }

  /** As execute, for pages of the owner's own: NotVisible to a joint agency. */
  public async owned(actor: Actor, id: string): Promise<OwnerCase> {
    const found = await this.execute(actor, id);
    if (found.access !== 'owner') throw new NotVisible('not-owner');
    return found;
  }
}

const headOf = (q: Query, actor: Actor, id: string): Promise<Head | undefined> =>
  q.row<Head>(sql`SELECT ${SHARED_HEAD}, v.owner_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL AS mine
    FROM access.record_visibility v JOIN cases.case_file c ON c.id = v.record_id JOIN identity.agency a ON a.id = v.owner_id
    WHERE v.record_id = ${id}::uuid AND ${readableBy(actor, 'v')} ORDER BY mine DESC LIMIT 1`);

const seenParts = (q: Query, actor: Actor, id: string): Promise<{ id: string; part: Part }[]> =>
  q.rows(sql`SELECT p.id, p.part FROM cases.case_part p WHERE p.report_id = ${id}::uuid
    AND (SELECT true FROM access.item_visibility v WHERE v.record_id = p.report_id AND v.item_id = p.id AND ${readableBy(actor, 'v')} LIMIT 1)`);

async function ownerCase(q: Query, actor: Actor, head: SharedHead, parts: CaseParts): Promise<OwnerCase> {
  const [labels, copied, history, sharing] = await Promise.all([
    labelsOf(q, actor, head.id),
    copiedOf(q, actor, head.id),
    historyOf(q, actor, head.id),
    sharingOf(q, actor, head.id),
  ]);
  if (!labels) throw new NotVisible('not-owner');
  const { statusNumber, ...shown } = labels;
  const status = caseStatus(statusNumber);
  return {
    access: 'owner',
    ...head,
    ...shown,
    status,
    parts: parts as Required<CaseParts>,
    copied,
    history,
    sharing,
    can: caseActions(status, actor.permissions),
  };
}

const labelsOf = (q: Query, actor: Actor, id: string): Promise<Labels | undefined> =>
  q.row<Labels>(sql`SELECT c.version, c.sensitivity, c.created_at AS "openedAt", c.updated_at AS "updatedAt", c.review_on::text AS "reviewOn",
      c.status AS "statusNumber", o.key AS operation, o.closed_at IS NOT NULL AS "operationClosed",
      (SELECT count(*)::int FROM access.compartment_member m WHERE m.compartment_id = c.compartment_id AND m.ends_on >= current_date) AS members
    FROM cases.case_file c JOIN access.compartment o ON o.id = c.compartment_id WHERE c.id = ${id}::uuid AND ${ownedBy(actor, 'c.id')}`);

const historyOf = (q: Query, actor: Actor, id: string): Promise<Step[]> =>
  q.rows<Step>(sql`SELECT s.action, s.at, s.reason, s.outcome,
      ${colleagueName(actor, sql`s.by_user`)} AS by
    FROM cases.case_step s WHERE s.case_id = ${id}::uuid AND ${ownedBy(actor, 's.case_id')} ORDER BY s.at DESC, s.id DESC`);

/** Every joint agency of the operation with what is shared with it; one with nothing is kept out of everything. */
async function sharingOf(q: Query, actor: Actor, id: string): Promise<PartSharing[]> {
  const rows = await q.rows<{
    agency: string;
    agencyName: string;
    part: Part | null;
    until: Date;
    agreement: string;
    inForce: boolean;
  }>(
    sql`SELECT a.code AS agency, a.name AS "agencyName", d.part, d.until, d.agreement, d."inForce"
      FROM cases.case_file c JOIN access.compartment_agency j ON j.compartment_id = c.compartment_id JOIN identity.agency a ON a.id = j.agency_id
      LEFT JOIN LATERAL (SELECT p.part, d.expires_at AS until, g.reference AS agreement,
          d.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) AS "inForce"
        FROM access.disclosure d JOIN access.disclosure_item i ON i.disclosure_id = d.id JOIN cases.case_part p ON p.id = i.item_id
          JOIN sharing.agreement g ON g.id = d.agreement_id
        WHERE d.record_id = c.id AND d.recipient_agency_id = a.id AND d.revoked_at IS NULL AND d.expires_at > now()) d ON true
      WHERE c.id = ${id}::uuid AND ${ownedBy(actor, 'c.id')} ORDER BY a.name, d.part`,
  );
  return [...Map.groupBy(rows, ({ agency }) => agency)].map(([agency, shared]) => ({
    agency,
    agencyName: shared[0]!.agencyName,
    parts: shared.flatMap(({ part, until, agreement, inForce }) => (part ? [{ part, until, agreement, inForce }] : [])),
  }));
}
