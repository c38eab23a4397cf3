import { createHmac, randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { Config } from '@clin/platform';
import { WorkerDatabase, type OutboxEvent } from '@clin/platform/events';
import type { Job } from 'bullmq';
import pg from 'pg';
import { announceHandlers } from '../announce-event.js';
import { MOST_ATTEMPTS } from '../delivery.store.js';
import { declareNotification } from '../notification-kinds.js';
import { AgencySystem, ToldWorld } from '../testing/index.js';
import { callWebhook } from '../webhook-call.js';
import { CallWebhooks } from './call-webhooks.js';
import { SendMail } from './send-mail.js';

const EVERY = ['analyst', 'supervisor'];
declareNotification({ kind: 'thing-shared', eventType: 'thing.shared.v1', audience: { scope: 'recipients', roles: EVERY }, title: 'A thing' }); // prettier-ignore
declareNotification({ kind: 'thing-changed-hands', eventType: 'thing.changed-hands.v1', audience: { scope: 'named-agency', roles: EVERY }, title: 'Beside' }); // prettier-ignore
declareNotification({ kind: 'thing-answered', eventType: 'thing.answered.v1', audience: { scope: 'named-person', roles: EVERY }, title: 'Yours' }); // prettier-ignore
declareNotification({ kind: 'thing-recalled', eventType: 'thing.recalled.v1', audience: { scope: 'recalled', roles: EVERY }, title: 'Recall' }); // prettier-ignore

const SECRET = 'k'.repeat(43);

describe('a webhook of an agency', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let worker: WorkerDatabase;
  let world: ToldWorld;
  let caller: CallWebhooks;
  const system = new AgencySystem();
  const { called } = system;
  let url: string;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.workerUrl });
    worker = new WorkerDatabase(pool);
    caller = new CallWebhooks(worker, Config.of({ webhookLoopback: 'yes' }));
    url = await system.open();
  });
  beforeEach(async () => {
    system.answer = { status: 204 };
    called.splice(0);
    world = await ToldWorld.create(database.adminUrl);
    await world.hook(`${url}/theirs`, SECRET);
    await world.hook(`${url}/strangers`, SECRET, world.owner + 2);
  });
  afterEach(async () => {
    await change(
      'DELETE FROM notifications.delivery; DELETE FROM notifications.webhook; DELETE FROM notifications.notification',
    );
    await world.close();
  });
  afterAll(async () => {
    await system.close();
    await pool.end();
    await database.drop();
  });

  const change = (text: string, values: unknown[] = []): Promise<pg.QueryResult> => world.admin.query(text, values);
  /** What the worker does about an event; answers the deliveries to systems that it asks for. */
  const announce = async (id: string): Promise<string[]> => {
    const { rows } = await world.admin.query<OutboxEvent>(
      `SELECT id::text, type, record_id AS "recordId", actor_id AS "actorId", agency_id AS "agencyId", payload FROM platform.outbox WHERE id = $1`,
      [id],
    );
    const handler = announceHandlers({ mail: false }).find(({ eventType }) => eventType === rows[0]!.type)!;
    const followUps = (await worker.run((tx) => handler.handle(rows[0]!, tx))) ?? [];
    return followUps.filter(({ queue }) => queue === 'webhooks').map(({ data }) => data['deliveryId']!);
  };
  const call = (deliveryId: string): Promise<void> => caller.process({ data: { deliveryId } } as Job);
  const shared = async (): Promise<string> => (await announce(await world.event('thing.shared.v1')))[0]!;
  const state = async (id: string): Promise<string> =>
    (await change(`SELECT concat_ws(' ', state, attempts, error_class) AS now FROM notifications.delivery WHERE id = $1`, [id])).rows[0].now; // prettier-ignore

  it('of those who were told gets ids and facts, signed, once; others get nothing', async () => {
    const event = await world.event('thing.shared.v1', { name: 'never leaves' });
    const [delivery, ...more] = await announce(event);
    expect(more).toEqual([]);
    expect(await announce(event)).toEqual([delivery]);
    await call(delivery!);
    await call(delivery!);
    expect(called.map(({ path }) => path)).toEqual(['/theirs']);
    const [{ headers, body }] = called as [(typeof called)[0]];
    expect(JSON.parse(body)).toEqual({
      id: delivery, type: 'thing.shared.v1', occurredAt: expect.stringMatching(/^\d{4}-.*Z$/), recordId: world.record,
    }); // prettier-ignore
    const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-clin-signature'] as string)!;
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
    expect(hex).toBe(createHmac('sha256', SECRET).update(`${seconds}.${delivery}.${body}`).digest('hex'));
    expect(headers['x-clin-delivery']).toBe(delivery);
    expect(await state(delivery!)).toBe('sent 1');
    expect(await announce(event)).toEqual([]);
  });

  it('hears of a recall without the record', async () => {
    await world.revoke();
    const [delivery] = await announce(await world.event('thing.recalled.v1', { recipientAgencyId: world.recipient }));
    await call(delivery!);
    expect(Object.keys(JSON.parse(called[0]!.body) as object)).toEqual(['id', 'type', 'occurredAt']);
  });

  it('hears not even that something happened in an operation, to one person, or to what is restricted', async () => {
    const operation = randomUUID();
    const beside = { recipientAgencyId: world.recipient };
    const hear = async (type: string, more: object = {}, subject = world.record): Promise<string> => {
      const [delivery] = await announce(await world.event(type, { ...beside, ...more }, subject));
      await call(delivery!);
      return state(delivery!);
    };
    expect(await hear('thing.changed-hands.v1', {}, operation)).toBe('sent 1');
    expect(await hear('thing.recalled.v1')).toBe('sent 1');
    await change(`INSERT INTO access.compartment (id, key, name, owner_agency_id, lead_id) VALUES (${world.owner}, $1, 'Heron', ${world.owner}, $2)`, [operation, world.people.author]); // prettier-ignore
    expect(await hear('thing.changed-hands.v1', {}, operation)).toBe('suppressed 1');
    expect(await hear('thing.answered.v1', { personId: world.people.analyst })).toBe('suppressed 1');
    const owners = (set: string) => change(`UPDATE access.record_visibility SET ${set} WHERE record_id = $1 AND disclosure_id IS NULL`, [world.record]); // prettier-ignore
    for (const [set, back] of [
      ['sensitivity = 2', 'sensitivity = 1'],
      [`private_to = '${world.people.author}'`, 'private_to = NULL'],
    ] as const) {
      await owners(set);
      expect([set, await hear('thing.recalled.v1')]).toEqual([set, 'suppressed 1']);
      await owners(back);
    }
    const recalled = (await announce(await world.event('thing.recalled.v1', beside)))[0]!;
    await owners(`compartment_id = ${world.owner}`);
    await call(recalled);
    expect(await state(recalled)).toBe('suppressed 1');
    expect(called.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['thing.changed-hands.v1', 'thing.recalled.v1']); // prettier-ignore
  });

  const grants = (set: string) => () => change(`UPDATE access.record_visibility SET ${set} WHERE record_id = $1 AND agency_id = $2`, [world.record, world.recipient]); // prettier-ignore
  it.each<[string, () => Promise<unknown>]>([
    ['was recalled', () => world.revoke()],
    ['is under a suspended agreement', () => world.suspend('suspended')],
    ['has expired', grants(`valid_until = now() - interval '1 second'`)],
    ['became more sensitive than it may hear of', grants('sensitivity = 2')],
    ['was restricted to an operation', grants('compartment_id = 71')],
    ['is one person’s for an hour', grants('private_to = gen_random_uuid()')],
    ['is there, and the webhook was stopped', () => change('UPDATE notifications.webhook SET active = false')],
    ['is there, and the agency has ended', () => change('UPDATE identity.agency SET ends_on = current_date - 1 WHERE id = $1', [world.recipient])], // prettier-ignore
    [
      'is there, and nobody was told after all',
      () => change(`UPDATE notifications.notification SET state = 'suppressed'`),
    ],
  ])('is not called when what it was about %s', async (_what, happen) => {
    const [control, delivery] = [await shared(), await shared()];
    await call(control);
    await happen();
    await call(delivery);
    expect(called).toHaveLength(1);
    expect(await state(delivery)).toBe('suppressed 1');
  });

  it('is tried again when it does not take it, and fails after the last attempt', async () => {
    const delivery = await shared();
    for (const [status, fault] of [
      [500, 'refused'],
      [404, 'refused'],
      [302, 'redirected'],
      [307, 'redirected'],
    ] as const) {
      system.answer = { status, location: `${url}/elsewhere` };
      await change('UPDATE notifications.delivery SET not_before = clock_timestamp()');
      await expect(call(delivery)).rejects.toThrow(fault);
      expect(await state(delivery)).toContain(`queued`);
      await call(delivery);
    }
    expect(called.map(({ path }) => path)).toEqual(Array(4).fill('/theirs'));
    await change(`UPDATE notifications.delivery SET not_before = clock_timestamp(), attempts = ${MOST_ATTEMPTS - 1}`);
    await expect(call(delivery)).rejects.toThrow('redirected');
    expect(await state(delivery)).toBe(`failed ${MOST_ATTEMPTS} redirected`);
  });

  it('inside is called by nobody where the servers’ settings do not say so', async () => {
    const strict = new CallWebhooks(worker, Config.of({ webhookHosts: 'localhost,hooks.example' }));
    const delivery = await shared();
    await expect(strict.process({ data: { deliveryId: delivery } } as Job)).rejects.toThrow('not-allowed');
    // A name on the list that leads inside, as after rebinding: refused by the address that it has.
    const inside = {
      url: url.replace('http://127.0.0.1', 'https://localhost').replace(/:\d+$/, ''),
      secret: SECRET,
      id: 'x',
      body: '{}',
    };
    await expect(callWebhook(inside, { hosts: ['localhost'], loopback: false })).rejects.toThrow('not-allowed');
    expect(called).toEqual([]);
  });

  it('and an e-mail are each only their own worker’s, whatever a forged job says', async () => {
    const delivery = await shared();
    const mail = await world.queued('analyst', await world.event('thing.shared.v1'));
    await call(mail.delivery);
    await new SendMail(worker, undefined as never).process({ data: { deliveryId: delivery } } as Job);
    expect([await state(mail.delivery), await state(delivery)]).toEqual(['queued 0', 'queued 0']);
  });
});
