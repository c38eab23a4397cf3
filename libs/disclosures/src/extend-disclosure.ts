import { Injectable } from '@nestjs/common';
import { checkInput, NotVisible, sql, Work, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { endOfLondonDay } from '@clin/platform/working-time';
import { ExtensionInput } from './disclosure.input.js';
import { DISCLOSURE_EVENTS } from './disclosure.events.js';

export interface Extended {
  id: string;
  recordId: string;
  expires: Date;
}

/** The owner shares something for longer, for a reason that stays on the record. The grants move in the same commit. */
@Injectable()
export class ExtendDisclosure {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput (a date in the past, not later than now's, or beyond five years), NotVisible, NotPermitted, or WrongState once it has ended. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<Extended> {
    const { expires, reason } = checkInput(ExtensionInput, received);
    const until = endOfLondonDay(expires);
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const { recordId, recipientAgencyId } = (await tx.row<{ recordId: string; recipientAgencyId: number }>(
        sql`SELECT record_id AS "recordId", recipient AS "recipientAgencyId" FROM access.extend(${id}::uuid, ${until}::timestamptz, ${reason})`,
      ))!;
      await tx.emit({ type: DISCLOSURE_EVENTS.extended, recordId, payload: { disclosureId: id, recipientAgencyId } });
      await tx.record({
        event: 'disclosure.extend',
        recordIds: [recordId],
        detail: { disclosureId: id, recipientAgencyId, expires },
      });
      return { id, recordId, expires: until };
    });
  }
}
