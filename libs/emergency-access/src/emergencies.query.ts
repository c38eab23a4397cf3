import { Injectable } from '@nestjs/common';
import { kindNumbered, ownedBy } from '@clin/access';
import { Read, sql, type Actor, type Query, type Sql } from '@clin/platform';
import { summed, type EmergencyUse, type MonthlyReport } from './emergency.js';

/** Shown of each list; older ones are in the months' reports. */
const SHOWN = 100;
/** A month's report counts at most this many. */
const COUNTED = 5000;

/** Wall 1 for uses: one's own; those of records that one's agency owns and one sees by right, for its chiefs; every one for auditors. */
function known(actor: Actor): Sql {
  return sql`(e.user_id = ${actor.userId}::uuid OR ${actor.roles.includes('auditor')}::boolean OR ${reviewed(actor)})`;
}

/** Those of records that the actor's agency owns and the actor sees by right, to whoever may review them. */
function reviewed(actor: Actor): Sql {
  const chief = actor.permissions.has('emergency.review');
  return sql`(${chief}::boolean AND e.owner_agency_id = ${actor.agencyId}::smallint AND ${ownedBy(actor, 'e.record_id')})`;
}

@Injectable()
export class EmergenciesQuery {
  public constructor(private readonly read: Read) {}

  /** What waits for a review of the actor's agency, oldest first; the actor's own uses; and the latest that they know of. */
  public execute(actor: Actor): Promise<{ toReview: EmergencyUse[]; mine: EmergencyUse[]; others: EmergencyUse[] }> {
    return this.read.run(actor, async (q) => {
      const me = sql`e.user_id = ${actor.userId}::uuid`;
      const ours = sql`e.owner_agency_id = ${actor.agencyId}::smallint AND NOT ${actor.roles.includes('auditor')}::boolean`;
      const [toReview, mine, others] = await Promise.all([
        uses(q, actor, sql`${ours} AND NOT ${me} AND e.reviewed_at IS NULL`, sql`e.opened_at`),
        uses(q, actor, me),
        uses(q, actor, sql`NOT ${me} AND NOT (${ours} AND e.reviewed_at IS NULL)`),
      ]);
      return { toReview, mine, others };
    });
  }

  /** One that the actor knows of, or undefined. */
  public async one(actor: Actor, id: string): Promise<EmergencyUse | undefined> {
    return this.read.run(actor, async (q) => (await uses(q, actor, sql`e.id::text = lower(${id})`))[0]);
  }

  /** Everything that the actor knows of that was opened in this month, in Europe/London. */
  public report(actor: Actor, month: string): Promise<MonthlyReport> {
    return this.read.run(actor, async (q) => {
      const start = sql`(${`${month}-01`}::timestamp AT TIME ZONE 'Europe/London')`;
      const end = sql`((${`${month}-01`}::timestamp + interval '1 month') AT TIME ZONE 'Europe/London')`;
      return summed(
        month,
        await uses(q, actor, sql`e.opened_at >= ${start} AND e.opened_at < ${end}`, sql`e.opened_at`, COUNTED),
      );
    });
  }
}

async function uses(
  q: Query,
  actor: Actor,
  which: Sql,
  order = sql`e.opened_at DESC`,
  most = SHOWN,
): Promise<EmergencyUse[]> {
  const found = await q.rows<Omit<EmergencyUse, 'href'> & { kind: number | null }>(sql`SELECT e.id, e.reference,
      own.record_id AS "recordId", own.kind, o.code AS owner, o.name AS "ownerName", e.user_name AS by, a.code AS "byAgency",
      a.name AS "byAgencyName", e.reason, e.opened_at AS "openedAt", e.ends_at AS "endsAt", e.ended_at AS "endedAt",
      e.opened_at + interval '24 hours' AS "reviewDueAt", e.verdict, e.review, e.reviewed_at AS "reviewedAt", e.user_id = ${actor.userId}::uuid AS mine,
      e.owner_agency_id = ${actor.agencyId}::smallint AND e.user_id <> ${actor.userId}::uuid AS ours,
      e.ended_at IS NULL AND e.ends_at > now() AS open, e.reviewed_at IS NULL AND e.opened_at <= now() - interval '24 hours' AS overdue
    FROM access.emergency_access e JOIN identity.agency o ON o.id = e.owner_agency_id JOIN identity.agency a ON a.id = e.user_agency_id
      LEFT JOIN LATERAL (SELECT v.record_id, v.kind FROM access.record_visibility v
        WHERE v.record_id = e.record_id AND v.disclosure_id IS NULL AND ${reviewed(actor)} LIMIT 1) own ON true
    WHERE ${known(actor)} AND ${which} ORDER BY ${order}, e.id LIMIT ${most}`);
  return found.map(({ kind, ...use }) => ({ ...use, href: pageOf(kind, use.recordId) }));
}

const pageOf = (kind: number | null, id: string | null): string | null =>
  kind !== null && id !== null ? kindNumbered(kind).doors.page.replace(':id', id) : null;
