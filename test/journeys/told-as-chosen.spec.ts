import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { Network } from './a-network.js';
import { listening } from './browser-person.js';
import { LiveNumber } from './live-number.js';

const ANALYST = 'analyst@nclcc.example';
const ADMIN = 'admin@network.example';

/** What a person chooses, what is shown live, and what an administrator sees when it did not work; by the API. */
describe('being told as one chooses', () => {
  let network: Network;
  let url: string;
  let report: string;
  const open: LiveNumber[] = [];

  beforeAll(async () => {
    network = await Network.start({ webhookHosts: 'hooks.force.example' });
    url = await listening(network);
    report = (await network.disseminated('met-lantern-line'))['id'] as string;
  });
  afterEach(() => open.splice(0).forEach((live) => live.close()));
  // The last thing that happens: a server that is told to stop ends its streams, and does not wait for whoever looks at them.
  afterAll(async () => {
    const last = await LiveNumber.open(url, await network.token(ANALYST));
    await last.until(({ numbers }) => numbers.length === 1);
    const told = Date.now();
    await network.stop();
    expect(Date.now() - told).toBeLessThan(15_000);
    expect((await last.until(({ ended }) => ended)).ended).toBe(true);
  });

  const admin = (text: string, values: unknown[] = []) => network.server.admin.query(text, values);
  const live = async (who: string): Promise<LiveNumber> => {
    const made = await LiveNumber.open(url, await network.token(who));
    open.push(made);
    return made;
  };
  let event = 2_000_000;
  /** As the worker writes it; answers its id. */
  const told = async (who: string, state = 'off', kind = 'report-shared'): Promise<string> => {
    const { rows } = await admin(
      `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
       SELECT id, $1, $2, $3, true, $4 FROM identity.user_account WHERE email = $5 RETURNING id`,
      [(event += 1), kind, report, state, who],
    );
    return rows[0].id as string;
  };
  const clear = () => admin('DELETE FROM notifications.delivery; DELETE FROM notifications.notification');

  describe('by choice', () => {
    const path = '/notifications/choices';
    it('begins with everything, and offers what may be turned off to the roles that are told of it', async () => {
      const { status, body } = await network.as(ANALYST, 'GET', path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ quietFrom: null, quietUntil: null, digestAt: '08:00', version: 0 });
      const kinds = body['kinds'] as {
        kind: string;
        title: string;
        about: string;
        mandatory: boolean;
        inInbox: boolean;
        email: string;
      }[];
      expect(kinds.every(({ inInbox, email }) => inInbox && email === 'at-once')).toBe(true);
      expect(new Set(kinds.map(({ title }) => title)).size).toBe(kinds.length);
      const [recall, shared] = ['report-recalled', 'report-shared'].map((name) =>
        kinds.find(({ kind }) => kind === name),
      );
      expect([recall?.mandatory, shared?.mandatory]).toEqual([true, false]);
      expect(shared?.about).toBe('report');
      expect(kinds.some(({ kind }) => kind === 'threat-to-life')).toBe(false);
      const auditor = (await network.as('auditor@network.example', 'GET', path)).body['kinds'] as typeof kinds;
      expect(auditor.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['emergency-opened-auditor']));
      expect(auditor.some(({ kind }) => kind === 'report-shared')).toBe(false);
    });

    it('is kept, and refused with the field when it cannot be', async () => {
      const send = (body: object) => network.as(ANALYST, 'PATCH', path, body);
      const kinds = [{ kind: 'report-shared', inInbox: true, email: 'daily' }];
      const saved = await send({ version: 0, kinds, quietFrom: '22:00', quietUntil: '07:00' });
      expect(saved.status).toBe(200);
      expect(saved.body).toMatchObject({ quietFrom: '22:00', quietUntil: '07:00', version: 1 });
      expect(saved.body['kinds']).toContainEqual(expect.objectContaining(kinds[0]!));
      const wrong: [object, string][] = [
        [{ version: 1, kinds: [{ kind: 'report-recalled', inInbox: false, email: 'never' }] }, 'kinds.0.kind'],
        [{ version: 1, kinds: [{ kind: 'threat-to-life', inInbox: false, email: 'never' }] }, 'kinds.0.kind'],
        [{ version: 1, kinds: [{ kind: 'nothing', inInbox: true, email: 'at-once' }] }, 'kinds.0.kind'],
        [{ version: 1, kinds: [...kinds, ...kinds] }, 'kinds.1.kind'],
        [{ version: 1, kinds: [{ kind: 'report-shared', inInbox: true, email: 'hourly' }] }, 'kinds.0.email'],
        [{ version: 1, quietFrom: '25:00' }, 'quietFrom'],
        [{ version: 1, quietFrom: '07:00' }, 'quietUntil'],
        [{ version: 1, quietUntil: null }, 'quietUntil'],
        [{ version: 1, digestAt: 'noon' }, 'digestAt'],
        [{ version: -1 }, 'version'],
        [{ version: 1, userId: randomUUID() }, 'userId'],
      ];
      for (const [body, field] of wrong) {
        const reply = await send(body);
        expect([field, reply.status, Object.keys(reply.body['errors'] as object)]).toEqual([field, 422, [field]]);
      }
      expect(await send({ version: 0, quietFrom: null, quietUntil: null })).toMatchObject({ status: 409 });
      const now = await network.as(ANALYST, 'GET', path);
      expect(now.body).toMatchObject({ quietFrom: '22:00', version: 1 });
      expect((await send({ version: 1, quietFrom: null, quietUntil: null })).body).toMatchObject({
        quietFrom: null,
        version: 2,
      });
      // One person's alone.
      expect((await network.as('supervisor@nclcc.example', 'GET', path)).body).toMatchObject({ version: 0 });
      expect((await network.server.log(`event = 'notification.choose' AND outcome = 'allowed'`)).length).toBe(2);
    });

    it('keeps out of the inbox and its number what the person does not want there', async () => {
      await clear();
      const [kept, hidden] = [await told(ANALYST), await told(ANALYST)];
      await admin('UPDATE notifications.notification SET in_inbox = false WHERE id = $1', [hidden]);
      const { body } = await network.as(ANALYST, 'GET', '/notifications');
      expect([body['unread'], body['items'].map(({ id }: { id: string }) => id)]).toEqual([1, [kept]]);
      expect((await network.as(ANALYST, 'POST', `/notifications/${hidden}/reading`)).status).toBe(404);
    });

    it('marks all of one’s own as read in one step of the log, and nobody else’s', async () => {
      await clear();
      const [mine, hidden, other] = [await told(ANALYST), await told(ANALYST), await told('supervisor@nclcc.example')];
      await admin('UPDATE notifications.notification SET in_inbox = false WHERE id = $1', [hidden]);
      const all = (body: object) => network.as(ANALYST, 'POST', '/notifications/reading', body);
      expect((await all({ until: 'yesterday' })).body).toMatchObject({ errors: { until: expect.any(String) } });
      expect((await all({ until: '2026-01-01T00:00:00Z' })).body).toEqual({ marked: 0 });
      expect((await all({})).body).toEqual({ marked: 1 });
      const { rows } = await admin('SELECT id FROM notifications.notification WHERE read_at IS NULL');
      expect(rows.map(({ id }) => id as string).sort()).toEqual([hidden, other].sort());
      expect(mine).not.toBe(other);
      const log = await network.server.log(`event = 'notification.mark-all' AND outcome = 'allowed'`);
      expect(log.map(({ detail }) => detail)).toEqual([{ marked: 0 }, { marked: 1 }]);
    });
  });

  describe('live', () => {
    beforeEach(clear);

    it('carries the number and nothing else, once or whenever it changes', async () => {
      const id = await told(ANALYST);
      expect((await network.as(ANALYST, 'GET', '/notifications/unread')).body).toEqual({ unread: 1 });
      const stream = await live(ANALYST);
      expect(stream.status).toBe(200);
      await stream.until(({ numbers }) => numbers.length === 1);
      await told(ANALYST);
      await stream.until(({ numbers }) => numbers.length === 2);
      await network.as(ANALYST, 'POST', `/notifications/${id}/reading`);
      await stream.until(({ numbers }) => numbers.length === 3);
      expect(stream.numbers).toEqual([1, 2, 1]);
      expect([stream.besides, stream.ended]).toEqual(['', false]);
      expect((await network.server.log(`event = 'notification.count'`)).length).toBeGreaterThanOrEqual(2);
    });

    it('counts for nobody what was revoked, suspended or is above their clearance while they look', async () => {
      await told(ANALYST);
      const stream = await live(ANALYST);
      await stream.until(({ numbers }) => numbers.length === 1);
      await admin(`UPDATE sharing.agreement SET status = 'suspended' WHERE status = 'active'`);
      await stream.until(({ numbers }) => numbers.length === 2);
      await admin(`UPDATE sharing.agreement SET status = 'active' WHERE status = 'suspended'`);
      expect(stream.numbers).toEqual([1, 0]);
    });

    const ways: [string, string, string][] = [
      ['the session is ended', `UPDATE identity.session SET ended_at = now() WHERE user_id = $1`, `SELECT $1::uuid`],
      ['the session has been idle too long', `UPDATE identity.session SET idle_until = now() WHERE user_id = $1`, `SELECT $1::uuid`],
      ['a role is taken away', `DELETE FROM identity.user_role WHERE user_id = $1`, `INSERT INTO identity.user_role VALUES ($1, 'supervisor')`],
      ['clearance is taken away', `UPDATE identity.user_account SET clearance = 1 WHERE id = $1`, `UPDATE identity.user_account SET clearance = 2 WHERE id = $1`],
      ['the person is posted elsewhere', `UPDATE identity.user_account SET agency_id = (SELECT id FROM identity.agency WHERE code = 'KNT') WHERE id = $1`, `UPDATE identity.user_account SET agency_id = (SELECT id FROM identity.agency WHERE code = 'NCLCC') WHERE id = $1`],
      ['the person leaves', `UPDATE identity.user_account SET left_at = now() WHERE id = $1`, `UPDATE identity.user_account SET left_at = NULL WHERE id = $1`],
    ]; // prettier-ignore
    it.each(ways)('ends without another number when %s', async (what, change, back) => {
      const name = `supervisor of ${what}`;
      await network.join(name, 'NCLCC', 'supervisor');
      const { rows } = await admin('SELECT id FROM identity.user_account WHERE email = $1', [name]);
      const stream = await live(name);
      await stream.until(({ numbers }) => numbers.length === 1);
      await admin(change, [rows[0].id]);
      await told(name);
      await stream.until(({ ended }) => ended);
      expect({ ended: stream.ended, numbers: stream.numbers }).toEqual({ ended: true, numbers: [0] });
      await admin(back, [rows[0].id]);
    });

    it('is nobody else’s, whatever its address says, and ends for who signs out', async () => {
      await told(ANALYST);
      const other = 'supervisor of another stream';
      await network.join(other, 'NCLCC', 'supervisor');
      const { rows } = await admin('SELECT id FROM identity.user_account WHERE email = $1', [ANALYST]);
      const asked = (query: string, headers: Record<string, string>): Promise<{ status: number; text: string }> =>
        new Promise((done, fail) => {
          const request = get(`${url}/api/v1/notifications/unread${query}`, { agent: false, headers: { accept: 'text/event-stream', ...headers } }, (reply) => {
            let text = '';
            const end = (): void => (reply.destroy(), done({ status: reply.statusCode!, text }));
            reply.on('data', (chunk: Buffer) => /data: \d/.test((text += chunk.toString())) && end());
            reply.on('end', end);
          });
          request.on('error', fail);
        });
      const own = { authorization: `Bearer ${await network.token(other)}` };
      for (const query of ['', `?user=${rows[0].id}`, `?userId=${rows[0].id}&part=00`, `?token=${await network.token(ANALYST)}`]) {
        const { status, text } = await asked(query, own);
        // A part that nobody reads is refused, or the number is the asker's own.
        expect([query, status === 200 ? /data: (\d+)/.exec(text)?.[1] : status === 422 && '0']).toEqual([query, '0']);
      }
      for (const headers of [{}, { authorization: 'Bearer nobody' }, { authorization: `Bearer ${rows[0].id}` }] as Record<string, string>[])
        expect((await asked(`?token=${await network.token(ANALYST)}`, headers)).status).toBe(401);
      const stream = await live(other);
      await stream.until(({ numbers }) => numbers.length === 1);
      expect((await network.as(other, 'DELETE', '/session')).status).toBeLessThan(300);
      await told(other);
      await stream.until(({ ended }) => ended);
      expect([stream.ended, stream.numbers]).toEqual([true, [0]]);
    }); // prettier-ignore

    it('is open to one person a few times at once, and frees what is closed', async () => {
      const streams = [];
      for (let n = 0; n < 5; n += 1) streams.push(await live('lead@met.example'));
      expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 204]);
      streams[0]!.close();
      let again = await live('lead@met.example');
      for (let tries = 0; again.status === 204 && tries < 50; tries += 1) again = await live('lead@met.example');
      expect(again.status).toBe(200);
      expect((await live('analyst@met.example')).status).toBe(200);
    });

    it('keeps no session alive: looking is no sign of life', async () => {
      await network.join('idle reader', 'NCLCC', 'supervisor');
      const idle = async (): Promise<string> =>
        (await admin(`SELECT s.idle_until::text AS idle FROM identity.session s JOIN identity.user_account u ON u.id = s.user_id WHERE u.email = 'idle reader'`)).rows[0].idle; // prettier-ignore
      await admin(`UPDATE identity.session SET idle_until = now() + interval '2 minutes' WHERE user_id = (SELECT id FROM identity.user_account WHERE email = 'idle reader')`); // prettier-ignore
      const before = await idle();
      await (await live('idle reader')).until(({ numbers }) => numbers.length === 1);
      await network.as('idle reader', 'GET', '/notifications/unread');
      expect(await idle()).toBe(before);
      await network.as('idle reader', 'GET', '/me');
      expect(await idle()).not.toBe(before);
    });

    it('is nobody’s without a session, and of nobody else', async () => {
      const stream = await LiveNumber.open(url, 'made-up');
      expect(stream.status).toBe(401);
      const other = await live('analyst@met.example');
      await told(ANALYST);
      await other.until(({ numbers }) => numbers.length > 1, 1);
      expect(other.numbers).toEqual([0]);
    });
  });

  describe('and when it failed', () => {
    const failed = async (who: string): Promise<string> => {
      const id = await told(who, 'failed');
      const { rows } = await admin(
        `INSERT INTO notifications.delivery (channel, notification_id, user_id, event_id, kind, state, attempts, error_class, settled_at)
         SELECT 'email', id, user_id, event_id, kind, 'failed', 6, 'refused', clock_timestamp() FROM notifications.notification WHERE id = $1 RETURNING id`,
        [id],
      );
      return rows[0].id as string;
    };
    beforeEach(clear);

    it('is an administrator’s to see, without whom or what it was about, and nobody else’s', async () => {
      await failed(ANALYST);
      const { body, text } = await network.as(ADMIN, 'GET', '/admin/deliveries/failed');
      expect(body['items']).toEqual([
        { id: expect.any(String), channel: 'email', kind: 'report-shared', failedAt: expect.any(String), errorClass: 'refused', attempts: 6 },
      ]); // prettier-ignore
      for (const secret of [report, 'analyst', 'nclcc', 'NCLCC', 'IR-']) expect(text).not.toContain(secret);
      const counts = (await network.as(ADMIN, 'GET', '/admin/deliveries')).body['counts'];
      expect(counts).toContainEqual(expect.objectContaining({ channel: 'email', state: 'failed', count: 1 }));
      for (const who of [ANALYST, 'auditor@network.example', 'lead@met.example']) {
        for (const [method, path, sent] of [
          ['GET', '/admin/deliveries'],
          ['GET', '/admin/deliveries/failed'],
          ['POST', '/admin/deliveries/redriving', { all: true }],
        ] as const) {
          const reply = await network.as(who, method, path, sent);
          expect([path, reply.status]).toEqual([path, 403]);
        }
      }
      // The person themselves is told that no e-mail came.
      expect((await network.as(ANALYST, 'GET', '/notifications')).body['items'][0]).toMatchObject({ email: 'failed' });
    });

    it('is tried again, one or all, and what is absent, malformed or unclear is refused', async () => {
      const [one] = [await failed(ANALYST), await failed(ANALYST), await failed('supervisor@nclcc.example')];
      const again = (body: unknown) => network.as(ADMIN, 'POST', '/admin/deliveries/redriving', body);
      expect((await again({ id: one })).body).toEqual({ redriven: 1 });
      expect((await again({ id: one })).status).toBe(404);
      expect((await again({ id: randomUUID() })).status).toBe(404);
      expect((await again({ id: 'x' })).status).toBe(404);
      for (const wrong of [{}, { all: false }, { id: one, all: true }, { all: 'yes' }, { id: 7 }])
        expect((await again(wrong)).status).toBe(422);
      expect((await again({ all: true })).body).toEqual({ redriven: 2 });
      const { rows } = await admin(
        `SELECT state, attempts, look_again_at <= clock_timestamp() AS due FROM notifications.delivery`,
      );
      expect(rows).toEqual(Array(3).fill({ state: 'queued', attempts: 0, due: true }));
      expect((await admin(`SELECT FROM notifications.notification WHERE state = 'queued'`)).rowCount).toBe(3);
      const logged = await network.server.log(`event = 'delivery.redrive' AND outcome = 'allowed'`);
      expect(logged.map(({ detail }) => detail['redriven'])).toEqual([1, 2]);
    });

    it('pages without losing one', async () => {
      for (let n = 0; n < 53; n += 1) await failed(ANALYST);
      const first = await network.as(ADMIN, 'GET', '/admin/deliveries/failed');
      const rest = await network.as(ADMIN, 'GET', `/admin/deliveries/failed?cursor=${first.body['next']}`);
      const ids = [...first.body['items'], ...rest.body['items']].map(({ id }: { id: string }) => id);
      expect([first.body['items'].length, new Set(ids).size, rest.body['next']]).toEqual([50, 53, null]);
      expect((await network.as(ADMIN, 'GET', '/admin/deliveries/failed?cursor=x')).status).toBe(422);
    });

    it('is an event that a handler gave up on, as well', async () => {
      const { rows } = await admin(
        `INSERT INTO platform.event_job (event_id, job_name, state, attempts, error_class) SELECT max(id), 'announce', 'failed', 12, 'TypeError' FROM platform.outbox RETURNING id, event_id`,
      );
      const { body } = await network.as(ADMIN, 'GET', '/admin/deliveries/failed');
      expect(body['items']).toMatchObject([{ id: rows[0].id, channel: 'event', kind: expect.stringMatching(/\.v1$/), errorClass: 'TypeError' }]); // prettier-ignore
      expect((await network.as(ADMIN, 'POST', '/admin/deliveries/redriving', { id: rows[0].id })).body).toEqual({
        redriven: 1,
      });
      const queued = await admin('SELECT relayed_at < now() - interval \'2 minutes\' AS due FROM platform.outbox WHERE id = $1', [rows[0].event_id]); // prettier-ignore
      expect(queued.rows).toEqual([{ due: true }]);
    });
  });

  describe('by the systems of an agency', () => {
    const path = '/admin/webhooks';
    const good = { agency: 'MER-CLTF', url: 'https://hooks.force.example/in', sensitivity: 1 };
    const register = (body: unknown, who = ADMIN) => network.as(who, 'POST', path, body);

    it('is registered by administrators alone, the secret shown once', async () => {
      const made = await register(good);
      expect([made.status, Object.keys(made.body)]).toEqual([201, ['id', 'secret']]);
      expect(made.body['secret']).toMatch(/^[\w-]{43}$/);
      const listed = await network.as(ADMIN, 'GET', path);
      expect(listed.body['items']).toEqual([
        { ...good, id: made.body['id'], agencyName: expect.any(String), active: true, createdAt: expect.any(String) },
      ]);
      expect(listed.text).not.toContain(made.body['secret']);
      const log = JSON.stringify(await network.server.log(`event LIKE 'webhook.%'`));
      for (const secret of [made.body['secret'], 'hooks.force.example']) expect(log).not.toContain(secret);
      for (const who of [ANALYST, 'auditor@network.example', 'lead@mer.example']) {
        expect((await network.as(who, 'GET', path)).status).toBe(403);
        expect((await register(good, who)).status).toBe(403);
        expect((await network.as(who, 'PATCH', path, { id: made.body['id'], active: false })).status).toBe(403);
      }
      expect((await network.as(ADMIN, 'PATCH', path, { id: made.body['id'], active: false })).body).toMatchObject({
        active: false,
      });
      expect((await network.as(ADMIN, 'PATCH', path, { id: randomUUID(), active: false })).status).toBe(404);
      expect((await network.as(ADMIN, 'PATCH', path, { id: 'x', active: true })).status).toBe(404);
    });

    it.each([
      ['url', { url: 'https://127.0.0.1/' }],
      ['url', { url: 'http://127.0.0.1:8080/' }],
      ['url', { url: 'https://169.254.169.254/latest/' }],
      ['url', { url: 'https://elsewhere.example/' }],
      ['url', { url: 'http://hooks.force.example/' }],
      ['url', { url: good.url }],
      ['url', { url: 7 }],
      ['agency', { url: 'https://hooks.force.example/2', agency: 'NOWHERE' }],
      ['agency', { url: 'https://hooks.force.example/2', agency: null }],
      ['sensitivity', { url: 'https://hooks.force.example/2', sensitivity: 4 }],
      ['secret', { url: 'https://hooks.force.example/2', secret: 'my own' }],
      ['agency,url', { url: '', agency: '' }],
    ])('is refused with the field %s: %j', async (field, change) => {
      const reply = await register({ ...good, ...change });
      expect([reply.status, Object.keys(reply.body['errors'] as object).join()]).toEqual([422, field]);
      expect((await network.as(ADMIN, 'GET', path)).body['items']).toHaveLength(1);
    });

    it('under one Idempotency-Key is one, and its secret is kept for nobody', async () => {
      const send = async () =>
        network.server.send('POST', `/api/v1${path}`, {
          token: await network.token(ADMIN),
          body: { ...good, url: 'https://hooks.force.example/once' },
          headers: { 'idempotency-key': 'hook-1' },
        });
      const [first, again] = [await send(), await send()];
      expect(Object.keys(first.body!)).toEqual(['id', 'secret']);
      expect(again.body).toEqual({ id: first.body!['id'] });
    });
  });
});
