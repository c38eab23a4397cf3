import pg from 'pg';
import { LiveNumber } from '../journeys/live-number.js';
import { serve, type Served } from './a-server.js';
import { World, type Person } from './a-world.js';
import { EACH, Race, roundsOf } from './race.js';
import { TwinWorker } from './twin-worker.js';

const ROUNDS = roundsOf(5);

/**
 * T8 for what leaves by itself: an announcement, an e-mail, the one of the day, a call to an agency's system and a number on an open stream that
 * come after a change tell nothing of what it hid. Beside each stands what is told while nothing has changed.
 */
describe('races of a change with what is told', () => {
  let world: World;
  let served: Served;
  let worker: TwinWorker;
  let pool: pg.Pool;
  let owner: Person;
  let reader: Person;
  let daily: Person;
  let live: LiveNumber;

  const admin = (text: string, values: unknown[] = []) => world.admin.query(text, values);
  const send = async (who: Person, method: string, url: string, body?: object) => {
    const reply = await served.inject({ method: method as 'GET', url: `/api/v1${url}`, headers: { authorization: `Bearer ${who.token}` }, ...(body ? { payload: body } : {}) }); // prettier-ignore
    if (reply.statusCode >= 300) throw new Error(`${url}: ${reply.statusCode} ${reply.body}`);
    return reply.json<Record<string, never>>();
  };

  beforeAll(async () => {
    world = await World.create();
    pool = new pg.Pool({ connectionString: world.database.workerUrl, max: 2 });
    worker = new TwinWorker(pool);
    await worker.open();
    served = await serve(world.database);
    owner = await world.aPerson(901, ['analyst', 'supervisor', 'lead']);
    reader = await world.aPerson(902);
    daily = await world.aPerson(902);
    await admin("INSERT INTO notifications.kind_choice (user_id, kind, in_inbox, email) VALUES ($1, 'report-disclosed', true, 'daily')", [daily.id]); // prettier-ignore
    await admin("INSERT INTO notifications.time_choice (user_id, digest_at, version) VALUES ($1, '00:00', 1)", [
      daily.id,
    ]);
    await admin('INSERT INTO notifications.webhook (agency_id, url, secret, sensitivity, created_by) VALUES (902, $1, $2, 3, $3)', [worker.systemAt('/t902'), 'k'.repeat(43), owner.id]); // prettier-ignore
    live = await LiveNumber.open(await served.listen(), reader.token);
  });
  afterAll(async () => {
    live?.close();
    await served?.close();
    await worker?.close();
    await pool?.end();
    await world?.end();
  });

  interface Shared {
    id: string;
    disclosure: string;
    event: { id: string; type: string };
  }
  /** A report that its owner has just shared; of the event nobody has handled anything. */
  const shared = async (): Promise<Shared> => {
    const { id, items } = await world.aReport(owner, 'told');
    const made = await send(owner, 'POST', `/records/${id}/disclosures`, { agency: 'T902', items: [items[0]], purpose: 'x', legalBasis: 'x', agreement: 'TEST-ISA', expires: '2027-01-01' }); // prettier-ignore
    const { rows } = await admin("SELECT id::text, type FROM platform.outbox WHERE record_id = $1 AND type = 'report.disclosed.v1'", [id]); // prettier-ignore
    return { id, disclosure: made['id'], event: rows[0] as Shared['event'] };
  };
  const many = async (): Promise<Shared[]> => {
    const made: Shared[] = [];
    while (made.length < EACH) made.push(await shared());
    return made;
  };
  const expire = (table: string, { disclosure }: Shared) =>
    admin(`UPDATE ${table} SET valid_until = now() - interval '1 s' WHERE disclosure_id = $1`, [disclosure]);
  const ways: [string, (what: Shared) => Promise<unknown>][] = [
    ['revoked', ({ disclosure }) => send(owner, 'POST', `/disclosures/${disclosure}/revocation`, { reason: 'x' })],
    ['suspended', () => admin("UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901")],
    ['expired', (what) => Promise.all(['access.record_visibility', 'access.item_visibility'].map((table) => expire(table, what)))], // prettier-ignore
    ['withdrawn', async ({ id }) => send(owner, 'POST', `/reports/${id}/withdrawal`, { version: 1, reason: 'x' })],
    ['restricted', ({ id }) => admin('UPDATE intelligence.report SET compartment_id = 999 WHERE id = $1', [id])],
  ];
  const back = () => admin("UPDATE sharing.agreement SET status = 'active' WHERE id = 901");
  /** What left since the last look: e-mails to the reader and to the daily one, and calls about these records. */
  const left = (...about: Shared[]) => {
    const mails = worker.mails.splice(0).map(({ to }) => to);
    const calls = worker.called.splice(0).filter(({ body }) => about.some(({ id }) => body.includes(id)));
    return {
      mail: mails.includes(`${reader.id}@test.example`),
      'e-mail of the day': mails.includes(`${daily.id}@test.example`),
      webhook: calls.length > 0,
    };
  };
  const evening = async (): Promise<void> => {
    await admin("DELETE FROM notifications.delivery WHERE channel = 'digest'");
    await admin("UPDATE notifications.notification SET created_at = created_at - interval '1 day' WHERE state = 'digest'"); // prettier-ignore
    await worker.daily();
  };
  const inbox = async (who: Person, ...about: Shared[]): Promise<boolean> => {
    const listed = JSON.stringify(await send(who, 'GET', '/notifications'));
    return about.some(({ id }) => listed.includes(id));
  };
  const forget = () => admin('DELETE FROM notifications.delivery; DELETE FROM notifications.notification');
  /**
   * Something of the reader's own happens, so that the stream says a number: how many beside it are counted. A look that began before it says
   * another; in the end the stream says what the door says.
   */
  const streamed = async (): Promise<number> => {
    await admin("INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) VALUES ($1, (random() * 1e15)::bigint, 'report-recalled', gen_random_uuid(), false, 'off')", [reader.id]); // prettier-ignore
    const unread = Number((await send(reader, 'GET', '/notifications/unread'))['unread']);
    await live.until(({ numbers }) => numbers.at(-1) === unread);
    return unread - 1;
  };

  it(`tells nothing after the change, ${ROUNDS} times each`, async () => {
    const races = new Map(ways.map(([name]) => [name, new Race(`telling, ${name}`)]));
    for (let at = 0; at < ROUNDS; at += 1) {
      const [name, change] = ways[at % ways.length]!;
      const race = races.get(name)!;
      await back();
      await forget();
      // While nothing has changed: announced, e-mailed, called, counted, streamed.
      const control = await shared();
      await worker.carryOut([control.event]);
      await evening();
      const before = { ...left(control), announcement: await inbox(reader, control), stream: (await streamed()) === 1 };
      // At once with the change.
      const beside = await shared();
      await Promise.all([change(beside), worker.carryOut([beside.event])]);
      await evening();
      // Announced after the change, and announced before it and delivered after.
      await back();
      await forget();
      left(beside);
      const [late, queued] = [await many(), await many()];
      await worker.announce(queued.map(({ event }) => event));
      for (const one of [...late, ...queued]) await change(one);
      await worker.carryOut(late.map(({ event }) => event));
      await evening();
      const all = [...late, ...queued, beside];
      const after = left(...all);
      for (const what of ['mail', 'e-mail of the day', 'webhook'] as const)
        race.count(what, { before: before[what], after: after[what] }, EACH);
      const seen = [await inbox(reader, ...all), await inbox(daily, ...all)];
      race.count('announcement', { before: before.announcement, after: seen.includes(true) }, EACH);
      race.count('stream', { before: before.stream, after: (await streamed()) !== 0 }, EACH);
    }
    for (const race of races.values()) race.say();
    expect([...races].flatMap(([name, { wrong }]) => wrong.map((one) => `${name}: ${one}`))).toEqual([]);
    expect(live.ended).toBe(false);
  }, 36_000_000);
});
