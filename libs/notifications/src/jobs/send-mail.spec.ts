import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { WorkerDatabase, type OutboxEvent } from '@clin/platform/events';
import type { Job } from 'bullmq';
import pg from 'pg';
import { announceHandlers } from '../announce-event.js';
import { MOST_ATTEMPTS } from '../delivery.store.js';
import { LeanMail } from '../lean-mail.js';
import { declareNotification } from '../notification-kinds.js';
import { Post, ToldWorld, type Person } from '../testing/index.js';
import { makeDailyMails } from './make-daily-mails.js';
import { queueDeliveries } from './queue-deliveries.js';
import { SendMail } from './send-mail.js';

const audience = { scope: 'recipients', roles: ['analyst'] } as const;
declareNotification({ kind: 'thing-shared', eventType: 'thing.shared.v1', audience, title: 'A thing' });
declareNotification({ kind: 'thing-alarm', eventType: 'thing.alarm.v1', audience, title: 'Alarm', urgent: true });
declareNotification({ kind: 'thing-recall', eventType: 'thing.recall.v1', audience, title: 'Recall', mandatory: true });
declareNotification({ kind: 'deal-told', eventType: 'deal.told.v1', audience: { ...audience, scope: 'parties' }, title: 'A deal' }); // prettier-ignore
declareNotification({ kind: 'deal-applied', eventType: 'deal.applied.v1', audience: { ...audience, scope: 'shared-under' }, title: 'Things' }); // prettier-ignore

