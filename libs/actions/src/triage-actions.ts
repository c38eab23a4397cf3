import { Injectable } from '@nestjs/common';
import { checkInput, InvalidInput, NotPermitted, NotVisible, Stale, Unavailable, Work, WrongState, type Actor } from '@clin/platform'; // prettier-ignore
import { MoveAction, type MovedAction } from './move-action.js';
import { TriageDecision, TriageRows, type TriageRow, type TriageStep } from './triage.input.js';
import type { TriageRefusal } from './triage.query.js';
import { Answered, UndoAction } from './undo-action.js';

/** What became of one action. */
export interface DecidedRow {
  id: string;
  /** As it is now, when it was moved. */
  moved: MovedAction | null;
  why: TriageRefusal | null;
  /** The other agency that answered the request already, where that is why it is not taken back. */
  agency: string | null;
}

/** One decision about many actions: each is decided, written and logged by itself, and a refusal of one stops no other. */
@Injectable()
export class TriageActions {
  public constructor(
    private readonly work: Work,
    private readonly moving: MoveAction,
    private readonly undoing: UndoAction,
  ) {}

  /** Throws InvalidInput. */
  public async decide(actor: Actor, received: unknown): Promise<{ rows: DecidedRow[] }> {
    const { step, reason, colleague, to, person, team, agency, dueOn, rows } = checkInput(TriageDecision, received);
    const whom = { pass: { colleague }, give: { to, person, team, agency, ...(dueOn ? { dueOn } : {}) } };
    const more = { ...(reason ? { reason } : {}), ...(step === 'pass' || step === 'give' ? whom[step] : {}) };
    return this.each(actor, rows!, step, ({ id, version }) => this.steps[step](actor, id, { version, ...more }));
  }

  /** Takes the decisions back that can be: see UndoAction. Throws InvalidInput. */
  public undo(actor: Actor, received: unknown): Promise<{ rows: DecidedRow[] }> {
    const { rows } = checkInput(TriageRows, received);
    return this.each(actor, rows!, 'undo', ({ id, version }) => this.undoing.execute(actor, id, { version }));
  }

  private readonly steps: Record<TriageStep, MoveAction['accept']> = {
    accept: (...given) => this.moving.accept(...given),
    give: (...given) => this.moving.give(...given),
    pass: (...given) => this.moving.pass(...given),
    'hand-back': (...given) => this.moving.handBack(...given),
    verify: (...given) => this.moving.verify(...given),
    return: (...given) => this.moving.giveBack(...given),
    withdraw: (...given) => this.moving.withdraw(...given),
  };

  private async each(
    actor: Actor,
    rows: readonly TriageRow[],
    step: string,
    move: (row: TriageRow) => Promise<MovedAction>,
  ): Promise<{ rows: DecidedRow[] }> {
    // The key of a request is for one write. Here each row's version lets it happen once, however often it is sent.
    delete actor.trail.idempotency;
    const decided: DecidedRow[] = [];
    for (const row of new Map(rows.map((one) => [one.id, one])).values()) {
      try {
        decided.push({ id: row.id, moved: await move(row), why: null, agency: null });
      } catch (error) {
        const why = refusalIn(error);
        decided.push({ id: row.id, moved: null, why, agency: error instanceof Answered ? error.agency : null });
        const detail = { action: row.id, step, why };
        await this.work.run(actor, (tx) => tx.record({ event: 'action.triage-refused', recordIds: [], detail }));
      }
    }
    return { rows: decided };
  }
}

/** Anything else is a bug, and thrown on. */
function refusalIn(error: unknown): TriageRefusal {
  if (error instanceof NotVisible) return 'absent';
  if (error instanceof Stale) return 'changed';
  if (error instanceof Answered) return error.answer;
  if (error instanceof WrongState) return 'wrong-state';
  if (error instanceof NotPermitted) return error.reason as TriageRefusal;
  if (error instanceof InvalidInput) return 'dueOn' in error.fields ? 'late' : 'unseen';
  if (error instanceof Unavailable) return 'unavailable';
  throw error;
}
