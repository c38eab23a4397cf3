import { Injectable } from '@nestjs/common';
import { RECORD_KIND } from '@clin/access';
import { listAgencies, type Agency } from '@clin/identity';
import { Read, type Actor } from '@clin/platform';
import { agreementsOf, standingRecipients, type AgreementSummary, type StandingRecipient } from '@clin/sharing';
import type { OwnerReport } from '../report-detail.js';
import { peopleAt } from './people-at.query.js';

export interface SharingChoices {
  standing: StandingRecipient[];
  agreements: AgreementSummary[];
  /** Other parties of agreements in force, that take part today. */
  agencies: Agency[];
  people: ReadonlyMap<string, number>;
}

/** Who gets the report by standing rules, and to whom else it may go: the answer that dissemination itself will use. */
@Injectable()
export class SharingQuery {
  public constructor(private readonly read: Read) {}

  public for(actor: Actor, report: OwnerReport): Promise<SharingChoices> {
    const items = report.items.map(({ id, handlingCode, areas }) => ({
      id,
      handling: handlingCode === 'P' ? ('P' as const) : ('C' as const),
      areas,
    }));
    return this.read.run(actor, async (q) => {
      const [standing, all, everybody] = await Promise.all([
        standingRecipients(q, actor, RECORD_KIND.report, items),
        agreementsOf(q, actor),
        listAgencies(q),
      ]);
      const agreements = all.filter(({ inForce }) => inForce);
      const parties = new Set(agreements.flatMap((one) => one.parties));
      const agencies = everybody.filter(({ code }) => code !== actor.agencyCode && parties.has(code));
      const people = await peopleAt(
        q,
        agencies.map(({ code }) => code),
      );
      return { standing, agreements, agencies, people };
    });
  }
}
