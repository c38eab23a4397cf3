import { Injectable } from '@nestjs/common';
import { revokeDisclosure } from '@clin/access';
import { lockOwned, REPORT_EVENTS } from '@clin/intelligence';
import { tellOfOnwardShare } from '@clin/originator-control';
import { checkInput, Clock, NotVisible, sql, Work, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { discloseTo } from './disclosing.js';
import { DisclosureInput, RevocationInput } from './disclosure.input.js';

/** Discloses items of a disseminated report to one more agency. */
@Injectable()
export class DiscloseReport {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  public async execute(
    actor: Actor,
    id: string,
    received: unknown,
  ): Promise<{ id: string; recordId: string; agency: string }> {
    const input = checkInput(DisclosureInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      // The record itself stays as it is: the state and the person are checked, nothing is written back.
      report.advance('disclose', actor, undefined, now);
      const made = await discloseTo(tx, actor, report, input, now);
      await tx.emit({
        type: REPORT_EVENTS.disclosed,
        recordId: id,
        payload: { disclosureId: made.disclosureId, recipientAgencyId: made.agencyId },
      });
      await tellOfOnwardShare(tx, id, made.disclosureId);
      await tx.record({ event: 'report.disclose', recordIds: [id], detail: { ...made, items: input.items } });
      return { id: made.disclosureId, recordId: id, agency: made.agency };
    });
  }
}

/** Ends a disclosure: the recipient's next request finds nothing, and it is told that something was recalled. */
@Injectable()
export class RevokeDisclosure {
  public constructor(private readonly work: Work) {}

  /** NotVisible unless the actor's agency disclosed it; WrongState when it was revoked before. */
  public async execute(
    actor: Actor,
    disclosureId: string,
    received: unknown,
  ): Promise<{ id: string; recordId: string; revoked: true }> {
    const { reason } = checkInput(RevocationInput, received);
    if (!isUuid(disclosureId)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const recordId = await revokeDisclosure(tx, disclosureId, reason);
      const ended = await tx.row<{
        agencyId: number;
      }>(sql`SELECT recipient_agency_id AS "agencyId" FROM access.disclosure
        WHERE id = ${disclosureId}::uuid AND owner_agency_id = ${actor.agencyId}::smallint`);
      await tx.emit({
        type: REPORT_EVENTS.revoked,
        recordId,
        payload: { disclosureId, recipientAgencyId: ended?.agencyId },
      });
      await tx.record({
        event: 'disclosure.revoke',
        recordIds: [recordId],
        detail: { disclosureId, recipientAgencyId: ended?.agencyId },
      });
      return { id: disclosureId, recordId, revoked: true };
    });
  }
}
