import { Injectable } from '@nestjs/common';
import { checkInput, NotVisible, sql, Work, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { ReviewInput } from './emergency.input.js';

/** The end of an emergency access before its hour, and its review by somebody else of the owner's agency. */
@Injectable()
export class CloseEmergency {
  public constructor(private readonly work: Work) {}

  /** By whoever opened it or by the owner's chiefs. NotVisible to others, WrongState when it is over. */
  public async end(actor: Actor, id: string): Promise<{ id: string; ended: true }> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const row = await tx.row<{ record: string }>(sql`SELECT access.end_emergency(${id}::uuid) AS record`);
      await tx.record({ event: 'emergency.end', recordIds: [row!.record], detail: { emergency: id } });
      return { id, ended: true };
    });
  }

  /** NotPermitted for one's own use, WrongState when it was reviewed before, NotVisible to everybody but the owner's chiefs. */
  public async review(actor: Actor, id: string, received: unknown): Promise<{ id: string; verdict: string }> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    const { verdict, words } = checkInput(ReviewInput, received);
    return this.work.run(actor, async (tx) => {
      const row = await tx.row<{ record: string }>(
        sql`SELECT access.review_emergency(${id}::uuid, ${verdict}, ${words}) AS record`,
      );
      await tx.record({ event: 'emergency.review', recordIds: [row!.record], detail: { emergency: id, verdict } });
      return { id, verdict };
    });
  }
}
