import { randomUUID } from 'node:crypto';
import { ServedWorld, type Reply } from './a-served-world.js';
import type { Person } from './a-world.js';
import { EACH, roundsOf } from './race.js';

const ROUNDS = roundsOf(20);
/** Requests in flight on each surface while the revocation runs. */
const AROUND = 3;

interface Round {
  report: string;
  disclosure: string;
  canary: string;
  reference: string;
}

/**
 * T8: a request that starts after the revocation was answered shows nothing of what was revoked, whatever ran beside it. Requests in flight
 * together with the revocation may answer either way, but only by the whole.
 */
describe('races with a revocation', () => {
  let world: ServedWorld;
  let owner: Person;
  let recipient: Person;
  /** By surface: the positive control. */
  const seen = new Map<number, number>();
  const tally = { rounds: 0, requests: 0, shownBefore: 0, shownBeside: 0, shownAfter: 0 };
  beforeAll(async () => {
    world = await ServedWorld.create({ roles: ['supervisor'] });
    owner = world.players.find(({ relation, role }) => relation === 'author' && role === 'supervisor')!.person;
    recipient = world.players.find(({ relation }) => relation === 'recipient')!.person;
  });
  afterAll(() => world?.end());

  const shows = ({ status, body }: Reply, { canary, disclosure, report, reference }: Round): boolean =>
    status < 300 && [canary, disclosure, report, reference].some((part) => body.includes(part));

  /** Everything that a recipient can ask about what it was given, but for notices, which are meant to stay. */
  function surfaces({ report, disclosure }: Round): (() => Promise<Reply>)[] {
    const get = (url: string) => () => world.ask(recipient, 'GET', url);
    return [
      get(`/api/v1/reports/${report}`), get(`/reports/${report}`), get('/api/v1/reports?shared=1'), get('/reports'), get('/'),
      get('/api/v1/disclosures?direction=shared-with-us'), get('/shared/with-us'), get(`/api/v1/disclosures/${disclosure}/receipt`),
      get(`/shared/${disclosure}/receipt`), get('/api/v1/notifications'), get('/notifications'), get(`/api/v1/records/${report}/explanation`),
      () => world.ask(recipient, 'POST', `/api/v1/disclosures/${disclosure}/acknowledgement`, {}),
    ]; // prettier-ignore
  }

  async function begin(at: number): Promise<Round> {
    const canary = `race-${at}-${randomUUID().slice(0, 8)}`;
    const { id, items } = await world.world.aReport(owner, canary);
    // Every other one with conditions, accepted at once: acceptance must not outlive the revocation.
    const conditions = at % 2 === 0 ? '' : 'Wait for the owner';
    const [row] = await owner.sql(
      "SELECT access.disclose($1, 902::smallint, $2, 'Testing', 'Test basis', 901, $3, '2030-01-01', NULL) AS id",
      [id, [items[0]], conditions],
    );
    await world.world.admin.query(
      `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
       VALUES ($1, $2, 'report-shared', $3, true, 'off')`,
      [recipient.id, 1_000_000 + at, id],
    );
    const disclosure = row!['id'] as string;
    if (conditions) await world.ask(recipient, 'POST', `/api/v1/disclosures/${disclosure}/acknowledgement`, {});
    return { report: id, disclosure, canary, reference: `IR-${id.slice(0, 8)}` };
  }

  async function race(round: Round): Promise<void> {
    const ask = surfaces(round);
    for (const [at, one] of ask.entries()) {
      if (!shows(await one(), round)) continue;
      tally.shownBefore += 1;
      seen.set(at, (seen.get(at) ?? 0) + 1);
    }
    const beside = Array.from({ length: AROUND }, () => ask.map((one) => one())).flat();
    const revoked = await world.ask(owner, 'POST', `/api/v1/disclosures/${round.disclosure}/revocation`, {
      reason: 'x',
    });
    expect(revoked.status).toBe(200);
    // Started after the answer, while the ones beside may still run.
    for (let wave = 0; wave < EACH; wave += 1) {
      const after = await Promise.all(ask.map((one) => one()));
      for (const [at, reply] of after.entries()) {
        if (reply.status >= 500) throw new Error(`surface ${at}: ${reply.status}`);
        if (shows(reply, round)) tally.shownAfter += 1;
      }
    }
    for (const reply of await Promise.all(beside)) if (shows(reply, round)) tally.shownBeside += 1;
    tally.requests += ask.length * (AROUND + 1 + EACH);
    const notices = await world.ask(recipient, 'GET', '/api/v1/notices?limit=1');
    expect(notices.body).toContain(round.reference);
  }

  it(`shows nothing after the revocation, ${ROUNDS} times on every surface`, async () => {
    for (let at = 0; at < ROUNDS; at += 1) {
      await race(await begin(at));
      tally.rounds += 1;
    }
    process.stdout.write(`races: ${JSON.stringify(tally)}\n`);
    expect(tally.shownAfter).toBe(0);
    // Of what has no conditions there is nothing to accept: that surface shows every other one.
    expect([...seen.values()].sort((a, b) => a - b)).toEqual([
      Math.floor(ROUNDS / 2),
      ...Array<number>(12).fill(ROUNDS),
    ]);
  }, 36_000_000);

  it('shows an extension and a revocation that race one outcome or the other, never half of each', async () => {
    for (let at = 0; at < Math.min(ROUNDS, 200); at += 1) {
      const { disclosure } = await begin(1_000_000 + at);
      const [extended, revoked] = await Promise.all([
        world.ask(owner, 'POST', `/api/v1/disclosures/${disclosure}/extension`, { expires: '2030-06-30', reason: 'x' }),
        world.ask(owner, 'POST', `/api/v1/disclosures/${disclosure}/revocation`, { reason: 'x' }),
      ]);
      expect(revoked.status).toBe(200);
      expect([200, 409]).toContain(extended.status);
      const { rows } = await world.world.admin.query<{ grants: number; extensions: number }>(
        `SELECT (SELECT count(*)::int FROM access.record_visibility WHERE disclosure_id = $1) AS grants,
           (SELECT count(*)::int FROM access.disclosure_extension WHERE disclosure_id = $1) AS extensions`,
        [disclosure],
      );
      expect(rows[0]).toEqual({ grants: 0, extensions: extended.status === 200 ? 1 : 0 });
    }
  }, 3_600_000);
});
