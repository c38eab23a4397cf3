import { Injectable } from '@nestjs/common';
import { checkInput, InvalidInput, NotVisible, sql, Work, type Actor, type Tx } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { NEED_TO_KNOW_EVENTS } from './events.js';
import { JointAgencyInput, MemberInput, OperationInput } from './operation.input.js';

const UNJOINABLE = { agency: 'Choose another agency that an agreement in force binds to yours.' };

/**
 * Opening an operation, and who is in it. The database checks who may: a lead inside, for people of their own agency, and of the owning
 * agency for everything else. NotVisible for an operation that the actor does not know, NotPermitted inside without the role.
 */
@Injectable()
export class FormOperation {
  public constructor(private readonly work: Work) {}

  public async open(actor: Actor, received: unknown): Promise<{ key: string }> {
    const { name, reason, endsOn } = checkInput(OperationInput, received);
    return this.work.run(actor, async (tx) => {
      const made = await tx.row<{ key: string }>(
        sql`SELECT access.open_operation(${name}, ${reason}, ${endsOn}::date) AS key`,
      );
      await tx.record({ event: 'operation.open', recordIds: [], detail: { operation: made!.key } });
      return { key: made!.key };
    });
  }

  /** Adds a person, or renews the reason and the end of a membership. */
  public admit(actor: Actor, key: string, received: unknown): Promise<{ key: string; user: string; endsOn: string }> {
    const { user, reason, endsOn } = checkInput(MemberInput, received);
    return this.change(actor, key, 'operation.admit', { user, endsOn }, async (tx) => {
      await tx.rows(sql`SELECT access.admit(${key}::uuid, ${user}::uuid, ${reason}, ${endsOn}::date)`);
      return { key, user, endsOn };
    });
  }

  public expel(actor: Actor, key: string, user: string): Promise<{ key: string; user: string }> {
    if (!isUuid(user)) return Promise.reject(new NotVisible('malformed'));
    return this.change(actor, key, 'operation.expel', { user }, async (tx) => {
      await tx.rows(sql`SELECT access.expel(${key}::uuid, ${user}::uuid)`);
      return { key, user };
    });
  }

  /** Names another agency, whose leads are told and nominate their own people. */
  public join(actor: Actor, key: string, received: unknown): Promise<{ key: string; agency: string }> {
    const { agency } = checkInput(JointAgencyInput, received);
    return this.change(actor, key, 'operation.join-agency', { agency }, async (tx) => {
      const recipientAgencyId = await agencyCalled(tx, agency);
      if (recipientAgencyId === undefined) throw new InvalidInput(UNJOINABLE);
      await tx.rows(sql`SELECT access.join_agency(${key}::uuid, ${recipientAgencyId}::smallint)`);
      await tx.emit({ type: NEED_TO_KNOW_EVENTS.joined, recordId: key, payload: { recipientAgencyId } });
      return { key, agency };
    });
  }

  /** A joint agency leaves with all of its members. */
  public part(actor: Actor, key: string, agency: string): Promise<{ key: string; agency: string; members: number }> {
    return this.change(actor, key, 'operation.part-agency', { agency }, async (tx) => {
      const id = await agencyCalled(tx, agency);
      const gone = await tx.row<{ members: number }>(
        sql`SELECT access.part_agency(${key}::uuid, ${id ?? -1}::smallint) AS members`,
      );
      return { key, agency, members: gone?.members ?? 0 };
    });
  }

  /** Nobody and nothing enters any more; what is in stays in. */
  public close(actor: Actor, key: string): Promise<{ key: string; closed: true }> {
    return this.change(actor, key, 'operation.close', {}, async (tx) => {
      await tx.rows(sql`SELECT access.close_operation(${key}::uuid)`);
      return { key, closed: true };
    });
  }

  private async change<T>(
    actor: Actor,
    key: string,
    event: string,
    detail: Record<string, unknown>,
    write: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    if (!isUuid(key)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const result = await write(tx);
      await tx.record({ event, recordIds: [], detail: { operation: key, ...detail } });
      return result;
    });
  }
}

async function agencyCalled(tx: Tx, code: string): Promise<number | undefined> {
  return (await tx.row<{ id: number }>(sql`SELECT id FROM identity.agency WHERE code = ${code}`))?.id;
}
