import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  addTransition,
  knownAreas,
  lockOwned,
  missingFrom,
  REPORT_EVENTS,
  untrueIn,
  updateReport,
  Versioned,
  type Moved,
  type Report,
  type ReportAction,
  type ReportStatus,
} from '@clin/intelligence';
import { checkInput, Clock, InvalidInput, sql, Work, WrongState, type Actor, type Tx } from '@clin/platform';
import { CorrectionDecisionInput, CorrectionInput, WithdrawalInput } from './correction.input.js';
import { contentOf, type CorrectedContent } from './correction.js';
import { londonDay } from '@clin/platform/working-time';

export interface Proposed extends Moved {
  correction: string;
}

/** Somebody of the owner proposes what a disseminated report should have said; nothing that others see changes yet. */
@Injectable()
export class CorrectReport {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput (incomplete, untrue, or no change), NotVisible, NotPermitted, WrongState (not disseminated, or one is open) or Stale. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<Proposed> {
    const input = checkInput(CorrectionInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const moved = await move(tx, actor, report, {
        action: 'correct',
        version: input.version,
        reason: input.reason,
        now,
      });
      if (await openCorrection(tx, id))
        throw new WrongState('A correction of this report waits for a decision already. Nothing was changed.');
      const content = contentOf(report, input);
      await refuseFaulty(tx, report, content, now);
      const correction = randomUUID();
      await tx.rows(sql`INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state)
        VALUES (${correction}::uuid, ${id}::uuid, ${input.reason}, ${JSON.stringify(content)}::jsonb, ${actor.userId}::uuid, 'proposed')`);
      await tx.emit({ type: REPORT_EVENTS.correctionProposed, recordId: id, payload: {} });
      await tx.record({ event: 'report.correct', recordIds: [id], detail: { correction } });
      return { ...moved, correction };
    });
  }
}

/** A supervisor who did not write it decides; on approval it replaces what recipients see, and each of them is told what changed in kind. */
@Injectable()
export class DecideCorrection {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  public async execute(actor: Actor, id: string, received: unknown): Promise<Moved> {
    const { version, decision, reason } = checkInput(CorrectionDecisionInput, received);
    if (decision === 'reject' && !reason?.trim()) throw new InvalidInput({ reason: 'Say why it is rejected.' });
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const action = decision === 'approve' ? 'approve-correction' : 'reject-correction';
      const moved = await move(tx, actor, report, {
        action: 'decide',
        called: action,
        version,
        reason: reason ?? undefined,
        now,
      });
      const open = await openCorrection(tx, id);
      if (!open) throw new WrongState('No correction of this report waits for a decision. Nothing was changed.');
      const told = await tx.rows<{ agency: number }>(
        sql`SELECT intelligence.decide_correction(${open}::uuid, ${decision === 'approve'}::boolean, ${reason ?? null}) AS agency`,
      );
      if (decision === 'approve') await tell(tx, REPORT_EVENTS.corrected, id, told);
      await tx.record({
        event: `report.${action}`,
        recordIds: [id],
        detail: { correction: open, agencies: told.map(({ agency }) => agency) },
      });
      return moved;
    });
  }
}

/** Whoever proposed a correction takes it back while it waits: the report stays as it was, and another can be proposed. */
@Injectable()
export class WithdrawCorrection {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws NotVisible, NotPermitted (somebody else proposed it), WrongState (none waits) or Stale. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<Moved> {
    const { version } = checkInput(Versioned, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      // Open wherever one can be proposed, and to the same people.
      const moved = await move(tx, actor, report, { action: 'correct', called: 'withdraw-correction', version, now });
      const open = await openCorrection(tx, id);
      if (!open) throw new WrongState('No correction of this report waits for a decision. Nothing was changed.');
      await tx.rows(sql`SELECT intelligence.withdraw_correction(${open}::uuid)`);
      await tx.record({ event: 'report.withdraw-correction', recordIds: [id], detail: { correction: open } });
      return moved;
    });
  }
}

/** The owner no longer stands by a report: every disclosure ends, and a notice is all that is left of it elsewhere. */
@Injectable()
export class WithdrawReport {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  public async execute(actor: Actor, id: string, received: unknown): Promise<Moved> {
    const { version, reason } = checkInput(WithdrawalInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      const moved = await move(tx, actor, report, { action: 'withdraw', version, reason, now });
      const told = await tx.rows<{ agency: number }>(sql`SELECT access.withdraw(${id}::uuid, ${reason}) AS agency`);
      await tell(tx, REPORT_EVENTS.withdrawn, id, told);
      await tx.record({
        event: 'report.withdraw',
        recordIds: [id],
        detail: { agencies: told.map(({ agency }) => agency) },
      });
      return moved;
    });
  }
}

interface Step {
  action: ReportAction;
  called?: string;
  version: number;
  reason?: string | undefined;
  now: Date;
}

/** Content is not touched here: after dissemination only the keeper's functions change it. */
async function move(
  tx: Tx,
  actor: Actor,
  report: Report,
  { action, called, version, reason, now }: Step,
): Promise<Moved> {
  const from: ReportStatus = report.status;
  const status = report.advance(action, actor, version, now);
  await updateReport(tx, report);
  await addTransition(tx, actor, { report, action: called ?? action, from, at: now, ...(reason ? { reason } : {}) });
  return { id: report.id, version: report.version, status };
}

async function openCorrection(tx: Tx, id: string): Promise<string | undefined> {
  return (
    await tx.row<{ id: string }>(
      sql`SELECT id FROM intelligence.report_correction WHERE report_id = ${id}::uuid AND state = 'proposed'`,
    )
  )?.id;
}

/** One event for each agency: the worker tells its people, and nobody learns who else was told. */
async function tell(tx: Tx, type: string, recordId: string, told: readonly { agency: number }[]): Promise<void> {
  for (const { agency } of told) await tx.emit({ type, recordId, payload: { recipientAgencyId: agency } });
}

/** As complete and as true as at assessment, and different from what stands. */
async function refuseFaulty(tx: Tx, report: Report, content: CorrectedContent, now: Date): Promise<void> {
  const left = report.items.filter((item) => !content.items.some((one) => one.id === item.id && one.withdrawn));
  if (left.length === 0) throw new InvalidInput({ items: 'A report without items is withdrawn, not corrected.' });
  const wrong = { ...missingFrom(report), ...untrueIn(report, londonDay(now), await knownAreas(tx)) };
  if (Object.keys(wrong).length > 0) throw new InvalidInput(wrong);
  if (!content.changed) throw new InvalidInput({ items: 'Change something: this is what the report says already.' });
}
