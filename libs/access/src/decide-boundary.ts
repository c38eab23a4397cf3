import { Injectable } from '@nestjs/common';
import { Boundary, Clock, Read, sql, type Actor, type Decision } from '@clin/platform';
import { judge, type Grant } from './grant.js';

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
      const [grants, members] = await Promise.all([
        q.rows<Grant>(sql`SELECT owner_id AS "ownerId", sensitivity, compartment_id AS "compartmentId", private_to AS "privateTo",
          valid_until AS "validUntil", disclosure_id AS "disclosureId", agreement_in_force AS "agreementInForce"
          FROM access.my_grants(${recordId}::uuid)`),
        q.rows<{ id: number }>(sql`SELECT ctx.compartments() AS id`),
      ]);
      return judge({ ...actor, compartments: members.map((member) => member.id) }, grants, this.clock.now());
    });
  }
}
