import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { lockCase, resultKind } from '@clin/cases';
import {
  checkInput,
  Clock,
  InvalidInput,
  NotVisible,
  sql,
  Work,
  WrongState,
  type Actor,
  type Tx,
} from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { londonDay } from '@clin/platform/working-time';
import { DecisionInput, ReasonInput, ResultInput, RiskInput } from './casework.input.js';

/** An entry of a part: appended, and never changed or taken out. */
export interface LoggedEntry {
  id: string;
  caseId: string;
}

const text = (value: string | null | undefined): string => value?.trim() ?? '';

/** Decisions, risks and results of a case. All throw InvalidInput, NotVisible, NotPermitted and, for a closed case, WrongState. */
@Injectable()
export class LogEntry {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  public async decision(actor: Actor, id: string, received: unknown): Promise<LoggedEntry> {
    const { decision, reason, refused } = checkInput(DecisionInput, received);
    return this.log(actor, id, 'case.decide', async (tx, { parts }) =>
      tx.row(sql`INSERT INTO cases.decision (case_id, part_id, by_user, decision, reason, refused)
        VALUES (${id}::uuid, ${parts.decisions}::uuid, ${actor.userId}::uuid, ${text(decision)}, ${text(reason)}, ${text(refused)}) RETURNING id`),
    );
  }

  /** A risk or threat, or the next assessment of one. */
  public async risk(actor: Actor, id: string, received: unknown): Promise<LoggedEntry> {
    const input = checkInput(RiskInput, received);
    const open = input.state !== 'closed';
    if (open && input.reviewOn! < londonDay(this.clock.now()))
      throw new InvalidInput({ reviewOn: 'Give a day that is not in the past.' });
    return this.log(actor, id, 'case.assess-risk', async (tx, { parts }) => {
      const before = input.risk
        ? await tx.row(
            sql`SELECT true FROM cases.risk_entry r WHERE r.case_id = ${id}::uuid AND r.risk_id = ${input.risk}::uuid LIMIT 1`,
          )
        : undefined;
      if (input.risk && !before) throw new InvalidInput({ risk: 'Choose a risk of this case.' });
      return tx.row(sql`INSERT INTO cases.risk_entry (case_id, part_id, by_user, risk_id, kind, what, likelihood, impact, control, owner_name, review_on, state)
        VALUES (${id}::uuid, ${parts.risks}::uuid, ${actor.userId}::uuid, ${input.risk ?? randomUUID()}::uuid, ${input.kind}, ${text(input.what)},
          ${input.likelihood}::smallint, ${input.impact}::smallint, ${text(input.control)}, ${text(input.owner)},
          ${open ? input.reviewOn : null}::date, ${input.state}) RETURNING id`);
    });
  }

  public async result(actor: Actor, id: string, received: unknown): Promise<LoggedEntry> {
    const input = checkInput(ResultInput, received);
    refuseUncountable(input, londonDay(this.clock.now()));
    const value = typeof input.value === 'number' ? input.value : null;
    return this.log(actor, id, 'case.record-result', async (tx, { parts }) =>
      tx.row(sql`INSERT INTO cases.result (case_id, part_id, by_user, kind, amount, unit, value_gbp, type, detail, line, event_date, attributable)
        VALUES (${id}::uuid, ${parts.results}::uuid, ${actor.userId}::uuid, ${input.kind}, ${input.amount}::numeric, ${resultKind(input.kind).unit},
          ${value}::numeric, ${text(input.type) || null}, ${text(input.detail)}, ${text(input.line) || null}, ${input.eventDate}::date,
          ${input.attributable === 'yes'}::boolean) RETURNING id`),
    );
  }

  /** A result that was recorded wrongly counts no more, and stays to be read with the reason. WrongState when it was struck out before. */
  public async strike(actor: Actor, id: string, resultId: string, received: unknown): Promise<LoggedEntry> {
    const { reason } = checkInput(ReasonInput, received);
    if (!isUuid(resultId)) throw new NotVisible('malformed');
    return this.log(actor, id, 'case.strike-result', async (tx, { parts }) => {
      const found = await tx.row<{
        struck: boolean;
      }>(sql`SELECT EXISTS (SELECT 1 FROM cases.result_strike s WHERE s.result_id = r.id) AS struck
        FROM cases.result r WHERE r.id = ${resultId}::uuid AND r.case_id = ${id}::uuid`);
      if (!found) throw new NotVisible('absent');
      if (found.struck) throw new WrongState('This result was struck out already. Nothing was changed.');
      return tx.row(sql`INSERT INTO cases.result_strike (case_id, part_id, by_user, result_id, reason)
        VALUES (${id}::uuid, ${parts.results}::uuid, ${actor.userId}::uuid, ${resultId}::uuid, ${text(reason)}) RETURNING id`);
    });
  }

  private log(
    actor: Actor,
    id: string,
    event: string,
    write: (tx: Tx, found: Awaited<ReturnType<typeof lockCase>>) => Promise<{ id: string } | undefined>,
  ): Promise<LoggedEntry> {
    return this.work.run(actor, async (tx) => {
      const made = await write(tx, await lockCase(tx, actor, id, 'write'));
      await tx.record({ event, recordIds: [id], detail: { entry: made!.id } });
      return { id: made!.id, caseId: id };
    });
  }
}

function refuseUncountable(input: ResultInput, today: string): void {
  const { type, weighed, valued } = resultKind(input.kind);
  const errors: Record<string, string> = {};
  if (!(input.amount > 0)) errors['amount'] = 'Give an amount above nothing.';
  else if (!weighed && !Number.isInteger(input.amount)) errors['amount'] = 'Give a whole number.';
  if (type && !text(input.type)) errors['type'] = 'Say which type.';
  if (!valued && typeof input.value === 'number') errors['value'] = 'Give a value of drugs only.';
  if (input.eventDate > today) errors['eventDate'] = 'Give a day that is not in the future.';
  if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
}
