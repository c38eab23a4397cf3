import { Injectable } from '@nestjs/common';
import { leaveUnfinished, unfinishedOf } from '@clin/actions';
import { closeOperation, reopenOperation } from '@clin/need-to-know';
import { checkInput, InvalidInput, sql, Work, type Actor, type Tx } from '@clin/platform';
import { TEXTS, TEXT_FIELDS } from './case-parts.js';
import { ChangeCaseInput, CloseCaseInput, MoveCaseInput } from './case.input.js';
import { CASE_STATUS, type CaseMove, type CaseStatus } from './case.states.js';
import { addStep, lockCase, updateCase, type OwnCase } from './case.store.js';

export interface MovedCase {
  id: string;
  version: number;
  status: CaseStatus;
}

/** Name, summary, lines, people and the 4P plan. What is left out stays; null and blank clear. */
@Injectable()
export class ChangeCase {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput, NotVisible, NotPermitted, WrongState for a closed case, Stale when it was changed since `version`. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<MovedCase> {
    const input = checkInput(ChangeCaseInput, received);
    return this.work.run(actor, async (tx) => {
      const found = await lockCase(tx, actor, id, 'write', input.version);
      const changed = TEXTS.filter((field) => input[field] !== undefined);
      for (const field of changed)
        await tx.rows(sql`UPDATE cases.case_text SET body = ${input[field]?.trim() ?? ''}
          WHERE part_id = ${found.parts[TEXT_FIELDS[field]]}::uuid AND field = ${field}`);
      const name = input.name?.trim();
      const version = await updateCase(tx, found, name ? { name } : {});
      await tx.record({ event: 'case.change', recordIds: [id], detail: { version, fields: changed } });
      return { id, version, status: found.status };
    });
  }
}

/** Suspends, resumes, closes and reopens: each with its reason, which stays in the case's history. */
@Injectable()
export class MoveCase {
  public constructor(private readonly work: Work) {}

  /** Its operation is closed with it when that is asked, and open again with it. Throws InvalidInput, NotVisible, NotPermitted, WrongState or Stale. */
  public async execute(actor: Actor, id: string, move: CaseMove, received: unknown): Promise<MovedCase> {
    const input = checkInput(move === 'close' ? CloseCaseInput : MoveCaseInput, received);
    return this.work.run(actor, async (tx) => {
      const found = await lockCase(tx, actor, id, move, input.version);
      const [from, to] = [CASE_STATUS[found.status], CASE_STATUS[found.to]];
      if (input instanceof CloseCaseInput) await leaveActions(tx, actor, id, input);
      const version = await updateCase(tx, found, { status: to });
      const outcome = input instanceof CloseCaseInput ? { outcome: input.outcome.trim() } : {};
      await addStep(tx, actor, { caseId: id, action: move, from, to, reason: input.reason.trim(), ...outcome });
      await moveOperation(tx, found, move, input);
      await tx.record({ event: `case.${move}`, recordIds: [id], detail: { version } });
      return { id, version, status: found.to };
    });
  }
}

/** Of an operation that was closed before, nothing is left to close. */
async function moveOperation(tx: Tx, found: OwnCase, move: CaseMove, input: MoveCaseInput): Promise<void> {
  const { reference, operation, operationClosed } = found;
  if (input instanceof CloseCaseInput && input.closeOperation && !operationClosed)
    await closeOperation(tx, operation, `Closed with case ${reference}`);
  if (move === 'reopen' && operationClosed) await reopenOperation(tx, operation, { reason: input.reason });
}

/** A case is closed when its actions are finished, or when somebody says that what is not is left. */
async function leaveActions(tx: Tx, actor: Actor, id: string, input: CloseCaseInput): Promise<void> {
  const unfinished = await unfinishedOf(tx, actor, id);
  if (unfinished === 0) return;
  const many = `${unfinished} ${unfinished === 1 ? 'action is' : 'actions are'}`;
  if (!input.leaveActions)
    throw new InvalidInput({ leaveActions: `${many} not finished. Finish them first, or say that they are left.` });
  await leaveUnfinished(tx, actor, id, input.reason.trim());
}
