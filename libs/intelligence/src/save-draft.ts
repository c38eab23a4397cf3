import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, InvalidInput, reference, Work, type Actor, type Tx } from '@clin/platform';
import { checkReportInput } from './check-input.js';
import { untrueIn } from './report-completeness.js';
import { Report } from './report.js';
import { ReportItem } from './report-item.js';
import { ReportChange, ReportInput, type ReportItemInput } from './report.input.js';
import type { ReportStatus } from './report.states.js';
import { insertReport, knownAreas, lockOwned, updateReport } from './report.store.js';
import { londonDay } from '@clin/platform/working-time';

export interface SavedReport {
  id: string;
  reference: string;
  version: number;
  status: ReportStatus;
  savedAt: string;
  /** In order: a client that keeps an item's id keeps its source reference. */
  itemIds: string[];
}

/** Begins a draft and saves changes to it. A draft may be incomplete; what is given must be well formed and true of the world. */
@Injectable()
export class SaveDraft {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput. */
  public async begin(actor: Actor, received: unknown): Promise<SavedReport> {
    const input = checkReportInput(ReportInput, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = Report.begin(actor, { id: randomUUID(), reference: reference('IR'), now });
      await this.fill(tx, report, input, now);
      await insertReport(tx, report);
      await tx.record({ event: 'report.create', recordIds: [report.id], detail: { reference: report.reference } });
      return saved(report, now);
    });
  }

  /** Throws InvalidInput, NotVisible, NotPermitted, WrongState or Stale; then nothing of it was saved. */
  public async change(actor: Actor, id: string, received: unknown): Promise<SavedReport> {
    const input = checkReportInput(ReportChange, received);
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const report = await lockOwned(tx, actor, id);
      report.advance('save', actor, input.version, now);
      const before = report.items.map((item) => item.id);
      await this.fill(tx, report, input, now);
      await updateReport(tx, report, before);
      await tx.record({ event: 'report.save', recordIds: [id], detail: { version: report.version } });
      return saved(report, now);
    });
  }

  private async fill(tx: Tx, report: Report, input: ReportInput, now: Date): Promise<void> {
    report.write(input);
    if (input.items !== undefined) report.items = written(report, input.items ?? []);
    const untrue = untrueIn(report, londonDay(now), await knownAreas(tx));
    if (Object.keys(untrue).length > 0) throw new InvalidInput(untrue);
    report.label();
  }
}

/** The items as sent: one with an id changes that item, one without is new, and one that is no longer sent is gone. */
function written(report: Report, inputs: readonly ReportItemInput[]): ReportItem[] {
  const taken = new Set<string>();
  return inputs.map((input, index) => {
    const held =
      input.id === undefined || input.id === null
        ? ReportItem.begin(report.id)
        : report.items.find((item) => item.id === input.id);
    if (!held || taken.has(held.id)) throw new InvalidInput({ [`items.${index}.id`]: 'Names no item of this report.' });
    taken.add(held.id);
    held.write(input);
    return held;
  });
}

function saved({ id, reference: code, version, status, items }: Report, now: Date): SavedReport {
  return { id, reference: code, version, status, savedAt: now.toISOString(), itemIds: items.map((item) => item.id) };
}
