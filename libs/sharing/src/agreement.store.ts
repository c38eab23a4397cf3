import { NotVisible, sql, type Actor, type Rows, type Sql, type Tx } from '@clin/platform';
import type { KnownAgreement, PendingVersion } from './agreement.js';
import type { AgreementStatus, Standing } from './agreement.states.js';
import type { Terms } from './terms.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** As people read it: an end date that has passed lapses an agreement without anybody's doing. */
export const STATUS_NOW: Sql = sql`CASE WHEN g.status IN ('active','suspended') AND g.ends_on < current_date THEN 'lapsed' ELSE g.status END`;

interface Row {
  number: number;
  reference: string;
  status: AgreementStatus;
  version: number;
  revision: number | null;
  pendingVersion: number | null;
  pendingState: PendingVersion['state'];
  pendingRevision: number;
  pendingTerms: Terms;
  isOwner: boolean;
  isParty: boolean;
  isInvited: boolean;
  hasApproved: boolean;
  isAuthor: boolean;
  isPendingAuthor: boolean;
  suspendedIt: boolean;
  suspendingAgency: number | null;
}

/** The agreement as the state table needs it. NotVisible, malformed ids included, unless the actor's agency knows it. */
export async function knownAgreement(
  rows: Rows,
  actor: Actor,
  id: string,
): Promise<KnownAgreement & { number: number }> {
  if (!UUID.test(id)) throw new NotVisible('malformed');
  const me = actor.userId;
  const agency = sql`${actor.agencyId}::smallint`;
  const wrote = (version: Sql): Sql => sql`EXISTS (SELECT 1 FROM sharing.agreement_event e WHERE e.agreement_id = g.id
    AND e.version = ${version} AND e.action = 'save' AND e.by_user = ${me}::uuid)`;
  const row = await rows.row<Row>(sql`
    SELECT g.id AS number, g.reference, ${STATUS_NOW} AS status, g.version, current.revision, p.version AS "pendingVersion", p.state AS "pendingState",
      p.revision AS "pendingRevision", p.terms AS "pendingTerms", g.owner_agency_id = ${agency} AS "isOwner",
      EXISTS (SELECT 1 FROM sharing.agreement_party x WHERE x.agreement_id = g.id AND x.agency_id = ${agency}) AS "isParty",
      EXISTS (SELECT 1 FROM sharing.agreement_invitation x WHERE x.agreement_id = g.id AND x.agency_id = ${agency} AND x.left_at IS NULL) AS "isInvited",
      EXISTS (SELECT 1 FROM sharing.agreement_approval x WHERE x.agreement_id = g.id AND x.version = p.version AND x.agency_id = ${agency}) AS "hasApproved",
      coalesce(current.author_id = ${me}::uuid, false) OR ${wrote(sql`g.version`)} AS "isAuthor",
      coalesce(p.author_id = ${me}::uuid, false) OR ${wrote(sql`p.version`)} AS "isPendingAuthor",
      coalesce(s.suspended_by = ${me}::uuid, false) AS "suspendedIt", s.agency_id AS "suspendingAgency"
    FROM sharing.agreement g
      LEFT JOIN sharing.agreement_version current ON current.agreement_id = g.id AND current.version = g.version
      LEFT JOIN sharing.agreement_version p ON p.agreement_id = g.id AND p.state IN ('draft','proposed')
      LEFT JOIN LATERAL (SELECT x.agency_id, x.suspended_by FROM sharing.agreement_suspension x WHERE x.agreement_id = g.id
        AND x.reinstated_at IS NULL ORDER BY x.suspended_at DESC LIMIT 1) s ON true
    WHERE g.uid = ${id}::uuid AND ${knownTo(actor)}`);
  if (!row) throw new NotVisible('not-party');
  return { id: id.toLowerCase(), ...shaped(actor, row) };
}

function shaped(actor: Actor, row: Row): Omit<KnownAgreement, 'id'> & { number: number } {
  const { number, reference, status, version, isOwner, isParty, isInvited } = row;
  const standing: Standing = {
    permissions: actor.permissions,
    isOwner,
    isParty,
    isInvited,
    hasApproved: isParty,
    isAuthor: row.isAuthor,
    maySpeakForSuspension: isOwner || row.suspendingAgency === actor.agencyId,
    suspendedIt: row.suspendedIt,
  };
  const pending =
    row.pendingVersion === null
      ? null
      : {
          version: row.pendingVersion,
          state: row.pendingState,
          revision: row.pendingRevision,
          terms: row.pendingTerms,
        };
  const pendingStanding = { ...standing, hasApproved: row.hasApproved, isAuthor: row.isPendingAuthor };
  return { number, reference, status, version, revision: row.revision ?? 0, pending, standing, pendingStanding };
}

/** Wall 1 as an explicit predicate: the owner, its parties, and organisations that a proposal invites. */
export function knownTo(actor: Actor): Sql {
  const agency = sql`${actor.agencyId}::smallint`;
  return sql`(g.owner_agency_id = ${agency}
    OR EXISTS (SELECT 1 FROM sharing.agreement_party x WHERE x.agreement_id = g.id AND x.agency_id = ${agency})
    OR EXISTS (SELECT 1 FROM sharing.agreement_invitation x WHERE x.agreement_id = g.id AND x.agency_id = ${agency} AND x.left_at IS NULL))`;
}

/** A new agreement's id. Throws InvalidInput for a reference in use, unknown organisations, and rules beyond the parties. */
export async function insertDraft(tx: Tx, reference: string, terms: Terms): Promise<string> {
  const row = await tx.row<{ id: string }>(
    sql`SELECT sharing.draft_agreement(${reference}, ${JSON.stringify(terms)}::jsonb) AS id`,
  );
  return row!.id;
}

export async function beginVersion(tx: Tx, id: string, terms: Terms): Promise<number> {
  const row = await tx.row<{ version: number }>(
    sql`SELECT sharing.begin_version(${id}::uuid, ${JSON.stringify(terms)}::jsonb) AS version`,
  );
  return row!.version;
}

/** Answers the new revision. */
export async function saveVersion(tx: Tx, id: string, seen: number, terms: Terms): Promise<number> {
  const row = await tx.row<{ revision: number }>(
    sql`SELECT sharing.save_version(${id}::uuid, ${seen}::int, ${JSON.stringify(terms)}::jsonb) AS revision`,
  );
  return row!.revision;
}

export async function proposeVersion(tx: Tx, id: string, seen: number): Promise<void> {
  await tx.rows(sql`SELECT sharing.propose(${id}::uuid, ${seen}::int)`);
}

export type ApprovalOutcome = 'approved' | 'enacted' | 'acceded';

export async function approveVersion(tx: Tx, id: string, version: number, seen: number): Promise<ApprovalOutcome> {
  const row = await tx.row<{ outcome: ApprovalOutcome }>(
    sql`SELECT sharing.approve(${id}::uuid, ${version}::int, ${seen}::int) AS outcome`,
  );
  return row!.outcome;
}
