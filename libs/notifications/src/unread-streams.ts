import { PassThrough, type Readable } from 'node:stream';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Read, sql, type Actor } from '@clin/platform';
import { newestUnread, unreadCount } from './inbox.query.js';
import { NotificationSignal, partOf } from './notification-signal.js';

/** Streams that one person may have open at one server: one for each window that they look at. */
export const MOST_OF_A_PERSON = 4;
export const MOST_OF_ALL = 2_000;
/** However quiet it is, who may have the number is decided again this often. */
const LOOK_EVERY_MS = 10_000;
/** Signals that come together are looked at together; while they keep coming, as when a long queue is told, once a second. */
const TOGETHER_MS = 150;
const BETWEEN_LOOKS_MS = 1_000;

interface Open {
  actor: Actor;
  part: string;
  stream: PassThrough;
  /** The number and the newest of what it counts, as they were told last. */
  shown: string | undefined;
  looking: boolean;
  lookAgain: boolean;
  /** The next look says that the stream lives, whatever it finds. */
  sign: boolean;
}

/**
 * The number of somebody's unread notifications, whenever it or the newest of them changes, and nothing else. Before each number the database is asked who is
 * there: when the session has ended, or role, posting or clearance are not what they were, the stream ends without one. A signal may be another person's, or about what may not be seen: where
 * it changes nothing, nothing is written, and signs of life come by the clock alone.
 */
@Injectable()
export class UnreadStreams implements BeforeApplicationShutdown {
  private readonly open = new Set<Open>();
  private readonly parts = new Set<string>();
  private soon: NodeJS.Timeout | undefined;
  private lookedAt = -BETWEEN_LOOKS_MS;
  private regular: NodeJS.Timeout | undefined;

  public constructor(
    private readonly read: Read,
    private readonly signal: NotificationSignal,
  ) {}

  /** Nothing when this person, or everybody together, has as many open as there may be. */
  public of(actor: Actor): Readable | undefined {
    const theirs = [...this.open].filter((one) => one.actor.userId === actor.userId).length;
    if (theirs >= MOST_OF_A_PERSON || this.open.size >= MOST_OF_ALL) return undefined;
    const part = partOf(actor.userId);
    const one: Open = {
      actor,
      part,
      stream: new PassThrough(),
      shown: undefined,
      looking: false,
      lookAgain: false,
      sign: false,
    };
    if (this.open.size === 0) this.begin();
    this.open.add(one);
    one.stream.once('close', () => this.close(one));
    one.stream.on('error', () => this.close(one));
    one.stream.write('retry: 5000\n\n');
    void this.look(one);
    return one.stream;
  }

  public beforeApplicationShutdown(): void {
    for (const one of this.open) this.close(one);
  }

  private begin(): void {
    this.signal.hear((part) => this.heard(part));
    this.regular ??= setInterval(() => this.open.forEach((one) => void this.look(one, true)), LOOK_EVERY_MS).unref();
  }

  private readonly heard = (part: string): void => {
    this.parts.add(part);
    const wait = Math.max(TOGETHER_MS, this.lookedAt + BETWEEN_LOOKS_MS - performance.now());
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.lookedAt = performance.now();
      const parts = new Set(this.parts);
      this.parts.clear();
      for (const one of this.open) if (parts.has(one.part)) void this.look(one);
    }, wait).unref();
  };

  /** One look at a time for each stream; what is heard meanwhile is looked at after it. */
  private async look(one: Open, sign = false): Promise<void> {
    one.sign ||= sign;
    if (one.looking) return void (one.lookAgain = true);
    one.looking = true;
    try {
      do {
        one.lookAgain = false;
        await this.tell(one);
      } while (one.lookAgain && this.open.has(one));
    } finally {
      one.looking = false;
    }
  }

  private async tell(one: Open): Promise<void> {
    const now = await this.ask(one.actor).catch(() => 'unanswered' as const);
    if (!this.open.has(one)) return;
    if (now === undefined) return this.close(one);
    // A database that does not answer decides nothing: no number, and the next look asks again.
    const shown = now === 'unanswered' ? one.shown : `${now.unread} ${now.newest}`;
    if (now !== 'unanswered' && shown !== one.shown) one.stream.write(`event: unread\ndata: ${now.unread}\n\n`);
    else if (one.sign) one.stream.write(': \n\n');
    one.sign = false;
    one.shown = shown;
  }

  /** The number and the newest, or nothing when the person is not who they were when the stream began. */
  private ask(actor: Actor): Promise<{ unread: number; newest: string | null } | undefined> {
    return this.read.run(actor, (q) =>
      q.row<{
        unread: number;
        newest: string | null;
      }>(sql`SELECT (${unreadCount(actor)}) AS unread, (${newestUnread(actor)}) AS newest
        WHERE (SELECT ctx.user_id()) = ${actor.userId}::uuid AND (SELECT ctx.agency()) = ${actor.agencyId}::smallint
          AND (SELECT ctx.clearance()) = ${actor.clearance}::smallint
          AND ARRAY(SELECT r.role FROM identity.user_role r WHERE r.user_id = ${actor.userId}::uuid ORDER BY r.role) = ${[...actor.roles]}::text[]`),
    );
  }

  private close(one: Open): void {
    if (!this.open.delete(one)) return;
    one.stream.end();
    if (this.open.size > 0) return;
    clearInterval(this.regular);
    this.regular = undefined;
  }
}
