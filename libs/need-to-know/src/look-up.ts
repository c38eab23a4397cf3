import { Injectable } from '@nestjs/common';
import { countTry } from '@clin/access';
import { checkInput, Clock, InvalidInput, sql, Work, type Actor, type Tx } from '@clin/platform';
import { referenceOf, Said } from '@clin/platform/fields';
import { daysOff, deadlinesOf } from '@clin/platform/working-time';
import { recordUnder } from './record-under.query.js';

/** shown: the reader sees it already. named: its owner lets others know that it holds it. absent: everything else, alike. */
export type Look =
  | { outcome: 'shown'; reference: string; id: string; href: string }
  | { outcome: 'named'; reference: string; owner: string; ownerName: string; ask: string }
  | { outcome: 'absent'; reference: string };

export class LookInput {
  @Said(40, 'Give the reference.') public reference!: string;
}

export class QuestionInput extends LookInput {
  @Said(2000, 'Say why you ask.') public reason!: string;
}

interface Named {
  outcome: string;
  question?: string;
  owner: string;
  ownerName: string;
}

/** One of three declassifications: what depends here on a record that the reader cannot see is its owner's name, and nothing else. */
@Injectable()
export class LookUp {
  public constructor(
    private readonly work: Work,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput for text that is no reference; 429 after 30 looks and questions in an hour. Every look is on the record. */
  public async execute(actor: Actor, typed: unknown): Promise<Look> {
    const reference = referenceOf(typed);
    await countTry(this.work, actor, 'discovery', reference, 'discovery.look');
    return this.work.run(actor, async (tx): Promise<Look> => {
      const shown = await recordUnder(tx, actor, reference);
      const named = await tx.row<Named>(
        sql`SELECT outcome, owner, owner_name AS "ownerName" FROM access.discover(${reference})`,
      );
      const outcome = shown ? 'shown' : (named?.outcome ?? 'absent');
      await tx.record({
        event: 'discovery.look',
        recordIds: shown ? [shown.id] : [],
        detail: { reference, outcome, ...(named?.owner ? { owner: named.owner } : {}) },
      });
      if (shown) return { outcome: 'shown', reference, ...shown };
      if (!named) return { outcome: 'absent', reference };
      const { owner, ownerName } = named;
      return { outcome: 'named', reference, owner, ownerName, ask: await contactOf(tx, actor, owner) };
    });
  }

  /** Asks the owner of a named record, who is told and has two working days to answer. InvalidInput, in the same words whatever the reason, when it is not named to the actor. */
  public async ask(actor: Actor, received: unknown): Promise<{ id: string; owner: string; ownerName: string }> {
    const { reference: typed, reason } = checkInput(QuestionInput, received);
    const reference = referenceOf(typed);
    await countTry(this.work, actor, 'discovery', reference, 'discovery.ask');
    const asked = await this.work.run(actor, async (tx) => {
      const { remindAt, dueAt } = deadlinesOf(this.clock.now(), { urgent: false }, await daysOff(tx));
      const found = await tx.row<Named>(
        sql`SELECT outcome, question, owner, owner_name AS "ownerName" FROM access.ask_owner(${reference}, ${reason}, ${remindAt}::timestamptz, ${dueAt}::timestamptz)`,
      );
      const outcome = found?.outcome ?? 'absent';
      await tx.record({ event: 'discovery.ask', recordIds: [], detail: { reference, outcome, owner: found?.owner } });
      return found ?? null;
    });
    if (!asked) throw new InvalidInput({ reference: 'No agency can be asked about this reference.' });
    return { id: asked.question!, owner: asked.owner, ownerName: asked.ownerName };
  }
}

/** The contact point of an agreement in force that both know, or the owner's duty post. */
async function contactOf(tx: Tx, actor: Actor, owner: string): Promise<string> {
  const found = await tx.row<{ post: string }>(sql`SELECT g.contact_post AS post FROM sharing.agreement g
      JOIN sharing.agreement_party us ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}::smallint
      JOIN sharing.agreement_party them ON them.agreement_id = g.id JOIN identity.agency a ON a.id = them.agency_id AND a.code = ${owner}
    WHERE g.contact_post IS NOT NULL AND g.id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) ORDER BY g.id LIMIT 1`);
  return found?.post ?? 'duty intelligence supervisor';
}
