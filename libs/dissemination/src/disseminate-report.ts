import { Injectable } from '@nestjs/common';
import { RECORD_KIND } from '@clin/access';
import { addTransition, lockOwned, REPORT_EVENTS, updateReport, type Moved, type Report } from '@clin/intelligence';
import { checkInput, Clock, sql, Work, type Actor, type Tx } from '@clin/platform';
import { applyStandingRules, type ShareableItem } from '@clin/standing-rules';
import './shareable.js';
import { discloseTo, type MadeDisclosure } from './disclosing.js';
import { DisseminationInput } from './disclosure.input.js';

export interface Disseminated extends Moved {
  disclosures: { id: string; agency: string }[];
}

/** Lets an assessed report travel: by the standing rules of agreements in force, and to whom the supervisor names beyond them. */
@Injectable()
export class DisseminateReport {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  public async execute(actor: Actor, id: string, received: unknown): Promise<Disseminated> {
    const { version, to } = checkInput(DisseminationInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const from = report.status;
      const status = report.advance('disseminate', actor, version, now);
      report.disseminatedAt = now;
      await updateReport(tx, report);
      const standing = await applyStandingRules(
        tx,
        actor,
        { id, kind: RECORD_KIND.report, items: shareable(report) },
        now,
      );
      const made: MadeDisclosure[] = standing.map(({ disclosureId, agencyId, agency }) => ({
        disclosureId,
        agencyId,
        agency,
      }));
      for (const [index, disclosure] of (to ?? []).entries())
        made.push(await discloseTo(tx, actor, report, disclosure, now, `to.${index}.`));
      await addTransition(tx, actor, { report, action: 'disseminate', from, at: now });
      await tx.emit({ type: REPORT_EVENTS.disseminated, recordId: id, payload: await factsOf(tx, report, made) });
      await tx.record({ event: 'report.disseminate', recordIds: [id], detail: { disclosures: made } });
      return {
        id,
        version: report.version,
        status,
        disclosures: made.map(({ disclosureId, agency }) => ({ id: disclosureId, agency })),
      };
    });
  }
}

/** The items as standing rules are asked about them. */
export function shareable(report: Pick<Report, 'items'>): ShareableItem[] {
  return report.items.map(({ id }) => ({ id }));
}

/** What counters need: facts and ids, no text. Confidence is that of the owner's row, 0 to 3. */
async function factsOf(tx: Tx, report: Report, made: readonly MadeDisclosure[]): Promise<Record<string, unknown>> {
  const row = await tx.row<{ confidence: number }>(sql`SELECT confidence FROM access.record_visibility
    WHERE record_id = ${report.id}::uuid AND disclosure_id IS NULL AND owner_id = ${report.ownerAgencyId}::smallint`);
  return {
    eventDate: report.eventDate,
    areas: [...new Set(report.items.flatMap((item) => item.areas))],
    confidence: row?.confidence ?? 0,
    threatToLife: report.threatToLife,
    compartmentId: report.compartmentId,
    recipientAgencyIds: [...new Set(made.map((one) => one.agencyId))],
  };
}
