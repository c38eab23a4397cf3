import { randomUUID } from 'node:crypto';
import { serve, type Served } from '../../boundary/a-server.js';
import { World, type Person } from '../../boundary/a-world.js';

const AT_ONCE = 50;
const ROUNDS = Number(process.env['N'] ?? 3);

/** T19: one key, one effect, one person. */
describe('an Idempotency-Key', () => {
  let world: World;
  let served: Served;
  let analyst: Person;
  let colleague: Person;
  beforeAll(async () => {
    world = await World.create();
    served = await serve(world.database);
    analyst = await world.aPerson(901);
    colleague = await world.aPerson(901);
  });
  afterAll(async () => {
    await served?.close();
    await world?.end();
  });

  async function post(
    person: Person,
    key: string,
    url: string,
    body: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const reply = await served.inject({
      method: 'POST',
      url,
      payload: body,
      headers: { authorization: `Bearer ${person.token}`, 'idempotency-key': key },
    });
    return { status: reply.statusCode, body: reply.json() };
  }

  const reports = async (): Promise<number> =>
    Number((await world.admin.query('SELECT count(*) FROM intelligence.report')).rows[0].count);

  it(`sent ${AT_ONCE} times at once has one effect and one answer`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = await reports();
      const key = randomUUID();
      const replies = await Promise.all(
        Array.from({ length: AT_ONCE }, () => post(analyst, key, '/api/v1/reports', { title: `Round ${round}` })),
      );
      expect(
        new Set(replies.map(({ status, body }) => `${status} ${String(body['id'])} ${String(body['reference'])}`)).size,
      ).toBe(1);
      expect(replies[0]!.status).toBe(201);
      expect((await reports()) - before).toBe(1);
    }
    process.stdout.write(`idempotency: ${ROUNDS} keys × ${AT_ONCE} at once, one effect each\n`);
  });

  it('with another body, or for another address, is refused by name and does nothing', async () => {
    const key = randomUUID();
    const first = await post(analyst, key, '/api/v1/reports', { title: 'First' });
    const before = await reports();
    for (const [url, body] of [
      ['/api/v1/reports', { title: 'Second' }],
      [`/api/v1/reports/${String(first.body['id'])}/submission`, { version: 1 }],
    ] as const) {
      const refused = await post(analyst, key, url, body);
      expect(refused.status).toBe(422);
      expect(Object.keys(refused.body['errors'] as object)).toEqual(['Idempotency-Key']);
    }
    expect(await reports()).toBe(before);
  });

  it('of another person replays nothing of theirs', async () => {
    const key = randomUUID();
    const mine = await post(analyst, key, '/api/v1/reports', { title: 'Same words' });
    const theirs = await post(colleague, key, '/api/v1/reports', { title: 'Same words' });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body['id']).not.toBe(mine.body['id']);
  });

  it('does not outlive a failure: what was refused may be sent again, corrected, under a new key and the old one is free', async () => {
    const key = randomUUID();
    const refused = await post(analyst, key, '/api/v1/reports', { title: 'Fine', areas: ['NOWHERE'] });
    expect(refused.status).toBe(422);
    expect((await post(analyst, key, '/api/v1/reports', { title: 'Fine', areas: ['TEST'] })).status).toBe(201);
  });

  it('leaves no second way in: a replay is still decided by the boundary first', async () => {
    const author = await world.aPerson(901);
    const key = randomUUID();
    const { body } = await post(author, randomUUID(), '/api/v1/reports', { title: 'Mine' });
    const url = `/api/v1/reports/${String(body['id'])}/submission`;
    await post(author, key, url, { version: 1 });
    await world.admin.query('UPDATE identity.user_account SET agency_id = 903 WHERE id = $1', [author.id]);
    expect((await post(author, key, url, { version: 1 })).status).toBe(404);
  });

  it.each(['', 'two words', 'x'.repeat(201), 'naïve'])('of the wrong form is refused by name: "%.20s"', async (key) => {
    const before = await reports();
    const refused = await post(analyst, key, '/api/v1/reports', { title: 'x' });
    expect([refused.status, Object.keys(refused.body['errors'] as object)]).toEqual([422, ['Idempotency-Key']]);
    expect(await reports()).toBe(before);
  });
});
