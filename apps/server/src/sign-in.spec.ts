import { AServer, PASSWORD } from './testing/a-server.js';

describe('Signing in through the API', () => {
  let server: AServer;
  beforeAll(async () => void (server = await AServer.start()));
  afterAll(() => server.stop());

  it('opens a session that names the person, and logs it', async () => {
    const token = await server.signIn('analyst@mer.example');
    expect(token).toMatch(/^[\w-]{43}$/);
    const me = await server.send('GET', '/api/v1/me', { token });
    expect(me.status).toBe(200);
    expect(me.body).toMatchObject({ email: 'analyst@mer.example', agency: { code: 'MER-CLTF' }, roles: ['analyst'] });
    const opened = await server.log("event = 'session.open' AND outcome = 'allowed'");
    const read = await server.log("event = 'self.read'");
    expect(opened.at(-1)?.user_id).toBe(me.body?.id);
    expect(read.at(-1)).toMatchObject({ user_id: me.body?.id, outcome: 'allowed', detail: { door: 'GET /api/v1/me' } });
  });

  it('refuses without a session, and with a token nobody has', async () => {
    for (const token of [undefined, 'x'.repeat(43)]) {
      const reply = await server.send('GET', '/api/v1/me', { token });
      expect(reply.status).toBe(401);
      expect(reply.headers['content-type']).toContain('application/problem+json');
    }
    expect((await server.log("event = 'self.read' AND outcome = 'denied'")).length).toBe(2);
  });

  it('answers an unknown address and a wrong password alike', async () => {
    const wrong = await server.send('POST', '/api/v1/session', {
      body: { email: 'analyst@mer.example', password: 'not this one' },
    });
    const unknown = await server.send('POST', '/api/v1/session', {
      body: { email: 'nobody@mer.example', password: 'not this one' },
    });
    expect(wrong.status).toBe(401);
    expect(wrong.body).toMatchObject({ detail: expect.stringContaining('address or password is wrong') });
    expect(unknown.text).toBe(wrong.text);
    expect((await server.log("event = 'session.open' AND outcome = 'denied'")).map(({ reason }) => reason)).toEqual([
      'wrong-password',
      'unknown-account',
    ]);
  });

  it('makes an account wait after ten failures, without saying so, and lets it in afterwards', async () => {
    const attempt = (password: string) =>
      server.send('POST', '/api/v1/session', { body: { email: 'lead@mer.example', password } });
    const replies = await Promise.all(Array.from({ length: 10 }, () => attempt('wrong')));
    const locked = await attempt(PASSWORD);
    expect(new Set(replies.map(({ text }) => text))).toEqual(new Set([locked.text]));
    expect((await server.log("reason = 'waiting'")).length).toBe(1);
    await server.admin.query(
      "UPDATE identity.credential SET locked_until = now() - interval '1 second' WHERE locked_until IS NOT NULL",
    );
    expect((await attempt(PASSWORD)).status).toBe(201);
  });

  it('refuses an Idempotency-Key where a password is sent, by name and without an effect', async () => {
    const body = { email: 'supervisor@mer.example', password: PASSWORD };
    const token = await server.signIn(body.email);
    const sessions = async () => (await server.log("event = 'session.open'")).length;
    const before = await sessions();
    const headers = { 'idempotency-key': 'same-key' };
    for (const _time of ['first', 'repeat'])
      expect(await server.send('POST', '/api/v1/session', { body, headers })).toMatchObject({
        status: 422,
        body: { errors: { 'Idempotency-Key': expect.stringMatching(/no effect here/) } },
      });
    expect(await sessions()).toBe(before);
    const change = { current: PASSWORD, password: 'another long phrase' };
    const refused = await server.send('POST', '/api/v1/me/password', { token, body: change, headers });
    expect([refused.status, Object.keys(refused.body?.errors as object)]).toEqual([422, ['Idempotency-Key']]);
    await server.signIn(body.email);
  });

  it.each([
    ['nothing changes', 'analyst', 'SELECT $1::uuid', 201, 'allowed', null],
    ['their password is reset', 'supervisor', "UPDATE identity.credential SET password_hash = 'x' WHERE user_id = $1", 401, 'denied', 'changed-meanwhile'],
    ['they leave', 'lead', 'UPDATE identity.user_account SET left_at = now() WHERE id = $1', 401, 'denied', 'changed-meanwhile'],
  ])('waits for whoever holds the account of somebody who signs in: %s', async (_what, who, change, status, outcome, reason) => {
    const { admin } = server;
    const email = `${who}@wmp.example`;
    const { rows } = await admin.query<{ id: string }>('SELECT id FROM identity.user_account WHERE email = $1', [email]);
    const { id } = rows[0]!;
    const logged = (await server.log("event = 'session.open'")).length;
    await admin.query('BEGIN');
    await admin.query('SELECT 1 FROM identity.user_account WHERE id = $1 FOR UPDATE', [id]);
    const reply = server.send('POST', '/api/v1/session', { body: { email, password: PASSWORD } });
    const waits = () => admin.query('SELECT 1 FROM pg_locks WHERE NOT granted');
    for (let tries = 0; tries < 2000 && (await waits()).rows.length === 0; tries += 1);
    await admin.query(change, [id]);
    await admin.query('COMMIT');
    expect((await reply).status).toBe(status);
    expect((await admin.query('SELECT 1 FROM identity.session WHERE user_id = $1', [id])).rows).toHaveLength(status === 201 ? 1 : 0);
    expect((await server.log("event = 'session.open'")).slice(logged)).toMatchObject([{ outcome, reason }]);
  }); // prettier-ignore

  it('ends a session at sign-out', async () => {
    const token = await server.signIn('analyst@met.example');
    expect((await server.send('DELETE', '/api/v1/session', { token })).status).toBe(204);
    expect((await server.send('GET', '/api/v1/me', { token })).status).toBe(401);
  });

  it('takes no token from the query or the body', async () => {
    const token = await server.signIn('analyst@met.example');
    expect((await server.send('GET', `/api/v1/me?access_token=${token}`)).status).toBe(401);
  });

  it('names unknown and reviving fields', async () => {
    const body = { email: 'analyst@met.example', password: PASSWORD, role: 'administrator' };
    const unknown = await server.send('POST', '/api/v1/session', { body });
    expect(unknown).toMatchObject({ status: 422, body: { errors: { role: 'Unknown field.' } } });
    const reviving = await server.send('POST', '/api/v1/session', {
      body: '{"__proto__":{"admin":true},"email":"a@b.example"}',
    });
    expect(reviving.status).toBe(422);
    expect(reviving.text).toContain('"__proto__":"Unknown field."');
    const broken = await server.send('POST', '/api/v1/session', { body: '{"email":' });
    expect(broken.status).toBe(422);
  });

  it('lists agencies for whoever is signed in', async () => {
    const token = await server.signIn('contact@essex.example');
    const reply = await server.send('GET', '/api/v1/agencies', { token });
    const items = (reply.body as { items: { code: string }[] }).items;
    expect(items).toHaveLength(54);
    expect(items.map(({ code }) => code)).toEqual(expect.arrayContaining(['MER-CLTF', 'NWP', 'NETWORK']));
  });

  it('describes its doors, says that it lives and is ready', async () => {
    const openApi = await server.send('GET', '/api/openapi.json');
    expect(openApi.body).toMatchObject({ openapi: '3.1.0' });
    type Post = { parameters?: { name: string }[]; responses: Record<string, unknown> };
    const paths = openApi.body?.paths as Record<string, { post?: Post }>;
    const taking = (path: string) => paths[path]?.post?.parameters?.some(({ name }) => name === 'Idempotency-Key');
    expect(['/api/v1/session', '/api/v1/me/password', '/api/v1/reports'].map(taking)).toEqual([false, false, true]);
    expect(JSON.stringify(paths['/api/v1/session']?.post?.responses)).toContain('Idempotency-Key');
    expect((await server.send('GET', '/health/live')).status).toBe(200);
    expect((await server.send('GET', '/health/ready')).status).toBe(200);
  });

  it('gives one 404 for every address that is not there', async () => {
    const token = await server.signIn('admin@network.example');
    const texts = await Promise.all(
      ['/api/v1/nothing', '/api/v1/accounts/zzz', '/api/v1/accounts/00000000-0000-4000-8000-000000000000'].map((url) =>
        server.send('GET', url, { token }),
      ),
    );
    expect(new Set(texts.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(texts[0].status).toBe(404);
  });
});
