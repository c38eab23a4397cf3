import { Injectable } from '@nestjs/common';
import { Work, type Actor } from '@clin/platform';
import { handOverOperation, reopenOperation, takeOverOperation } from './operation.store.js';

/** Who answers for an operation: its lead hands it over, another takes it over when none is left, and a closed one opens again. */
@Injectable()
export class LeadOperation {
  public constructor(private readonly work: Work) {}

  /** NotPermitted for everybody but its lead; InvalidInput for somebody who is no lead of the owner now. */
  public handOver(actor: Actor, key: string, received: unknown): Promise<{ key: string; to: string; endsOn: string }> {
    return this.work.run(actor, (tx) => handOverOperation(tx, key, received));
  }

  /** WrongState while it has a lead, NotVisible from outside while any lead is left in it. */
  public takeOver(actor: Actor, key: string, received: unknown): Promise<{ key: string; endsOn: string }> {
    return this.work.run(actor, (tx) => takeOverOperation(tx, key, received));
  }

  /** Memberships that ended stay ended. WrongState when it is open. */
  public reopen(actor: Actor, key: string, received: unknown): Promise<{ key: string; closed: false }> {
    return this.work.run(actor, (tx) => reopenOperation(tx, key, received));
  }
}
