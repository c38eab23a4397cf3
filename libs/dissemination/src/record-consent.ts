import { Injectable } from '@nestjs/common';
import { recordConsent } from '@clin/access';
import { lockOwned } from '@clin/intelligence';
import { checkInput, InvalidInput, sql, Work, type Actor } from '@clin/platform';
import { agencyCalled } from './disclosing.js';
import { ConsentInput } from './disclosure.input.js';

/** A source handler records that the originator lets one item under A1 or S2 go to one agency. */
@Injectable()
export class RecordConsent {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput, NotVisible or NotPermitted. Recorded twice, the first statement stands. */
  public async execute(
    actor: Actor,
    id: string,
    received: unknown,
  ): Promise<{ id: string; item: string; agency: string }> {
    const input = checkInput(ConsentInput, received);
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const item = report.items.find((held) => held.id === input.item.toLowerCase());
      if (!item) throw new InvalidInput({ item: 'Choose an item of this report.' });
      if (!item.restricted) throw new InvalidInput({ item: 'This item is not under A1 or S2: no consent is needed.' });
      const recipientAgencyId = await agencyCalled(tx, input.agency);
      if (recipientAgencyId === undefined || recipientAgencyId === actor.agencyId) {
        throw new InvalidInput({ agency: 'Choose another agency that takes part now.' });
      }
      const earlier = await tx.row<{ id: string }>(sql`SELECT id FROM access.originator_consent
        WHERE item_id = ${item.id}::uuid AND recipient_agency_id = ${recipientAgencyId}::smallint`);
      const consentId =
        earlier?.id ??
        (await recordConsent(tx, actor, {
          itemId: item.id,
          recordId: id,
          recipientAgencyId,
          statement: input.statement,
        }));
      await tx.record({ event: 'report.consent', recordIds: [id], detail: { item: item.id, recipientAgencyId } });
      return { id: consentId, item: item.id, agency: input.agency };
    });
  }
}
