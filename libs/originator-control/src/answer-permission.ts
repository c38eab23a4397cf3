import { Injectable } from '@nestjs/common';
import {
  checkInput,
  Clock,
  InvalidInput,
  NotPermitted,
  NotVisible,
  sql,
  Work,
  WrongState,
  type Actor,
  type Tx,
} from '@clin/platform';
import { endOfLondonDay, londonDay } from '@clin/platform/working-time';
import { PERMISSION_EVENTS } from './events.js';
import { permissionRow, type PermissionRow } from './permission-rows.js';
import { AnswerPermissionInput, HandlePermissionInput, WithdrawPermissionInput } from './permission.input.js';
import { PERMISSION_STEPS, type PermissionAction } from './permission.states.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface DecidedPermission {
  id: string;
  recordId: string;
  state: 'asked' | 'granted' | 'refused' | 'withdrawn';
}

/** The steps after asking. The table of states guards each before the database's own functions do. */
@Injectable()
export class AnswerPermission {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** By the originator's supervisor or lead. NotVisible to the asker and to everybody else; WrongState after the first answer. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<DecidedPermission> {
    this.mustBeId(id);
    const input = checkInput(AnswerPermissionInput, received);
    if (input.decision === 'granted' && !input.until)
      throw new InvalidInput({ until: 'Give the last day of the permission.' });
    if (input.decision === 'granted' && input.until! < londonDay(this.clock.now()))
      throw new InvalidInput({ until: 'Give a date in the future, at most five years ahead.' });
    return this.work.run(actor, async (tx) => {
      const found = await this.forStep(tx, actor, id, 'answer');
      const until = input.decision === 'granted' ? endOfLondonDay(input.until!) : null;
      await tx.rows(sql`SELECT sharing.answer_permission(${id}::uuid, ${input.decision}, ${input.conditions ?? null},
        ${until}::timestamptz, ${input.reason ?? null})`);
      await this.tell(tx, found, PERMISSION_EVENTS.answered);
      return this.done(tx, found, 'permission.answer', input.decision);
    });
  }

  /** A source handler of the originator says whether the source's side consents. Nothing of it reaches the asker. */
  public async handle(actor: Actor, id: string, received: unknown): Promise<DecidedPermission> {
    this.mustBeId(id);
    const { consents, statement } = checkInput(HandlePermissionInput, received);
    return this.work.run(actor, async (tx) => {
      const found = await this.forStep(tx, actor, id, 'handle');
      await tx.rows(sql`SELECT sharing.handle_permission(${id}::uuid, ${consents}, ${statement})`);
      return this.done(tx, found, 'permission.handle', 'asked');
    });
  }

  /** The asker no longer needs it, or the originator takes it back and says why. */
  public async withdraw(actor: Actor, id: string, received: unknown): Promise<DecidedPermission> {
    this.mustBeId(id);
    const { reason } = checkInput(WithdrawPermissionInput, received);
    return this.work.run(actor, async (tx) => {
      const found = await this.forStep(tx, actor, id, 'withdraw');
      await tx.rows(sql`SELECT sharing.withdraw_permission(${id}::uuid, ${reason ?? null})`);
      await this.tell(tx, found, found.side === 'owner' ? PERMISSION_EVENTS.takenBack : PERMISSION_EVENTS.withdrawn);
      return this.done(tx, found, 'permission.withdraw', 'withdrawn');
    });
  }

  private mustBeId(id: string): void {
    if (!UUID.test(id)) throw new NotVisible('malformed');
  }

  /** What is over already answers as that, whoever tries; a step that is the other side's answers as if there were nothing. */
  private async forStep(tx: Tx, actor: Actor, id: string, action: PermissionAction): Promise<PermissionRow> {
    const found = await permissionRow(tx, actor, id);
    if (!found) throw new NotVisible('absent');
    const [everSide, step] = [sidesOf(action), PERMISSION_STEPS[found.state][action]];
    if (!everSide.has(found.side)) throw new NotVisible('not-owner');
    if (!permissionsOf(action, found.side).some((needed) => actor.permissions.has(needed)))
      throw new NotPermitted('no-permission');
    if (!step) throw new WrongState(over(found));
    if (!step[found.side])
      throw new WrongState('This request waits for your answer: grant or refuse it. Nothing was changed.');
    return found;
  }

  private async tell(tx: Tx, { id, recordId, asker }: PermissionRow, type: string): Promise<void> {
    const agency = await tx.row<{ id: number }>(sql`SELECT id FROM identity.agency WHERE code = ${asker}`);
    await tx.emit({ type, recordId, payload: { requestId: id, recipientAgencyId: agency?.id } });
  }

  private async done(
    tx: Tx,
    { id, recordId }: PermissionRow,
    event: string,
    state: DecidedPermission['state'],
  ): Promise<DecidedPermission> {
    await tx.record({ event, recordIds: [recordId], detail: { requestId: id, state } });
    return { id, recordId, state };
  }
}

const steps = (action: PermissionAction) => Object.values(PERMISSION_STEPS).flatMap((each) => each[action] ?? []);
const sidesOf = (action: PermissionAction): Set<string> => new Set(steps(action).flatMap((step) => Object.keys(step)));
const permissionsOf = (action: PermissionAction, side: 'asker' | 'owner'): string[] =>
  steps(action).flatMap((step) => step[side] ?? []);

const OVER: Record<string, string> = {
  granted: 'answered already',
  refused: 'answered already',
  expired: 'answered already, and the permission has expired',
  withdrawn: 'withdrawn already',
  ended: 'ended when the sharing ended',
};
const over = ({ state }: PermissionRow): string =>
  `This request was ${OVER[state] ?? 'decided already'}. Nothing was changed.`;
