import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readableBy } from '@clin/access';
import { checkInput, Clock, InvalidInput, NotVisible, reference, sql, Work, type Actor, type Tx } from '@clin/platform';
import { daysOff, deadlinesOf, endOfLondonDay, londonDay } from '@clin/platform/working-time';
import { PERMISSION_EVENTS } from './events.js';
import { handledItems, type HandledItem } from './handled-items.js';
import { codesOf, ruleFor, USE_WORDS } from './originator-rules.js';
import { AskPermissionInput } from './permission.input.js';

export interface AskedPermission {
  id: string;
  reference: string;
  recordId: string;
  state: 'asked';
  dueAt: Date;
}

/** A recipient asks the originator before it uses what was shared with it. */
@Injectable()
export class AskPermission {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws InvalidInput (an item not seen is refused like one that does not exist), NotVisible, and WrongState for one's own
   * agency's record, in an emergency, or when the agency has asked the same and waits.
   */
  public async execute(actor: Actor, recordId: string, received: unknown): Promise<AskedPermission> {
    const input = checkInput(AskPermissionInput, received);
    const now = this.clock.now();
    if (input.neededBy && input.neededBy < londonDay(now))
      throw new InvalidInput({ neededBy: 'Give a day that is not over.' });
    return this.work.run(actor, async (tx) => {
      const items = await this.chosen(tx, actor, recordId, input);
      const neededBy = input.neededBy ? endOfLondonDay(input.neededBy) : undefined;
      const urgent = input.urgent ?? false;
      const { remindAt, dueAt } = deadlinesOf(now, { urgent, neededBy }, await daysOff(tx));
      const [id, called] = [randomUUID(), reference('PR')];
      await tx.rows(sql`SELECT sharing.ask_permission(${id}::uuid, ${called}, ${recordId}::uuid, ${items.map((item) => item.id)}::uuid[],
        ${input.use}, ${input.to || null}, ${input.purpose.trim()}, ${input.detail?.trim() ?? ''}, ${urgent}, ${neededBy ?? null}::timestamptz,
        ${remindAt}::timestamptz, ${dueAt}::timestamptz)`);
      const restricted = items.some((item) => codesOf(item).some((code) => code === 'A1' || code === 'S2'));
      await tx.emit({
        type: PERMISSION_EVENTS.asked,
        recordId,
        payload: { requestId: id, recipientAgencyId: actor.agencyId, urgent, restricted },
      });
      const detail = { requestId: id, use: input.use, items: items.map((item) => item.id), to: input.to ?? null };
      await tx.record({ event: 'permission.ask', recordIds: [recordId], detail });
      return { id, reference: called, recordId, state: 'asked', dueAt };
    });
  }

  private async chosen(tx: Tx, actor: Actor, recordId: string, input: AskPermissionInput): Promise<HandledItem[]> {
    const seen = await tx.row<{
      kind: number;
      mine: boolean;
    }>(sql`SELECT v.kind, v.owner_id = ${actor.agencyId}::smallint AS mine
      FROM access.record_visibility v WHERE v.record_id = ${recordId}::uuid AND ${readableBy(actor, 'v')} LIMIT 1`);
    if (!seen) throw new NotVisible('not-disclosed');
    const wanted = new Set(input.items.map((item) => item.toLowerCase()));
    const held = await handledItems(tx, actor, seen.kind, recordId);
    // Row-level security alone leaves a reader who has not accepted the conditions with no item at all.
    if (!seen.mine && held.length === 0) throw new NotVisible('not-accepted');
    const items = held.filter(({ id }) => wanted.has(id));
    if (items.length < wanted.size)
      throw new InvalidInput({ items: 'Choose items of this record that were shared with you.' });
    // The database says to an owner that it need not ask itself.
    if (!seen.mine && items.every((item) => ruleFor(item, input.use).outcome !== 'ask')) {
      const how = [...new Set(items.map((item) => ruleFor(item, input.use).words))].filter(Boolean).join('; ');
      throw new InvalidInput({ use: `You need not ask: you can ${USE_WORDS[input.use]}${how ? `, ${how}` : ''}.` });
    }
    return items;
  }
}
