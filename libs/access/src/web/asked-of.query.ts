import { Injectable } from '@nestjs/common';
import { Clock, Read, ROLES, type Actor } from '@clin/platform';
import { colleagues } from '../audience.query.js';
import { explainedToOwner } from '../explained-record.js';
import { knownAgencies, type KnownAgency } from '../known-agencies.query.js';

/** Of whom an owner may ask: agencies of agreements in force, those that hold the record, and colleagues by name. */
@Injectable()
export class AskedOf {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  public of(
    actor: Actor,
    id: string,
  ): Promise<{ agencies: KnownAgency[]; colleagues: { id: string; name: string }[] }> {
    return this.read.run(actor, async (q) => {
      const { known } = await explainedToOwner(q, actor, id, this.clock.now());
      const [agencies, people] = await Promise.all([knownAgencies(q, actor, known), colleagues(q, actor, ROLES)]);
      const holders = new Set(known.map(({ agencyId }) => agencyId));
      return {
        agencies: agencies.filter((one) => one.inForce || holders.has(one.id)),
        colleagues: people.map(({ id: person, name }) => ({ id: person, name })),
      };
    });
  }
}
