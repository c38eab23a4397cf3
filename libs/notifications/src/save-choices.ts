import { Injectable } from '@nestjs/common';
import { checkInput, InvalidInput, Stale, Work, sql, type Actor } from '@clin/platform';
import { ChoicesInput, type KindChoiceInput } from './choices.input.js';
import { timesOf, type TimeChoice } from './choices.query.js';
import { kindsFor } from './notification-kinds.js';

/** A person's own choices, from now on: what is on its way already keeps its way, but for the quiet hours. */
@Injectable()
export class SaveChoices {
  public constructor(private readonly work: Work) {}

  /** Throws InvalidInput, and Stale when they were changed since this version. */
  public async execute(actor: Actor, received: unknown): Promise<TimeChoice> {
    const input = checkInput(ChoicesInput, received);
    const kinds = input.kinds ?? [];
    refuseUnknown(actor, kinds);
    return this.work.run(actor, async (tx) => {
      const before = await timesOf(tx, actor);
      const times = {
        quietFrom: input.quietFrom === undefined ? before.quietFrom : input.quietFrom,
        quietUntil: input.quietUntil === undefined ? before.quietUntil : input.quietUntil,
        digestAt: input.digestAt ?? before.digestAt,
      };
      refuseHalf(times);
      const saved = await tx.row<{
        version: number;
      }>(sql`INSERT INTO notifications.time_choice AS t (user_id, quiet_from, quiet_until, digest_at)
        SELECT ${actor.userId}::uuid, ${times.quietFrom}::time, ${times.quietUntil}::time, ${times.digestAt}::time WHERE ${before.version}::int = ${input.version}::int
        ON CONFLICT (user_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, digest_at = excluded.digest_at,
          version = t.version + 1 WHERE t.version = ${input.version}::int RETURNING version`);
      if (!saved) throw new Stale({ ...(await timesOf(tx, actor)) });
      await tx.rows(sql`INSERT INTO notifications.kind_choice (user_id, kind, in_inbox, email)
        SELECT ${actor.userId}::uuid, c.kind, c.in_inbox, c.email
        FROM unnest(${kinds.map(({ kind }) => kind)}::text[], ${kinds.map(({ inInbox }) => inInbox)}::boolean[], ${kinds.map(({ email }) => email)}::text[])
          AS c (kind, in_inbox, email)
        ON CONFLICT (user_id, kind) DO UPDATE SET in_inbox = excluded.in_inbox, email = excluded.email`);
      const off = kinds.filter(({ inInbox, email }) => !inInbox || email === 'never').map(({ kind }) => kind);
      await tx.record({ event: 'notification.choose', recordIds: [], detail: { kinds: kinds.length, off } });
      return { ...times, version: saved.version };
    });
  }
}

function refuseUnknown(actor: Actor, kinds: readonly KindChoiceInput[]): void {
  const known = new Map(kindsFor(actor.roles).map((kind) => [kind.kind, kind]));
  const seen = new Set<string>();
  const errors: Record<string, string> = {};
  for (const [at, { kind, inInbox, email }] of kinds.entries()) {
    const declared = known.get(kind);
    if (!declared) errors[`kinds.${at}.kind`] = 'There is no such kind of notification for your roles.';
    else if (seen.has(kind)) errors[`kinds.${at}.kind`] = 'Send each kind once.';
    else if (declared.mandatory && (!inInbox || email !== 'at-once'))
      errors[`kinds.${at}.kind`] = 'This kind cannot be turned off, and its e-mail is sent at once.';
    seen.add(kind);
  }
  if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
}

function refuseHalf({ quietFrom, quietUntil }: Pick<TimeChoice, 'quietFrom' | 'quietUntil'>): void {
  if (quietFrom && !quietUntil) throw new InvalidInput({ quietUntil: 'Enter when your quiet hours end.' });
  if (!quietFrom && quietUntil) throw new InvalidInput({ quietFrom: 'Enter when your quiet hours begin.' });
  if (quietFrom && quietFrom === quietUntil)
    throw new InvalidInput({ quietUntil: 'Quiet hours must end at another time than they begin.' });
}
