import { Injectable } from '@nestjs/common';
import { ownedBy } from '@clin/access';
import { Read, sql, type Actor } from '@clin/platform';
import { levelWords, type LevelWords } from '@clin/platform/sensitivity';
import { ownRecord, type OwnRecord } from './own-record.query.js';

/** A restriction as the owner's people who see the record know it. */
export interface RestrictionLine {
  id: string;
  operation: string | null;
  sensitivity: number | null;
  reason: string;
  decidedBy: string | null;
  decidedAt: Date;
  liftReason: string | null;
  liftAskedBy: string | null;
  liftAskedAt: Date | null;
  /** The reader asked for the lifting: somebody else lifts. */
  askedByYou: boolean;
}

export interface OpenOperation {
  key: string;
  name: string;
}

@Injectable()
export class RestrictionQuery {
  public constructor(private readonly read: Read) {}

  /** The record, what restricts it now, and the open operations that the actor could put it into. Throws NotVisible unless it is the owner's. */
  public execute(
    actor: Actor,
    id: string,
  ): Promise<{ record: OwnRecord; restrictions: RestrictionLine[]; operations: OpenOperation[]; levels: LevelWords }> {
    return this.read.run(actor, async (q) => {
      const [record, restrictions, operations, levels] = await Promise.all([
        ownRecord(q, actor, id),
        q.rows<RestrictionLine>(sql`SELECT r.id, c.name AS operation, r.sensitivity, r.reason, u.name AS "decidedBy", r.decided_at AS "decidedAt",
            r.lift_reason AS "liftReason", w.name AS "liftAskedBy", r.lift_asked_at AS "liftAskedAt",
            coalesce(r.lift_asked_by = ${actor.userId}::uuid, false) AS "askedByYou"
          FROM access.restriction r LEFT JOIN access.compartment c ON c.id = r.compartment_id
            LEFT JOIN identity.user_account u ON u.id = r.decided_by AND u.agency_id = ${actor.agencyId}::smallint
            LEFT JOIN identity.user_account w ON w.id = r.lift_asked_by AND w.agency_id = ${actor.agencyId}::smallint
          WHERE r.record_id::text = lower(${id}) AND r.lifted_at IS NULL AND ${ownedBy(actor, 'r.record_id')} ORDER BY r.decided_at`),
        q.rows<OpenOperation>(sql`SELECT c.key, c.name FROM access.compartment c
          WHERE c.closed_at IS NULL AND c.id = ANY (ARRAY(SELECT ctx.compartments())) ORDER BY c.name, c.key`),
        levelWords(q),
      ]);
      q.returned([id]);
      return { record, restrictions, operations, levels };
    });
  }
}
