import { Injectable } from '@nestjs/common';
import { sql, Work, WrongState, type Actor } from '@clin/platform';
import { lockAccount } from './account.store.js';

/** The person has left: their sessions end, and their address signs in no more. What they wrote keeps their name. */
@Injectable()
export class MarkLeaver {
  public constructor(private readonly work: Work) {}

  public async execute(actor: Actor, id: string, version: number): Promise<{ id: string; version: number }> {
    return this.work.run(actor, async (tx) => {
      const account = await lockAccount(tx, actor, id, version);
      if (account.leftAt) throw new WrongState('This person has left already.');
      const row = await tx.row<{
        version: number;
      }>(sql`UPDATE identity.user_account SET left_at = now(), version = version + 1
        WHERE id = ${id}::uuid RETURNING version`);
      await tx.rows(sql`SELECT identity.end_sessions_of(${id}::uuid)`);
      await tx.record({ event: 'account.leave', recordIds: [id] });
      return { id, version: row!.version };
    });
  }
}
