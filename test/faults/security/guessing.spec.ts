import { randomUUID } from 'node:crypto';
import { serve, type Served } from '../../boundary/a-server.js';
import { World } from '../../boundary/a-world.js';
import { anAccount, PASSWORD, Visitor } from './a-browserless-visitor.js';

const SAMPLES = 12;

/** T13: guessing passwords and names. */
describe('guessing at the door', () => {
  let world: World;
  let served: Served;
  beforeAll(async () => {
    world = await World.create();
    served = await serve(world.database);
  });
  afterAll(async () => {
    await served?.close();
    await world?.end();
  });

  async function open(email: string, password: string): Promise<{ status: number; told: string; ms: number }> {
    const begun = performance.now();
    const reply = await served.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password } });
    const headers = Object.entries(reply.headers).filter(([name]) => !/^(date|x-request-id)$/.test(name));
    return {
      status: reply.statusCode,
      told: JSON.stringify([headers.sort(), reply.body]),
      ms: performance.now() - begun,
    };
  }

  it('says the same of an unknown name, a wrong password, a leaver and an account that waits', async () => {
    const known = await anAccount(world);
    const gone = await anAccount(world);
    const waiting = await anAccount(world);
    await world.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [gone.id]);
    await world.admin.query(
      "UPDATE identity.credential SET locked_until = now() + interval '1 hour' WHERE user_id = $1",
      [waiting.id],
    );
    const told = [
      await open(`${randomUUID()}@test.example`, PASSWORD),
      await open(known.email, 'wrong password'),
      await open(gone.email, PASSWORD),
      await open(waiting.email, PASSWORD),
    ];
    expect(new Set(told.map(({ status, told: answer }) => `${status} ${answer}`)).size).toBe(1);
    expect(told[0]!.status).toBe(401);
    expect((await open(known.email, PASSWORD)).status).toBe(201);
  });

  it('costs the same work for a name that exists and one that does not', async () => {
    const accounts = await Promise.all(Array.from({ length: SAMPLES }, () => anAccount(world)));
    await open('warm@test.example', 'up');
    const known: number[] = [];
    const unknown: number[] = [];
    // In turn, so that a busy moment of the machine falls on both alike.
    for (const { email } of accounts) {
      known.push((await open(email, 'wrong password')).ms);
      unknown.push((await open(`${randomUUID()}@test.example`, 'wrong password')).ms);
    }
    // The quickest of each: a busy machine adds to a time and takes nothing from it.
    const [a, b] = [Math.min(...known), Math.min(...unknown)];
    process.stdout.write(
      `guessing: known ${a.toFixed(1)} ms, unknown ${b.toFixed(1)} ms (the quickest of ${SAMPLES})\n`,
    );
    expect(Math.max(a, b) / Math.min(a, b)).toBeLessThan(2);
  });

  it('shuts an account after ten failures, even for guesses sent at once, and lets it in again after the wait', async () => {
    const { id, email } = await anAccount(world);
    await Promise.all(Array.from({ length: 30 }, () => open(email, 'wrong password')));
    const { rows } = await world.admin.query<{ failures: number; waits: boolean }>(
      'SELECT failures, locked_until > now() AS waits FROM identity.credential WHERE user_id = $1',
      [id],
    );
    expect(rows[0]).toEqual({ failures: 10, waits: true });
    expect((await open(email, PASSWORD)).status).toBe(401);
    await world.admin.query('UPDATE identity.credential SET locked_until = now() WHERE user_id = $1', [id]);
    expect((await open(email, PASSWORD)).status).toBe(201);
    const after = await world.admin.query<{ failures: number }>(
      'SELECT failures FROM identity.credential WHERE user_id = $1',
      [id],
    );
    expect(after.rows[0]!.failures).toBe(0);
  });

  it('waits longer with every further failure', async () => {
    const { id, email } = await anAccount(world);
    const waits: number[] = [];
    await world.admin.query('UPDATE identity.credential SET failures = 9 WHERE user_id = $1', [id]);
    for (let n = 0; n < 4; n += 1) {
      await open(email, 'wrong password');
      const { rows } = await world.admin.query<{ s: number }>(
        'SELECT extract(epoch FROM locked_until - clock_timestamp())::float8 AS s FROM identity.credential WHERE user_id = $1',
        [id],
      );
      waits.push(rows[0]!.s);
      await world.admin.query('UPDATE identity.credential SET locked_until = now() WHERE user_id = $1', [id]);
    }
    expect(waits.map((s) => Math.round(s / 30))).toEqual([1, 2, 4, 8]);
  });

  it('leaves a row in the log for every guess, with the account where there is one and never the password', async () => {
    const { id, email } = await anAccount(world);
    await open(email, 'a guessed secret');
    await open(`${randomUUID()}@test.example`, 'a guessed secret');
    const { rows } = await world.admin.query<{ text: string }>(
      `SELECT e::text AS text FROM audit.entry e WHERE event = 'session.open' AND outcome = 'denied' ORDER BY id DESC LIMIT 2`,
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]!.text).toContain(id);
    expect(rows.map(({ text }) => text).join()).not.toContain('guessed secret');
  });

  it('is told nothing more by the page, which keeps no password', async () => {
    const { email } = await anAccount(world);
    const answers = await Promise.all(
      [email, `visitor-${randomUUID()}@test.example`].map(async (address) => {
        const page = await new Visitor(served).signIn(address, 'a wrong password');
        expect(page.status).toBe(401);
        expect(page.body).not.toContain('a wrong password');
        return page.body
          .replaceAll(address, 'ADDRESS')
          .replaceAll(/value="[^"]{20,}"|nonce="[^"]+"|[\da-f-]{36}/g, 'RANDOM');
      }),
    );
    expect(answers[0]).toBe(answers[1]);
  });

  it('is slowed by address, with a plain answer', async () => {
    const strict = await serve(world.database, { signInsPerMinute: 3 });
    try {
      const statuses: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        const payload = { email: 'nobody@test.example', password: 'x' };
        statuses.push((await strict.inject({ method: 'POST', url: '/api/v1/session', payload })).statusCode);
      }
      expect(statuses).toEqual([401, 401, 401, 429, 429]);
    } finally {
      await strict.close();
    }
  });
});
