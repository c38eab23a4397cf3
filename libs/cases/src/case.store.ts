import { ownedBy, visibleTo } from '@clin/access';
import { NotPermitted, NotVisible, sql, Stale, WrongState, type Actor, type Rows, type Tx } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { PARTS, type Part, type PartIds } from './case-parts.js';
import { caseStatus, caseTransition, CASE_STATUS_WORDS, type CaseAction, type CaseStatus } from './case.states.js';

/** A case of the actor's own agency, its row locked until the transaction ends. */
export interface OwnCase {
  id: string;
  reference: string;
  name: string;
  status: CaseStatus;
  version: number;
  compartmentId: number;
  operation: string;
  operationClosed: boolean;
  parts: Record<Part, string>;
}

type Row = Omit<OwnCase, 'status' | 'parts'> & { statusNumber: number };

/**
 * Checks sight, ownership, state, person and version in this order, and locks. NotVisible outside the operation, NotPermitted to a joint
 * agency and without the role, WrongState, Stale with the stored version.
 */
export async function lockCase(
  tx: Tx,
  actor: Actor,
  id: string,
  action: CaseAction,
  version?: number,
): Promise<OwnCase & { to: CaseStatus }> {
  if (!isUuid(id)) throw new NotVisible('malformed');
  const seen = await tx.row<{ mine: boolean | null }>(sql`SELECT ${ownedBy(actor, 'v.record_id')} AS mine
    FROM access.record_visibility v WHERE v.record_id = ${id}::uuid AND ${visibleTo(actor, 'v')} LIMIT 1`);
  if (!seen) throw new NotVisible('not-disclosed');
  if (!seen.mine) throw new NotPermitted('not-owner');
  const row =
    await tx.row<Row>(sql`SELECT c.id, c.reference, c.name, c.status AS "statusNumber", c.version, c.compartment_id AS "compartmentId",
      o.key AS operation, o.closed_at IS NOT NULL AS "operationClosed"
    FROM cases.case_file c JOIN access.compartment o ON o.id = c.compartment_id WHERE c.id = ${id}::uuid FOR UPDATE OF c`);
  if (!row) throw new NotVisible('absent');
  const { statusNumber, ...rest } = row;
  const status = caseStatus(statusNumber);
  const step = caseTransition(status, action);
  if (!step)
    throw new WrongState(
      `This case is “${CASE_STATUS_WORDS[status].toLowerCase()}”, so this cannot be done. Nothing was changed.`,
    );
  if (!actor.permissions.has(step.permission)) throw new NotPermitted('no-permission');
  if (version !== undefined && version !== row.version)
    throw new Stale({ id, version: row.version, status, yours: version });
  return { ...rest, status, to: step.to, parts: await partsOf(tx, id) };
}

async function partsOf(rows: Rows, caseId: string): Promise<Record<Part, string>> {
  const found = await rows.rows<{ id: string; part: Part }>(
    sql`SELECT p.id, p.part FROM cases.case_part p WHERE p.report_id = ${caseId}::uuid`,
  );
  return Object.fromEntries(found.map(({ id, part }) => [part, id])) as Record<Part, string>;
}

/** What a joint agency, or a member of the owner, may open of a case. */
export const partIdsFrom = (rows: readonly { id: string; part: Part }[]): PartIds =>
  Object.fromEntries(
    PARTS.flatMap((part) => rows.filter((row) => row.part === part).map(({ id }) => [part, id])),
  ) as PartIds;

/** The next version of the case's row; what is given is written, the rest stays. */
export async function updateCase(
  tx: Tx,
  { id, version }: OwnCase,
  change: { name?: string; status?: number },
): Promise<number> {
  const row = await tx.row<{
    version: number;
  }>(sql`UPDATE cases.case_file SET name = coalesce(${change.name ?? null}, name),
      status = coalesce(${change.status ?? null}::smallint, status), version = version + 1, updated_at = now()
    WHERE id = ${id}::uuid AND version = ${version}::int RETURNING version`);
  if (!row) throw new Stale({ id });
  return row.version;
}

export async function addStep(
  tx: Tx,
  actor: Actor,
  step: { caseId: string; action: string; from: number | null; to: number; reason: string; outcome?: string },
): Promise<void> {
  await tx.rows(sql`INSERT INTO cases.case_step (case_id, action, from_status, to_status, by_user, reason, outcome)
    VALUES (${step.caseId}::uuid, ${step.action}, ${step.from}::smallint, ${step.to}::smallint, ${actor.userId}::uuid, ${step.reason},
      ${step.outcome ?? null})`);
}
