import { Injectable } from '@nestjs/common';
import { differenceWords, peopleIfShared, PreviewChange, RECORD_KIND, type GrantChange } from '@clin/access';
import { listAgencies, type Agency } from '@clin/identity';
import type { OwnerReport } from '@clin/intelligence';
import { requestsAbout } from '@clin/originator-control';
import { Clock, Read, type Actor } from '@clin/platform';
import { agreementsOf, type AgreementSummary } from '@clin/sharing';
import { standingRecipients, type StandingRecipient } from '@clin/standing-rules';
import { endOfLondonDay } from '@clin/platform/working-time';
import type { DisclosureInput } from '../disclosure.input.js';

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
  public constructor(
    private readonly read: Read,
    private readonly previewChange: PreviewChange,
  ) {}

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
      const people = await peopleIfShared(q, 'report', report.id, agencies, Clock.time());
      return { standing, agreements, agencies, people };
    });
  }

  /** What an onward share that this agency permitted asks for, as the disclosure's form takes it; undefined when there is none to carry out. */
  public async granted(
    actor: Actor,
    id: string,
    permission: string,
    { agreements }: Pick<SharingChoices, 'agreements'>,
  ): Promise<Record<string, unknown> | undefined> {
    const asked = await this.read.run(actor, (q) => requestsAbout(q, actor, id));
    const found = asked.find((one) => one.id === permission && one.state === 'granted' && one.to !== null);
    if (!found?.to) return undefined;
    const { to, items, purpose, conditions } = found;
    const agreement = agreements.find(({ parties }) => parties.includes(to));
    return {
      agency: to,
      items,
      purpose,
      conditions,
      agreement: agreement?.reference,
      legalBasis: agreement?.legalBasis,
    };
  }

  /** Who gains sight by the standing rules and by what was chosen, in words for the interruption card. */
  public async changes(
    actor: Actor,
    { id }: OwnerReport,
    { standing, agencies }: Pick<SharingChoices, 'standing' | 'agencies'>,
    chosen: readonly DisclosureInput[],
  ): Promise<string[]> {
    const given = { kind: 'disclosure', inForce: true, validUntil: null } as const;
    const byRule = standing.map(({ agencyId, agency, agencyName, itemIds }): GrantChange => ({
      ...given,
      agencyId,
      agency,
      agencyName,
      items: itemIds,
    }));
    const byHand = chosen.flatMap(({ agency: code, items, expires }): GrantChange[] => {
      const agency = agencies.find((one) => one.code === code);
      const validUntil = endOfLondonDay(expires);
      return agency
        ? [{ ...given, agencyId: agency.id, agency: code, agencyName: agency.name, items, validUntil }]
        : [];
    });
    const preview = await this.previewChange.of(actor, id, [...byRule, ...byHand]);
    return preview.agencies.map(differenceWords);
  }
}
