import { Injectable } from '@nestjs/common';
import { checkInput, Clock, InvalidInput, sql, Stale, Work, type Actor, type Tx } from '@clin/platform';
import { EVENT_OF } from './events.js';
import { clockFor } from './referral-clock.js';
import { OutcomeInput, ProgressInput, SaidStepInput, StepInput } from './referral.input.js';
import { isUrgent, RESULTS, type ReferralKind } from './referral.kinds.js';
import { heldReferral, refuseStep, type HeldReferral } from './referral.rows.js';
import { REFERRAL_STATES, statusName, type ReferralAction, type ReferralStatus } from './referral.states.js';

/** What every step answers. */
export interface MovedReferral {
  id: string;
  version: number;
  status: ReferralStatus;
}

export interface Move {
  action: ReferralAction;
  version: number;
  text?: string | null | undefined;
  facts?: Record<string, unknown>;
  /** Of a transfer. */
  receiverId?: number;
}

/** The steps that share nothing anew: of the receiver all, of the sender its answer and the closing. */
export type PlainAction = Extract<
  ReferralAction,
  'acknowledge' | 'accept' | 'reject' | 'ask' | 'inform' | 'progress' | 'outcome' | 'close'
>;

@Injectable()
export class MoveReferral {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput, NotVisible (no sight of it), NotPermitted (the other side's step, or no role), WrongState or Stale. */
  public async execute(actor: Actor, id: string, action: PlainAction, received: unknown): Promise<MovedReferral> {
    const input = inputOf(action, received);
    const own = 'audience' in input && input.audience === 'own';
    const now = this.clock.now();
    return this.work.run(actor, async (tx) => {
      const held = await heldReferral(tx, actor, id);
      const step: ReferralAction = own ? 'note' : action;
      refuseStep(held, actor, step, input.version);
      const facts = input instanceof OutcomeInput ? factsOf(held.kind, input) : {};
      return moved(tx, actor, held, { action: step, version: input.version, text: input.text, facts }, now);
    });
  }
}

function inputOf(action: PlainAction, received: unknown): StepInput | ProgressInput | OutcomeInput {
  if (action === 'outcome') return checkInput(OutcomeInput, received);
  if (action === 'progress') return checkInput(ProgressInput, received);
  return checkInput(action === 'acknowledge' || action === 'close' ? StepInput : SaidStepInput, received);
}

/** The result, and of a platform referral the replies, which must add up to what was referred. */
function factsOf(kind: ReferralKind, input: OutcomeInput): Record<string, unknown> {
  const { result, referred, removed, restricted, refused, noResponse } = input;
  if (!RESULTS[kind].some(([value]) => value === result)) throw new InvalidInput({ result: 'Choose the result.' });
  const counts = { referred, removed, restricted, refused, noResponse };
  if (kind !== 'platform') {
    const stray = Object.entries(counts).find(([, count]) => count !== undefined && count !== null);
    if (stray) throw new InvalidInput({ [stray[0]]: 'Only a platform referral has counts.' });
    return { result };
  }
  const replies = [removed, restricted, refused, noResponse].reduce<number>((sum, count) => sum + (count ?? 0), 0);
  if (!referred) throw new InvalidInput({ referred: 'Say how many pieces of content were referred.' });
  if (replies !== referred)
    throw new InvalidInput({ referred: `The replies add up to ${replies}, not to what was referred.` });
  return { result, ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count ?? 0])) };
}

/** Takes the step in the database, starts the next clock, and tells the other side. Throws Stale when somebody was faster. */
export async function moved(tx: Tx, actor: Actor, held: HeldReferral, move: Move, now: Date): Promise<MovedReferral> {
  const { action, version, text, facts, receiverId } = move;
  const { to } = REFERRAL_STATES[held.status][held.side!][action]!;
  const clock = await clockFor(tx, held.kind, to, now);
  const row = await tx.row<{ status: number; version: number; owner: number; receiver: number }>(sql`
    SELECT m.status, m.version, m.owner_id AS owner, m.receiver_id AS receiver FROM referrals.move(${held.id}::uuid, ${action}, ${version}::int,
      ${text?.trim() || null}, ${JSON.stringify(facts ?? {})}::jsonb, ${receiverId ?? null}::smallint,
      ${clock.warnAt}::timestamptz, ${clock.dueAt}::timestamptz, ${clock.escalateAt}::timestamptz) m`);
  if (!row) throw new Stale({ id: held.id });
  const type = EVENT_OF[action];
  if (type)
    await tx.emit({ type, recordId: held.id, payload: { recipientAgencyId: row.receiver, urgent: isUrgent(held.kind) } });
  await tx.record({ event: `referral.${action}`, recordIds: [held.id], detail: { status: statusName(row.status), receiver: row.receiver } });
  return { id: held.id, version: row.version, status: statusName(row.status) };
} // prettier-ignore
