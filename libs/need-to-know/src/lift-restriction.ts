import { Injectable } from '@nestjs/common';
import { checkInput, NotVisible, sql, Work, type Actor } from '@clin/platform';
import { NEED_TO_KNOW_EVENTS } from './events.js';
import { LiftingInput, LiftingRequestInput } from './restriction.input.js';
import { lockedAt, relabel } from './restrict-record.js';

/** Lifting takes two people: one asks, another lifts. */
@Injectable()
export class LiftRestriction {
  public constructor(private readonly work: Work) {}

  /** NotVisible for a restriction of another record, WrongState when its lifting was asked for or done before. */
  public async ask(actor: Actor, id: string, received: unknown): Promise<{ id: string; restriction: string }> {
    const { restriction, reason } = checkInput(LiftingRequestInput, received);
    return this.work.run(actor, async (tx) => {
      await lockedAt(tx, actor, id, undefined);
      const asked = await tx.row<{ record: string }>(
        sql`SELECT access.ask_lifting(${restriction}::uuid, ${reason}) AS record`,
      );
      if (asked?.record !== id.toLowerCase()) throw new NotVisible('absent');
      await tx.emit({
        type: NEED_TO_KNOW_EVENTS.liftingAsked,
        recordId: id,
        payload: { restrictionId: restriction },
      });
      await tx.record({ event: 'record.ask-lifting', recordIds: [id], detail: { restriction } });
      return { id, restriction };
    });
  }

  /** NotPermitted for whoever asked, WrongState when nobody did or it was lifted before. What other restrictions impose stays. */
  public async execute(
    actor: Actor,
    id: string,
    received: unknown,
  ): Promise<{ id: string; restriction: string; version: number }> {
    const { restriction } = checkInput(LiftingInput, received);
    return this.work.run(actor, async (tx) => {
      const record = await lockedAt(tx, actor, id, undefined);
      const left = await tx.row<{ record: string; compartment: number | null; sensitivity: number | null }>(
        sql`SELECT record_id AS record, compartment_id AS compartment, sensitivity FROM access.lift(${restriction}::uuid)`,
      );
      if (left?.record !== id.toLowerCase()) throw new NotVisible('absent');
      const was = await tx.row<{ raised: boolean; before: number | null }>(sql`SELECT sensitivity IS NOT NULL AS raised,
        sensitivity_before AS before FROM access.restriction WHERE id = ${restriction}::uuid`);
      const unraised = was?.raised ? (was.before ?? record.sensitivity) : record.sensitivity;
      const version = await relabel(tx, record, {
        compartmentId: left.compartment,
        sensitivity: Math.max(left.sensitivity ?? 0, unraised),
      });
      await tx.record({ event: 'record.lift-restriction', recordIds: [id], detail: { restriction } });
      return { id, restriction, version };
    });
  }
}
