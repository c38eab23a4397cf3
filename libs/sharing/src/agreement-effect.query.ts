import { Injectable } from '@nestjs/common';
import { ownedBy, visibleTo } from '@clin/access';
import { Read, sql, type Actor } from '@clin/platform';
import { knownAgreement } from './agreement.store.js';

/** Counting stops here: the page says "more than 10,000". */
export const MOST_COUNTED = 10_000;

/** What depends on an agreement, of what the person can see: disclosures of their agency's records, and records disclosed to it. */
export interface AgreementEffect {
  given: number;
  received: number;
}

@Injectable()
export class AgreementEffectQuery {
  public constructor(private readonly read: Read) {}

  /** Counts are at most MOST_COUNTED + 1. NotVisible unless the actor's agency knows the agreement. */
  public execute(actor: Actor, id: string): Promise<AgreementEffect> {
    return this.read.run(actor, async (q) => {
      const { number } = await knownAgreement(q, actor, id);
      const row = await q.row<AgreementEffect>(sql`SELECT
        (SELECT count(*)::int FROM (SELECT 1 FROM access.disclosure d WHERE d.agreement_id = ${number} AND d.owner_agency_id = ${actor.agencyId}::smallint
          AND d.revoked_at IS NULL AND d.expires_at > now() AND ${ownedBy(actor, 'd.record_id')} LIMIT ${MOST_COUNTED + 1}) mine) AS given,
        (SELECT count(*)::int FROM (SELECT 1 FROM access.record_visibility v WHERE v.agreement_id = ${number} AND v.disclosure_id IS NOT NULL
          AND ${visibleTo(actor, 'v')} LIMIT ${MOST_COUNTED + 1}) theirs) AS received`);
      return row!;
    });
  }
}
