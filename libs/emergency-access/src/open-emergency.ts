import { Injectable } from '@nestjs/common';
import { countTry, kindNumbered } from '@clin/access';
import { checkInput, InvalidInput, sql, Work, type Actor, type Tx } from '@clin/platform';
import { referenceOf } from '@clin/platform/fields';
import { EmergencyInput } from './emergency.input.js';

export interface OpenedEmergency {
  id: string;
  recordId: string;
  /** The page of the record. */
  href: string;
  endsAt: string;
}

type Outcome = OpenedEmergency & { outcome: 'opened' | 'visible' | 'refused' };

/**
 * Break-glass: opens a record under its exact reference to one person for 60 minutes. The grants are rows like every other, so both walls
 * stand; they give the assessed, sanitised items and never a source or an original. The statement that opens it tells its owner and the auditors.
 */
@Injectable()
export class OpenEmergency {
  public constructor(private readonly work: Work) {}

  /**
   * InvalidInput for a missing or short reason, for a record that the actor can open already, and in the same words for an unknown reference
   * and everything that cannot be opened this way; 429 after ten tries in an hour. A refused try is kept: it counts, and it is in the log.
   */
  public async execute(actor: Actor, received: unknown): Promise<OpenedEmergency> {
    const { reference: typed, reason } = checkInput(EmergencyInput, received);
    const reference = referenceOf(typed);
    await countTry(this.work, actor, 'emergency', reference, 'emergency.try');
    const { outcome, ...opened } = await this.work.run(actor, async (tx) => {
      const tried = await attempt(tx, reference, reason);
      const emergency = tried.outcome === 'opened' ? tried.id : null;
      await tx.record({
        event: tried.outcome === 'opened' ? 'emergency.open' : 'emergency.try',
        recordIds: tried.recordId ? [tried.recordId] : [],
        detail: { reference, outcome: tried.outcome, ...(emergency ? { emergency } : {}) },
      });
      return tried;
    });
    if (outcome === 'visible')
      throw new InvalidInput({ reference: `You can open this record already, at ${opened.href}. Nothing was opened.` });
    if (outcome === 'refused')
      throw new InvalidInput({ reference: 'No record with this reference can be opened this way.' });
    return opened;
  }
}

async function attempt(tx: Tx, reference: string, reason: string): Promise<Outcome> {
  const row = await tx.row<{
    outcome: Outcome['outcome'];
    id: string;
    recordId: string;
    until: Date | null;
    kind: number | null;
  }>(
    sql`SELECT outcome, emergency AS id, record AS "recordId", until, record_kind AS kind FROM access.open_emergency(${reference}, ${reason})`,
  );
  const { outcome, id, recordId, until, kind } = row!;
  const href = kind === null ? '/' : kindNumbered(kind).doors.page.replace(':id', recordId);
  return { outcome, id, recordId, href, endsAt: until?.toISOString() ?? '' };
}
