import { Injectable } from '@nestjs/common';
import { checkInput, NotVisible, sql, Stale, Work, type Actor, type Tx } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { THREAT_EVENTS } from './events.js';
import { AcceptInput, DecideInput, EndInput, HandOverInput } from './threat.input.js';
import { threatStatus, type ThreatStatus, type ThreatStep } from './threat.states.js';

export interface AnsweredThreat {
  id: string;
  status: ThreatStatus;
  version: number;
}

interface Words {
  version?: number;
  said: string;
  reason?: string | null | undefined;
  refused?: string | null | undefined;
  to?: string;
  result?: string;
}

/** The steps of an alert, by people on duty in its agency. The log and the state change in one statement of the database. */
@Injectable()
export class AnswerThreat {
  public constructor(private readonly work: Work) {}

  /** The first wins: WrongState for every later one, saying who it was, and for whoever raised it. InvalidInput, NotVisible. */
  public accept(actor: Actor, id: string, received: unknown): Promise<AnsweredThreat> {
    const { telephoned } = checkInput(AcceptInput, received);
    return this.step(actor, id, 'accept', { said: telephoned }, async (tx, recordId) => {
      const raised = await tx.row<{ personId: string }>(sql`SELECT u.id AS "personId" FROM threats.alert a
        JOIN identity.user_account u ON u.id = a.raised_by AND u.agency_id = ${actor.agencyId}::smallint WHERE a.id = ${id}::uuid`);
      const payload = { alertId: id, recipientAgencyId: actor.agencyId, ...raised };
      await tx.emit({ type: THREAT_EVENTS.accepted, recordId, payload });
    });
  }

  /** Appended, and never changed. WrongState before acceptance and after the end. */
  public decide(actor: Actor, id: string, received: unknown): Promise<AnsweredThreat> {
    const { decision, reason, refused } = checkInput(DecideInput, received);
    return this.step(actor, id, 'decide', { said: decision, reason, refused });
  }

  /** To somebody else on duty in the agency who sees the record now: InvalidInput for everybody else, in the same words. Stale. */
  public handOver(actor: Actor, id: string, received: unknown): Promise<AnsweredThreat> {
    const { version, to, why } = checkInput(HandOverInput, received);
    return this.step(actor, id, 'hand-over', { version, to, said: why }, async (tx, recordId) => {
      if (to.toLowerCase() === actor.userId) return;
      await tx.emit({ type: THREAT_EVENTS.handedOver, recordId, payload: { alertId: id, personId: to } });
    });
  }

  /** By its holder alone. */
  public end(actor: Actor, id: string, received: unknown): Promise<AnsweredThreat> {
    const { version, result, outcome } = checkInput(EndInput, received);
    return this.step(actor, id, 'end', { version, result, said: outcome });
  }

  private async step(
    actor: Actor,
    id: string,
    step: ThreatStep,
    { version, said, reason, refused, to, result }: Words,
    tell?: (tx: Tx, recordId: string) => Promise<void>,
  ): Promise<AnsweredThreat> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const moved = await tx.row<{ recordId: string; status: number; version: number }>(
        sql`SELECT record_id AS "recordId", status, version FROM threats.move(${id}::uuid, ${step}, ${version ?? null}::int, ${said}, ${reason ?? null},
          ${refused ?? null}, ${to ?? null}::uuid, ${result ?? null})`,
      );
      if (!moved) throw new Stale({ id });
      await tell?.(tx, moved.recordId);
      await tx.record({ event: `threat.${step}`, recordIds: [moved.recordId], detail: { alert: id } });
      return { id, status: threatStatus(moved.status), version: moved.version };
    });
  }
}
