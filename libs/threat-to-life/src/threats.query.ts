import { Injectable } from '@nestjs/common';
import { kindNumbered, RECORD_KIND } from '@clin/access';
import { emptySql, NotVisible, Read, sql, type Actor, type Query, type Sql } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { REFERRAL_STATUS } from '@clin/referrals';
import type { ScriptStep, Threat, ThreatDetail, ThreatEntry, WaitingThreat } from './threat.js';
import { sightOf } from './threat-sight.js';
import { stepsOpen, threatStatus } from './threat.states.js';

const MOST = 100;

type Row = Omit<Threat, 'status' | 'href'> & {
  status: number;
  kind: number;
  recordId: string;
  raisedBy: string | null;
  holder: string | null;
};

@Injectable()
export class ThreatsQuery {
  public constructor(private readonly read: Read) {}

  /** What nobody of the actor's agency has accepted, oldest first: asked for every page of whoever is on duty. */
  public waiting(actor: Actor): Promise<WaitingThreat[]> {
    return this.read.run(actor, (q) =>
      q.rows(sql`SELECT a.id, a.reference, a.raised_at AS "raisedAt", coalesce(a.raised_by = ${actor.userId}::uuid, false) AS "raisedByReader" FROM threats.alert a
        WHERE a.status = 1 AND ${sightOf(actor)} ORDER BY a.raised_at, a.id LIMIT ${MOST}`),
    );
  }

  /** Those that nobody has accepted, those that somebody holds, each oldest first, then the last that ended. */
  public list(actor: Actor): Promise<Threat[]> {
    return this.read.run(actor, async (q) => {
      const rows = await threats(q, actor);
      q.returned(rows.map(({ recordId }) => recordId));
      return rows.map(threatOf);
    });
  }

  /** Throws NotVisible: an alert of another agency, or of a record that is not seen any more, is absent. */
  public async one(actor: Actor, id: string): Promise<ThreatDetail> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const [row] = await threats(q, actor, sql`AND a.id = ${id}::uuid`);
      if (!row) throw new NotVisible('not-disclosed');
      q.returned([row.recordId]);
      const [script, log, mayHold] = [await scriptOn(q, row.raisedAt), await logOf(q, actor, id), await holders(q, id)];
      const threat = threatOf(row);
      const steps = stepsOpen(threat.status, {
        permissions: actor.permissions,
        raisedIt: row.raisedBy === actor.userId,
        holdsIt: row.holder === actor.userId,
      });
      const others = mayHold.filter((one) => one.id !== row.holder);
      return { ...threat, steps, raisedByReader: row.raisedBy === actor.userId, script, log, mayHold: others };
    });
  }
}

function threats(q: Query, actor: Actor, which: Sql = emptySql): Promise<Row[]> {
  return q.rows<Row>(sql`SELECT a.id, a.reference, a.kind, a.record_id AS "recordId", o.code AS owner, o.name AS "ownerName", a.status, a.version,
      v.owner_id <> a.agency_id AND a.kind = ${RECORD_KIND.referral}::smallint AND v.status = ${REFERRAL_STATUS.sent}::smallint AS unacknowledged,
      a.raised_by AS "raisedBy", a.raised_at AS "raisedAt", a.due_at AS "dueAt", a.status = 1 AND a.due_at <= now() AS overdue, acceptor.name AS "acceptedBy",
      a.accepted_at AS "acceptedAt", a.holder, holder.name AS "heldBy", a.ended_at AS "endedAt", a.result
    FROM threats.alert a
      JOIN LATERAL (SELECT v.owner_id, v.status FROM access.record_visibility v WHERE v.record_id = a.record_id LIMIT 1) v ON true
      JOIN identity.agency o ON o.id = v.owner_id
      LEFT JOIN identity.user_account acceptor ON acceptor.id = a.accepted_by AND acceptor.agency_id = ${actor.agencyId}::smallint
      LEFT JOIN identity.user_account holder ON holder.id = a.holder AND holder.agency_id = ${actor.agencyId}::smallint
    WHERE ${sightOf(actor)} ${which}
    ORDER BY a.status = 4, a.status > 1, CASE WHEN a.status < 4 THEN a.raised_at END, a.ended_at DESC, a.id LIMIT ${MOST}`);
}

const threatOf = ({ kind, recordId, raisedBy: _raised, holder: _holder, status, ...row }: Row): Threat => ({
  ...row,
  status: threatStatus(status),
  href: kindNumbered(kind).doors.page.replace(':id', recordId),
});

const scriptOn = (q: Query, day: Date): Promise<ScriptStep[]> =>
  q.rows<ScriptStep>(sql`SELECT s.say, s.whom, s.telephone FROM threats.script s WHERE s.effective_from =
    (SELECT max(n.effective_from) FROM threats.script n WHERE n.effective_from <= ${day}::date) ORDER BY s.position`);

const logOf = (q: Query, actor: Actor, id: string): Promise<ThreatEntry[]> =>
  q.rows<ThreatEntry>(sql`SELECT e.at, e.step, e.said, e.reason, e.refused, coalesce(u.name, 'Somebody who has left') AS by, t.name AS to
    FROM threats.entry e JOIN threats.alert a ON a.id = e.alert_id
      LEFT JOIN identity.user_account u ON u.id = e.by_user AND u.agency_id = ${actor.agencyId}::smallint
      LEFT JOIN identity.user_account t ON t.id = e.to_user AND t.agency_id = ${actor.agencyId}::smallint
    WHERE e.alert_id = ${id}::uuid AND ${sightOf(actor)} ORDER BY e.at DESC, e.id`);

const holders = (q: Query, id: string): Promise<{ id: string; name: string }[]> =>
  q.rows(sql`SELECT user_id AS id, name FROM threats.may_hold(${id}::uuid)`);
