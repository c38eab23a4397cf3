import pg from 'pg';
import { Room } from '@clin/dissemination/testing';
import { Clock, Read, Work, type Actor } from '@clin/platform';
import { WorkerDatabase } from '@clin/platform/events';
import '../events.js';
import '../permissions.js';
import '../referral.kind.js';
import { endReferralDrafts, mindReferrals } from '../jobs/index.js';
import { MoveReferral, type MovedReferral, type PlainAction } from '../move-referral.js';
import type { ReferralDetail } from '../referral-detail.js';
import { ReferralDetailQuery } from '../referral-detail.query.js';
import { ReferralListQuery } from '../referral-list.query.js';
import { SaveReferral, type SavedReferral } from '../save-referral.js';
import { SendReferral } from '../send-referral.js';
import { aReferral } from './a-referral.js';

/** Referrals beside reports, below the doors, over one database with agencies and agreements. */
export class ReferralRoom {
  public readonly save: SaveReferral;
  public readonly sending: SendReferral;
  public readonly moving: MoveReferral;
  public readonly list: ReferralListQuery;
  public readonly detail: ReferralDetailQuery;

  private constructor(
    public readonly reports: Room,
    clock: Clock,
  ) {
    const [read, work] = [new Read(reports.databases), new Work(reports.databases)];
    this.save = new SaveReferral(work, clock);
    this.sending = new SendReferral(work, clock);
    this.moving = new MoveReferral(work, clock);
    this.list = new ReferralListQuery(read);
    this.detail = new ReferralDetailQuery(read);
  }

  public static async open(clock: Clock = new Clock()): Promise<ReferralRoom> {
    return new ReferralRoom(await Room.open(clock), clock);
  }

  public get admin(): pg.Client {
    return this.reports.admin;
  }

  public async sent(sender: Actor, change: Parameters<typeof aReferral>[0] = {}): Promise<SavedReferral> {
    const draft = await this.save.begin(sender, aReferral(change));
    return { ...draft, ...(await this.sending.send(sender, draft.id, { version: 1 })) };
  }

  /** One step after another, each with words, from the version before. */
  public async steps(
    at: { id: string; version: number },
    ...steps: [Actor, PlainAction, object?][]
  ): Promise<MovedReferral> {
    let moved = at as MovedReferral;
    for (const [actor, action, more] of steps)
      moved = await this.moving.execute(actor, at.id, action, { version: moved.version, text: `${action} in words`, ...more });
    return moved;
  } // prettier-ignore

  public async read(actor: Actor, id: string): Promise<ReferralDetail> {
    const found = await this.detail.execute(actor, id);
    if (found.access === 'conditions') throw new Error('conditions wait');
    return found;
  }

  /** What the worker would have done by now. */
  public async mind(): Promise<{ type: string; payload: Record<string, unknown> }[]> {
    const mark = (await this.admin.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM platform.outbox')).rows[0]!.id;
    const pool = new pg.Pool({ connectionString: this.reports.database.workerUrl, max: 1 });
    try {
      await mindReferrals().execute(new WorkerDatabase(pool));
    } finally {
      await pool.end();
    }
    return (await this.admin.query<{ type: string; payload: Record<string, unknown> }>('SELECT type, payload FROM platform.outbox WHERE id > $1 ORDER BY id', [mark])).rows;
  } // prettier-ignore

  /** Drafts that were left too long are erased. */
  public async endDrafts(): Promise<void> {
    const pool = new pg.Pool({ connectionString: this.reports.database.workerUrl, max: 1 });
    await endReferralDrafts()
      .execute(new WorkerDatabase(pool))
      .finally(() => pool.end());
  }

  /** Arbitrary SQL as the application's own login, in this person's name. */
  public as(actor: Actor, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.reports.sql(actor, text, values);
  }

  public shut(): Promise<void> {
    return this.reports.shut();
  }
}
