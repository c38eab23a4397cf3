import { Injectable } from '@nestjs/common';
import { checkInput, Work, type Actor } from '@clin/platform';
import { JointAgencyInput } from './operation.input.js';
import { admitMember, closeOperation, expelMember, joinAgency, openOperation, partAgency } from './operation.store.js';

/**
 * Opening an operation, and who is in it. The database checks who may: a lead inside, for people of their own agency, and of the owning
 * agency for everything else. NotVisible for an operation that the actor does not know, NotPermitted inside without the role.
 */
@Injectable()
export class FormOperation {
  public constructor(private readonly work: Work) {}

  public open(actor: Actor, received: unknown): Promise<{ key: string }> {
    return this.work.run(actor, async (tx) => {
      const { key } = await openOperation(tx, received);
      return { key };
    });
  }

  /** Adds a person, or renews the reason and the end of a membership. */
  public admit(actor: Actor, key: string, received: unknown): Promise<{ key: string; user: string; endsOn: string }> {
    return this.work.run(actor, (tx) => admitMember(tx, key, received));
  }

  public expel(actor: Actor, key: string, user: string): Promise<{ key: string; user: string }> {
    return this.work.run(actor, async (tx) => {
      await expelMember(tx, key, user);
      return { key, user };
    });
  }

  /** Names another agency, whose leads are told and nominate their own people. */
  public join(actor: Actor, key: string, received: unknown): Promise<{ key: string; agency: string }> {
    const { agency } = checkInput(JointAgencyInput, received);
    return this.work.run(actor, async (tx) => {
      await joinAgency(tx, key, agency);
      return { key, agency };
    });
  }

  /** A joint agency leaves with all of its members. */
  public part(actor: Actor, key: string, agency: string): Promise<{ key: string; agency: string; members: number }> {
    return this.work.run(actor, async (tx) => ({ key, agency, members: await partAgency(tx, key, agency) }));
  }

  /** Nobody and nothing enters any more; what is in stays in. */
  public close(actor: Actor, key: string): Promise<{ key: string; closed: true }> {
    return this.work.run(actor, (tx) => closeOperation(tx, key));
  }
}
