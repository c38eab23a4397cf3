import { Injectable } from '@nestjs/common';
import { checkInput, NotPermitted, rawSql, sql, Stale, Work, WrongState, type Actor } from '@clin/platform';
import { DiscoveryInput } from './restriction.input.js';
import { lockedAt } from './restrict-record.js';

/** What another agency learns that knows the exact reference: nothing (silent), or who holds it (named). */
@Injectable()
export class SetDiscovery {
  public constructor(private readonly work: Work) {}

  /** NotVisible for another's record, WrongState for a draft, Stale for another version. */
  public async execute(
    actor: Actor,
    id: string,
    received: unknown,
  ): Promise<{ id: string; discovery: string; version: number }> {
    const { setting, version } = checkInput(DiscoveryInput, received);
    if (!actor.permissions.has('record.restrict')) throw new NotPermitted('no-permission');
    return this.work.run(actor, async (tx) => {
      const record = await lockedAt(tx, actor, id, version);
      if (record.draft) throw new WrongState('A draft is its author’s alone and cannot be named. Nothing was changed.');
      const row = await tx.row<{
        version: number;
      }>(sql`UPDATE ${rawSql(record.table)} SET discovery = ${setting}, version = version + 1
        WHERE id = ${id}::uuid RETURNING version`);
      if (!row) throw new Stale({ id });
      await tx.record({ event: 'record.set-discovery', recordIds: [id], detail: { setting } });
      return { id, discovery: setting, version: row.version };
    });
  }
}
