import { Injectable } from '@nestjs/common';
import { sql, Work, WrongState, type Actor } from '@clin/platform';
import { lockAccount } from './account.store.js';
import type { IssuedPassword } from './create-account.js';
import { hashPassword, temporaryPassword } from './password-hash.js';

/** A one-time password for somebody who lost theirs; ends their sessions, and they must change it. */
@Injectable()
export class ResetPassword {
  public constructor(private readonly work: Work) {}

  public async execute(actor: Actor, id: string, version: number): Promise<IssuedPassword> {
    const password = temporaryPassword();
    const hash = await hashPassword(password);
    const result = await this.work.run(actor, async (tx) => {
      const account = await lockAccount(tx, actor, id, version);
      if (account.leftAt) throw new WrongState('This person has left.');
      await tx.rows(sql`SELECT identity.issue_password(${id}::uuid, ${hash})`);
      const row = await tx.row<{ version: number }>(
        sql`UPDATE identity.user_account SET version = version + 1 WHERE id = ${id}::uuid RETURNING version`,
      );
      await tx.record({ event: 'account.reset-password', recordIds: [id] });
      return { id, version: row!.version };
    });
    return { ...result, ...(actor.trail.wrote ? { temporaryPassword: password } : {}) };
  }
}