describe('the e-mail about a notification', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let worker: WorkerDatabase;
  let world: ToldWorld;
  let post: Post;
  let sender: SendMail;
  let eventId: string;
  let waiting: { id: string; delivery: string };

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.workerUrl });
    worker = new WorkerDatabase(pool);
  });
  beforeEach(async () => {
    world = await ToldWorld.create(database.adminUrl);
    post = new Post();
    const mail = new LeanMail(await post.open(), 'no-reply@network.example', 'https://network.example');
    sender = new SendMail(worker, mail);
    eventId = await world.event('thing.shared.v1');
    waiting = await world.queued('analyst', eventId);
  });
  afterEach(async () => {
    sender.onApplicationShutdown();
    await post.close();
    await world.admin.query('DELETE FROM notifications.delivery; DELETE FROM notifications.notification');
    await world.close();
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const send = (deliveryId = waiting.delivery): Promise<void> => sender.process({ data: { deliveryId } } as Job);
  const change = (text: string, values: unknown[] = []): Promise<unknown> => world.admin.query(text, values);
  const due = (): Promise<unknown> =>
    change(
      'UPDATE notifications.delivery SET look_again_at = clock_timestamp(), not_before = clock_timestamp(), leased_until = NULL',
    );
  const jobs = async (): Promise<string[]> => {
    const outcome = await queueDeliveries().execute(worker);
    return typeof outcome === 'boolean' ? [] : outcome.followUps.map(({ data }) => data['deliveryId']!);
  };
  const one = async <T>(text: string, values: unknown[] = []): Promise<T> =>
    (await world.admin.query<{ one: T }>(text, values)).rows[0]!.one;
  /** Everything that the worker does about an event; answers the deliveries to queue now. */
  const announce = async (id: string): Promise<string[]> => {
    const { rows } = await world.admin.query<OutboxEvent>(
      `SELECT id::text, type, record_id AS "recordId", actor_id AS "actorId", agency_id AS "agencyId", payload FROM platform.outbox WHERE id = $1`,
      [id],
    );
    const handler = announceHandlers({ mail: true }).find(({ eventType }) => eventType === rows[0]!.type)!;
    const followUps = await worker.run((tx) => handler.handle(rows[0]!, tx));
    return (followUps ?? []).map(({ data }) => data['deliveryId']!);
  };
  const chooses = (kind: string, inInbox: boolean, email: string, person: Person = 'analyst'): Promise<unknown> =>
    change('INSERT INTO notifications.kind_choice VALUES ($1, $2, $3, $4)', [
      world.people[person],
      kind,
      inInbox,
      email,
    ]);
  /** Quiet from an hour ago for so many hours, by the clock of the country. */
  const quiet = (hours: number): Promise<unknown> =>
    change(
      `INSERT INTO notifications.time_choice (user_id, quiet_from, quiet_until) SELECT $1, (at - interval '1 hour')::time, (at + $2 * interval '1 hour')::time
       FROM (SELECT clock_timestamp() AT TIME ZONE 'Europe/London' AS at) here`,
      [world.people.analyst, hours - 1],
    );

  it('says that there is something and nothing of what, once, under the notification’s id', async () => {
    await send();
    await send();
    expect(post.received).toHaveLength(1);
    const { to, text } = post.received[0]!;
    expect(to).toBe(`analyst.${world.people.analyst}@told.example`);
    expect(text).toContain('You have a new notification. Sign in to read it.');
    for (const secret of [world.record, world.disclosure, 'thing', 'TOLD-', 'report'])
      expect(text).not.toContain(secret);
    expect(post.ids).toEqual([waiting.id]);
    expect(await world.told(eventId)).toEqual(['analyst thing-shared sent']);
  });

  it('is sent by one of many workers that try at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(post.received).toHaveLength(1);
  });

  it('of a worker that died is sent by another when its hold is over, and is recognised as the same', async () => {
    await worker.run((tx) => tx.rows({ text: 'SELECT notifications.claim($1, $2, $3)', values: [waiting.delivery, ['email'], '1 minute'] } as never)); // prettier-ignore
    await send();
    expect(post.received).toHaveLength(0);
    expect(await jobs()).toEqual([]);
    await change(
      `UPDATE notifications.delivery SET leased_until = clock_timestamp(), look_again_at = clock_timestamp()`,
    );
    expect(await jobs()).toEqual([waiting.delivery]);
    await send();
    expect(post.ids).toEqual([waiting.id]);
  });

  it.each([
    ['the disclosure was revoked', () => world.revoke()],
    ['the agreement was suspended', () => world.suspend('suspended')],
    [
      'the person has left',
      () => change('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [world.people.analyst]),
    ],
    [
      'the person lost clearance',
      () => change('UPDATE identity.user_account SET clearance = 0 WHERE id = $1', [world.people.analyst]),
    ],
  ])('is not sent when, while it waited, %s', async (_what, happen) => {
    await happen();
    await send();
    expect(post.received).toHaveLength(0);
    expect(await world.told(eventId)).toEqual(['analyst thing-shared suppressed']);
    await due();
    expect(await jobs()).toEqual([]);
  });

  describe('about an agreement', () => {
    /** The analyst's e-mail about the agreement, to which their agency is a party; answers its event. */
    const about = async (kind: string): Promise<{ event: string; go: () => Promise<unknown[]> }> => {
      const uid = await one<string>('SELECT uid AS one FROM sharing.agreement WHERE id = $1', [world.agreement]);
      await change('INSERT INTO sharing.agreement_party VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        world.agreement,
        world.recipient,
      ]);
      const event = await world.event(`${kind.replace('-', '.')}.v1`, {}, uid);
      const { delivery } = await world.queued('analyst', event, kind, uid);
      const go = async (): Promise<unknown[]> => {
        await send(delivery);
        return [post.received.length, await world.told(event)];
      };
      return { event, go };
    };

    it('is sent to a party, and not to one that left while it waited', async () => {
      const [first, second] = [await about('deal-told'), await about('deal-told')];
      expect(await first.go()).toEqual([1, ['analyst deal-told sent']]);
      await change('DELETE FROM sharing.agreement_party WHERE agreement_id = $1', [world.agreement]);
      await change('INSERT INTO sharing.agreement_invitation VALUES ($1, $2, 1, now())', [
        world.agreement,
        world.recipient,
      ]);
      expect(await second.go()).toEqual([1, ['analyst deal-told suppressed']]);
    });

    it('is sent about what was shared under it only while any of that is seen', async () => {
      const waiting = [await about('deal-applied'), await about('deal-applied'), await about('deal-applied')];
      expect(await waiting[0]!.go()).toEqual([1, ['analyst deal-applied sent']]);
      await world.suspend('suspended');
      expect(await waiting[1]!.go()).toEqual([1, ['analyst deal-applied suppressed']]);
      await world.suspend('active');
      await world.revoke();
      expect(await waiting[2]!.go()).toEqual([1, ['analyst deal-applied suppressed']]);
    });
  });

  it('waits longer after each refusal, fails after the last, and says why in one word', async () => {
    post.refuse = true;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      await due();
      await expect(send()).rejects.toThrow();
      // Not yet due again.
      await send();
      expect(await world.told(eventId)).toEqual([
        `analyst thing-shared ${attempt === MOST_ATTEMPTS ? 'failed' : 'queued'}`,
      ]);
    }
    expect(
      await one(`SELECT format('%s %s', attempts, error_class) AS one FROM notifications.delivery WHERE id = $1`, [
        waiting.delivery,
      ]),
    ).toBe(`${MOST_ATTEMPTS} refused`);
    post.refuse = false;
    await due();
    await send();
    expect(post.received).toHaveLength(0);
  });

  it('is queued again under the same id two minutes after nothing was heard of it, once by all workers', async () => {
    expect(await jobs()).toEqual([]);
    await change(`UPDATE notifications.delivery SET look_again_at = look_again_at - interval '2 minutes'`);
    expect((await Promise.all([jobs(), jobs(), jobs()])).flat()).toEqual([waiting.delivery]);
  });

  it('is asked for again when its announcement runs again, unless it was sent', async () => {
    const id = await world.event('thing.shared.v1');
    const [delivery] = await announce(id);
    expect(await announce(id)).toEqual([delivery]);
    await send(delivery);
    expect(await announce(id)).toEqual([]);
  });

  it('waits for quiet hours to end, and an urgent one does not', async () => {
    await quiet(2);
    const [shared, alarm] = [await world.event('thing.shared.v1'), await world.event('thing.alarm.v1')];
    expect(await announce(shared)).toEqual([]);
    await send((await announce(alarm))[0]);
    expect(post.received).toHaveLength(1);
    const held = await one<string>(
      `SELECT round(extract(epoch FROM not_before - clock_timestamp()) / 60)::text AS one FROM notifications.delivery WHERE event_id = $1`,
      [shared],
    );
    expect(Number(held)).toBeGreaterThan(55);
    expect(Number(held)).toBeLessThanOrEqual(60);
    // One that was queued before the quiet hours began waits as well, and it costs no attempt.
    await send();
    expect(await one('SELECT attempts AS one FROM notifications.delivery WHERE id = $1', [waiting.delivery])).toBe(0);
    await change('DELETE FROM notifications.time_choice');
    await due();
    expect(await jobs()).toHaveLength(2);
  });

  it('is not made where the person wants none; what is mandatory asks nobody', async () => {
    await chooses('thing-shared', false, 'never');
    await chooses('thing-recall', false, 'daily');
    const [shared, recall] = [await world.event('thing.shared.v1'), await world.event('thing.recall.v1')];
    expect(await announce(shared)).toEqual([]);
    expect(await announce(recall)).toHaveLength(1);
    const rows = await world.admin.query(
      'SELECT kind, state, in_inbox FROM notifications.notification WHERE event_id = ANY ($1) AND user_id = $2 ORDER BY 1',
      [[shared, recall], world.people.analyst],
    );
    expect(rows.rows).toEqual([
      { kind: 'thing-recall', state: 'queued', in_inbox: true },
      { kind: 'thing-shared', state: 'off', in_inbox: false },
    ]);
  });

  it('once a day says how many wait, as the person may see them then', async () => {
    await chooses('thing-shared', true, 'daily');
    for (let n = 0; n < 3; n += 1) expect(await announce(await world.event('thing.shared.v1'))).toEqual([]);
    await change(
      `UPDATE notifications.notification SET created_at = created_at - interval '1 day' WHERE state = 'digest'`,
    );
    await change(
      `INSERT INTO notifications.time_choice (user_id, digest_at) VALUES ($1, (clock_timestamp() AT TIME ZONE 'Europe/London')::time)`,
      [world.people.analyst],
    );
    // One of the three is about a record that is nobody's any more.
    await change(
      `UPDATE notifications.notification SET record_id = gen_random_uuid() WHERE id = (SELECT id FROM notifications.notification WHERE state = 'digest' LIMIT 1)`,
    );
    await Promise.all([1, 2, 3].map(() => makeDailyMails().execute(worker)));
    const made = await jobs();
    expect(made).toHaveLength(1);
    await send(made[0]);
    expect(post.received).toHaveLength(1);
    expect(post.received[0]!.text).toContain('2 notifications wait for you. Sign in to read them.');
    expect(post.received[0]!.text).not.toContain('thing');
    // Once today, whatever comes now.
    await announce(await world.event('thing.shared.v1'));
    await makeDailyMails().execute(worker);
    expect(await jobs()).toEqual([]);
  });

  it('once a day is none when nothing that waits may be seen any more', async () => {
    await chooses('thing-shared', true, 'daily');
    await announce(await world.event('thing.shared.v1'));
    await change(
      `UPDATE notifications.notification SET created_at = created_at - interval '1 day' WHERE state = 'digest'`,
    );
    await change(`INSERT INTO notifications.time_choice (user_id, digest_at) VALUES ($1, '00:00')`, [world.people.analyst]); // prettier-ignore
    await world.revoke();
    await makeDailyMails().execute(worker);
    const made = await jobs();
    expect(made).toHaveLength(1);
    await send(made[0]);
    expect(post.received).toHaveLength(0);
  });

  it.each([
    ['22:00', '07:00', '2026-11-28T23:30:00Z', '2026-11-29T07:00:00.000Z'],
    ['22:00', '07:00', '2026-11-28T06:59:59Z', '2026-11-28T07:00:00.000Z'],
    ['22:00', '07:00', '2026-11-28T07:00:00Z', null],
    ['12:00', '13:00', '2026-07-01T11:30:00Z', '2026-07-01T12:00:00.000Z'],
    ['12:00', '13:00', '2026-07-01T12:30:00Z', null],
    // The night in which clocks go forward, and the one in which they go back.
    ['22:00', '07:00', '2026-03-28T23:00:00Z', '2026-03-29T06:00:00.000Z'],
    ['22:00', '07:00', '2026-10-24T22:30:00Z', '2026-10-25T07:00:00.000Z'],
    [null, null, '2026-10-24T22:30:00Z', null],
  ])('quiet from %s to %s, at %s, ends at %s', async (from, until, at, end) => {
    const ends = await one<Date | null>('SELECT notifications.quiet_end($1, $2, $3) AS one', [from, until, at]);
    expect(ends?.toISOString() ?? null).toBe(end);
  });
});
