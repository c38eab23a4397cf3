import { Injectable } from '@nestjs/common';
import { Boundary, Clock, Read, type Actor, type Decision } from '@clin/platform';
import { isEmergency, judge } from './grant.js';
import { myGrants, readerFor } from './grants.query.js';

/** The guard's question for one record, answered from the actor's own agency's grants. */
@Injectable()
export class DecideBoundary extends Boundary {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {
    super();
  }

  public async decide(actor: Actor, recordId: string): Promise<Decision> {
    return this.read.run(actor, async (q) => {
      const [grants, reader] = await Promise.all([myGrants(q, recordId), readerFor(q, actor)]);
      const judgement = judge(reader, grants, this.clock.now());
      const through = judgement.weighed.filter(({ obstacle }) => obstacle === undefined).map(({ grant }) => grant);
      // The audit row of everything done through an emergency says so.
      if (through.length > 0 && through.every(isEmergency)) actor.trail.detail['emergency'] = through[0]!.disclosureId;
      return judgement;
    });
  }
}
