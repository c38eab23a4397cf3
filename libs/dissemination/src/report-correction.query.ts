import { Injectable } from '@nestjs/common';
import { ownedBy } from '@clin/access';
import type { Person } from '@clin/intelligence';
import { NotVisible, Read, sql, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import type { CorrectedContent } from './correction.js';

/** A correction that waits for a decision: for the owner alone. */
export interface OpenCorrection {
  id: string;
  reason: string;
  proposedAt: Date;
  by: Person;
  content: CorrectedContent;
}

@Injectable()
export class ReportCorrectionQuery {
  public constructor(private readonly read: Read) {}

  /** Throws NotVisible when the actor's agency does not own the report, or no correction of it waits. */
  public async execute(actor: Actor, id: string): Promise<OpenCorrection> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const found = await q.row<Omit<OpenCorrection, 'by'> & { byId: string; byName: string | null }>(sql`
        SELECT c.id, c.reason, c.proposed_at AS "proposedAt", c.author_id AS "byId", u.name AS "byName", c.content
        FROM intelligence.report_correction c
          LEFT JOIN identity.user_account u ON u.id = c.author_id AND u.agency_id = ${actor.agencyId}::smallint
        WHERE c.report_id = ${id}::uuid AND c.state = 'proposed' AND ${ownedBy(actor, 'c.report_id')}`);
      if (!found) throw new NotVisible('no-open-correction');
      q.returned([id]);
      const { byId, byName, ...rest } = found;
      return { ...rest, by: { id: byId, name: byName } };
    });
  }
}
