import pg from 'pg';
import { announceHandlers } from '@clin/notifications/jobs';
import { WorkerDatabase, type OutboxEvent } from '@clin/platform/events';
import type { Actor } from '@clin/platform';
import { Register } from '../testing/a-register.js';
import { remindOfReviews } from './remind-of-reviews.js';

const first = { version: 1, revision: 1 };
const reason = { reason: 'Because of the test' };

/** The worker's part, with the worker's own login. */
describe('notices of agreements', () => {
  let register: Register;
  let pool: pg.Pool;
  let worker: WorkerDatabase;
  const people = {} as Record<'author' | 'lead' | 'analyst' | 'coordinator' | 'contact' | 'stranger', Actor>;
  beforeAll(async () => {
    register = await Register.open();
    pool = new pg.Pool({ connectionString: register.database.workerUrl, max: 8 });
    worker = new WorkerDatabase(pool);
    people.author = await register.person('MPS-CLTF', 'supervisor');
    people.lead = await register.person('MPS-CLTF', 'lead');
    people.analyst = await register.person('MPS-CLTF', 'analyst');
    people.coordinator = await register.person('NCLCC', 'coordinator');
    people.contact = await register.person('NWP', 'contact');
    people.stranger = await register.person('WMP-CLTF', 'lead');
  });
  afterAll(async () => {
    await pool?.end();
    await register?.shut();
  });

  /** Handles every event of an agreement that has not been, twice; who was told of what. */
  async function told(id: string): Promise<string[]> {
    const { rows } = await register.admin.query<OutboxEvent>(
      `SELECT id::text, type, record_id AS "recordId", actor_id AS "actorId", agency_id AS "agencyId", payload, occurred_at AS "occurredAt"
       FROM platform.outbox WHERE record_id = $1 AND relayed_at IS NULL ORDER BY id`,
      [id],
    );
    for (const event of [...rows, ...rows])
      for (const handler of announceHandlers({ mail: false }).filter(({ eventType }) => eventType === event.type))
        await worker.run((tx) => handler.handle(event, tx));
    const sent = await register.admin.query<{ user_id: string; kind: string; state: string; needs_record: boolean }>(
      `SELECT n.user_id, n.kind, n.state, n.needs_record FROM notifications.notification n WHERE n.event_id = ANY ($1::bigint[]) ORDER BY n.event_id`,
      [rows.map((row) => row.id)],
    );
    await register.admin.query('UPDATE platform.outbox SET relayed_at = now() WHERE record_id = $1', [id]);
    const nameOf = (user: string): string => Object.entries(people).find(([, actor]) => actor.userId === user)![0];
    return sent.rows
      .map((row) => `${nameOf(row.user_id)} ${row.kind}${row.needs_record || row.state !== 'off' ? ' !' : ''}`)
      .sort();
  }

  it('tell the deciding people of the organisations that it concerns, and nobody else, once', async () => {
    const { author, lead, coordinator } = people;
    const id = await register.proposed(author, { parties: ['NCLCC', 'NWP'] });
    expect(await told(id)).toEqual([
      'contact agreement-proposed',
      'coordinator agreement-proposed',
      'lead agreement-proposed',
    ]);
    await register.approve.execute(coordinator, id, first);
    await register.approve.execute(lead, id, first);
    expect(await told(id)).toEqual(['contact agreement-enacted', 'coordinator agreement-enacted']);
    await register.decide.execute(coordinator, id, 'suspend', reason);
    expect(await told(id)).toEqual(['contact agreement-suspended', 'lead agreement-suspended']);
  });

  it('reach nobody who knows it no more by then', async () => {
    const { author, lead, contact } = people;
    const id = await register.proposed(author, { parties: ['NCLCC', 'NWP'] });
    await register.decide.execute(contact, id, 'withdraw', reason);
    expect((await told(id)).filter((line) => line.startsWith('contact'))).toEqual([]);
    const taken = await register.proposed(author);
    await register.decide.execute(author, taken, 'revise', reason);
    expect(await told(taken)).toEqual(['lead agreement-proposed']);
    expect(lead.agencyCode).toBe('MPS-CLTF');
  });

  it('come before a review and on its day, once for all workers together', async () => {
    const { author, lead, coordinator } = people;
    const id = await register.inForce(author, lead, coordinator);
    await told(id);
    const everywhere = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 8 }, () => remindOfReviews().execute(worker)));
    await register.admin.query('UPDATE sharing.agreement SET review_on = current_date + 20 WHERE uid = $1', [id]);
    await everywhere();
    expect(await told(id)).toEqual(['coordinator agreement-review-ahead', 'lead agreement-review-ahead']);
    await everywhere();
    expect(await told(id)).toEqual([]);
    await register.admin.query('UPDATE sharing.agreement SET review_on = current_date - 1 WHERE uid = $1', [id]);
    await everywhere();
    expect(await told(id)).toEqual(['coordinator agreement-review-due', 'lead agreement-review-due']);
    expect(people.analyst.permissions.has('agreement.read')).toBe(true);
  });
});
