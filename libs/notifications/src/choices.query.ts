import { Injectable } from '@nestjs/common';
import { Read, sql, type Actor, type Rows } from '@clin/platform';
import { kindsFor, wordsOf } from './notification-kinds.js';

export const EMAIL_CHOICES = ['at-once', 'daily', 'never'] as const;
export type EmailChoice = (typeof EMAIL_CHOICES)[number];

export interface KindChoice {
  kind: string;
  title: string;
  /** What it is about, as its event is named: report, agreement, action … */
  about: string;
  /** Always in the inbox and by e-mail at once. */
  mandatory: boolean;
  inInbox: boolean;
  email: EmailChoice;
}

/** Times of day as the clock shows them in the United Kingdom, such as 22:00. */
export interface TimeChoice {
  quietFrom: string | null;
  quietUntil: string | null;
  digestAt: string;
  /** 0 before anything was chosen. */
  version: number;
}

export interface Choices extends TimeChoice {
  kinds: KindChoice[];
}

export const UNCHOSEN: TimeChoice = { quietFrom: null, quietUntil: null, digestAt: '08:00', version: 0 };

export async function timesOf(rows: Rows, actor: Actor): Promise<TimeChoice> {
  const row =
    await rows.row<TimeChoice>(sql`SELECT to_char(quiet_from, 'HH24:MI') AS "quietFrom", to_char(quiet_until, 'HH24:MI') AS "quietUntil",
    to_char(digest_at, 'HH24:MI') AS "digestAt", version FROM notifications.time_choice WHERE user_id = ${actor.userId}::uuid`);
  return row ?? UNCHOSEN;
}

/** What the person is told of and how: every kind that their roles may be told of. */
@Injectable()
export class ChoicesQuery {
  public constructor(private readonly read: Read) {}

  public async of(actor: Actor): Promise<Choices> {
    return this.read.run(actor, async (q) => {
      const [times, chosen] = await Promise.all([
        timesOf(q, actor),
        q.rows<{ kind: string; inInbox: boolean; email: EmailChoice }>(
          sql`SELECT kind, in_inbox AS "inInbox", email FROM notifications.kind_choice WHERE user_id = ${actor.userId}::uuid`,
        ),
      ]);
      const byKind = new Map(chosen.map(({ kind, ...how }) => [kind, how]));
      const kinds = kindsFor(actor.roles).map((kind): KindChoice => {
        const mandatory = kind.mandatory === true;
        const how = (mandatory ? undefined : byKind.get(kind.kind)) ?? { inInbox: true, email: 'at-once' };
        const about = kind.eventType.split('.')[0]!;
        return { kind: kind.kind, title: wordsOf(kind), about, mandatory, ...how };
      });
      return { ...times, kinds };
    });
  }
}
