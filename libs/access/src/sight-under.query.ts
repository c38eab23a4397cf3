import { sql, type Actor, type Rows } from '@clin/platform';
import type { ReaderGroup } from './audience.js';
import { readerGroups, rolesThatRead } from './audience.query.js';
import { kindNumbered } from './record-kinds.js';
import { sightUnder, type GrantsUnder, type InForce, type SightUnder } from './sight-under.js';
import { ownedBy } from './visible-to.js';

/** Disclosures of the actor's agency's records under an agreement that have neither ended nor been revoked; `most` bounds the look. */
function grantsUnder(rows: Rows, actor: Actor, agreement: number, most: number): Promise<GrantsUnder[]> {
  const live = sql`revoked_at IS NULL AND expires_at > now()`;
  return rows.rows<GrantsUnder>(sql`
    WITH under AS MATERIALIZED (SELECT d.record_id, d.recipient_agency_id, d.owner_agency_id FROM access.disclosure d WHERE d.agreement_id = ${agreement}
        AND d.owner_agency_id = ${actor.agencyId}::smallint AND ${live} AND ${ownedBy(actor, 'd.record_id')} LIMIT ${most})
    SELECT u."agencyId", a.code AS agency, a.name, u."ownerId", u.kind, u.sensitivity, u."compartmentId", u.kept, count(*)::int AS disclosures,
      count(DISTINCT u.record_id)::int AS records, min(u.record_id::text) AS sample
    FROM (SELECT d.record_id, d.recipient_agency_id AS "agencyId", d.owner_agency_id AS "ownerId", v.kind, v.sensitivity, v.compartment_id AS "compartmentId",
        EXISTS (SELECT 1 FROM access.disclosure o WHERE o.record_id = d.record_id AND o.recipient_agency_id = d.recipient_agency_id AND ${live}
          AND o.agreement_id <> ${agreement} AND o.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements()))) AS kept
      FROM under d JOIN access.record_visibility v ON v.record_id = d.record_id AND v.agency_id = ${actor.agencyId}::smallint AND v.disclosure_id IS NULL) u
      JOIN identity.agency a ON a.id = u."agencyId"
    GROUP BY u."agencyId", a.code, a.name, u."ownerId", u.kind, u.sensitivity, u."compartmentId", u.kept`);
}

/** What a change of an agreement would hide or show of the actor's agency's own disclosures, by agency and number of people; nothing is changed. */
export async function sightOfAgreement(
  rows: Rows,
  actor: Actor,
  agreement: number,
  { inForce, most, now }: { inForce: InForce; most: number; now: Date },
): Promise<SightUnder[]> {
  const grants = inForce.before === inForce.after ? [] : await grantsUnder(rows, actor, agreement, most);
  const groups: ReaderGroup[] = [];
  for (const [kind, [first]] of Map.groupBy(grants, ({ kind }) => kind)) {
    const operations = [...new Set(grants.map(({ compartmentId }) => compartmentId))];
    groups.push(...(await readerGroups(rows, first!.sample, rolesThatRead(kindNumbered(kind)), operations)));
  }
  return sightUnder(grants, groups, inForce, now);
}
