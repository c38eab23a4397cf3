import { Injectable } from '@nestjs/common';
import { checkInput, Clock, InvalidInput, Read, type Actor, type Query } from '@clin/platform';
import {
  checkAgency,
  checkColleague,
  type AgencySight,
  type SightCheck,
  type StandingDisclosure,
} from './check-sight.js';
import { CheckSightInput } from './check-sight.input.js';
import { explainedToOwner, type ExplainedRecord } from './explained-record.js';
import type { Card } from './record-kinds.js';

/** What a role at another agency would get of one's own record. */
export interface ViewAs {
  record: Card;
  check: SightCheck;
  /** Every disclosure to that agency that has not been revoked, with what stands in its way: the agreement, its end, conditions to accept. */
  disclosures: StandingDisclosure[];
  /** As that agency's own page shows it; absent when the agency would find nothing. */
  projection?: object;
}

/** Simulations of one's own records: to everybody else these doors answer as if there were nothing. */
@Injectable()
export class SimulateSight {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  /** Can an agency's role, or a colleague, see it; and if not, why? Throws NotVisible or InvalidInput. */
  public async check(actor: Actor, id: string, received: unknown): Promise<SightCheck> {
    const input = checkInput(CheckSightInput, received);
    const now = this.clock.now();
    return this.read.run(actor, async (q) => {
      const record = await explainedToOwner(q, actor, id, now);
      return input.person
        ? checkColleague(q, actor, record, input.person, now)
        : (await checkAgency(q, actor, record, input, now)).check;
    });
  }

  /** The exact projection, read with the columns and put together by the code that a recipient's own door uses. */
  public async viewAs(actor: Actor, id: string, received: unknown): Promise<ViewAs> {
    const { agency, role } = checkInput(CheckSightInput, received);
    const now = this.clock.now();
    return this.read.run(actor, async (q) => {
      const record = await explainedToOwner(q, actor, id, now);
      if (agency === actor.agencyCode)
        throw new InvalidInput({ agency: 'Choose another agency: your own sees the whole record.' });
      const sight = await checkAgency(q, actor, record, { agency, role }, now);
      const projection = await project(q, actor, record, sight);
      const { check, disclosures } = sight;
      return { record: record.card, check, disclosures, ...(projection ? { projection } : {}) };
    });
  }

  /** The recipient's page of a projection. */
  public page(
    actor: Actor,
    id: string,
    projection: object,
  ): Promise<{ template: string; data: Record<string, unknown> }> {
    return this.read.run(actor, async (q) => {
      const { kind } = await explainedToOwner(q, actor, id, this.clock.now());
      return kind.projectionPage(q, projection);
    });
  }
}

async function project(
  q: Query,
  actor: Actor,
  { id, kind }: ExplainedRecord,
  { live }: AgencySight,
): Promise<object | undefined> {
  if (live.length === 0) return undefined;
  return kind.projection(q, {
    actor,
    recordId: id,
    disclosureIds: live.flatMap(({ disclosureId }) => disclosureId ?? []),
    itemIds: [...new Set(live.flatMap(({ items }) => items))],
  });
}
