import { Injectable } from '@nestjs/common';
import { sql, Work, type Actor } from '@clin/platform';
import { refuseMixedRoles, type ChangeAccountInput } from './account.js';
import { agencyIdOf, lockAccount, setRoles } from './account.store.js';

/** Name, roles, posting and clearance of somebody else; the person's next request already has them. */
@Injectable()
export class ChangeAccount {
  public constructor(private readonly work: Work) {}

  public async execute(
    actor: Actor,
    id: string,
    { version, ...change }: ChangeAccountInput,
  ): Promise<{ id: string; version: number }> {
    if (change.roles) refuseMixedRoles(change.roles);
    return this.work.run(actor, async (tx) => {
      const before = await lockAccount(tx, actor, id, version);
      const agencyId = await agencyIdOf(tx, change.agency ?? before.agency);
      const row = await tx.row<{
        version: number;
      }>(sql`UPDATE identity.user_account SET name = ${(change.name ?? before.name).trim()},
        agency_id = ${agencyId}::smallint, clearance = ${change.clearance ?? before.clearance}::smallint, version = version + 1
        WHERE id = ${id}::uuid RETURNING version`);
      if (change.roles) await setRoles(tx, id, change.roles);
      const was = { agency: before.agency, roles: before.roles, clearance: before.clearance };
      const { agency, roles, clearance } = { ...was, ...change };
      await tx.record({ event: 'account.change', recordIds: [id], detail: { was, now: { agency, roles, clearance } } });
      return { id, version: row!.version };
    });
  }
}
