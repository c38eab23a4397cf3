import { Injectable } from '@nestjs/common';
import { InvalidInput, NotVisible, sql, Work, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';

export interface Acknowledged {
  id: string;
  recordId: string;
  acceptedAt: Date;
}

/** A reader accepts the conditions that a person of the owner wrote; from then on the content shows to this reader. */
@Injectable()
export class AcknowledgeConditions {
  public constructor(private readonly work: Work) {}

  /** Twice gives the first answer again. NotVisible unless it is a live disclosure to one's own agency; WrongState when it has no such conditions. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<Acknowledged> {
    refuseAnyField(received);
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const { recordId, acceptedAt } = (await tx.row<{ recordId: string; acceptedAt: Date }>(
        sql`SELECT record_id AS "recordId", at AS "acceptedAt" FROM access.acknowledge(${id}::uuid)`,
      ))!;
      await tx.record({ event: 'disclosure.acknowledge', recordIds: [recordId], detail: { disclosureId: id } });
      return { id, recordId, acceptedAt };
    });
  }
}

/** Nobody is named: one accepts for oneself alone. */
function refuseAnyField(received: unknown): void {
  const fields = Object.keys(received ?? {});
  if (fields.length > 0) throw new InvalidInput(Object.fromEntries(fields.map((field) => [field, 'Unknown field.'])));
}
