import { AServer, PASSWORD } from './testing/a-server.js';

type Body = Record<string, unknown> & { id: string; version: number; temporaryPassword?: string };

describe('Accounts', () => {
  let server: AServer;
  let admin: string;
  beforeAll(async () => {
    server = await AServer.start();
    admin = await server.signIn('admin@network.example');
  });
  afterAll(() => server.stop());

  const account = async (email: string): Promise<Body> => {
    const { body } = await server.send('GET', '/api/v1/accounts?limit=100', { token: admin });
    return (body as { items: Body[] }).items.find((one) => one.email === email)!;
  };
  const person = { name: 'New Person', agency: 'MER-CLTF', roles: ['analyst'], clearance: 2 };
  const create = (email: string, more: object = {}, key?: string) =>
    server.send('POST', '/api/v1/accounts', {
      token: admin,
      body: { ...person, email, ...more },
      headers: key ? { 'idempotency-key': key } : {},
    });

  it('are the administrator’s alone: others are refused, and logged', async () => {
    expect((await server.send('GET', '/api/v1/accounts', { token: admin })).status).toBe(200);
    const analyst = await server.signIn('analyst@mer.example');
    expect((await server.send('GET', '/api/v1/accounts', { token: analyst })).status).toBe(403);
    expect((await server.log("event = 'account.read' AND outcome = 'denied'")).at(-1)?.reason).toBe(
      'no-permission account.read',
    );
  });

  it('begin with a one-time password that must be changed before anything else', async () => {
    const made = (await create('one@mer.example')).body as Body;
    const token = await server.signIn('one@mer.example', made.temporaryPassword);
    expect((await server.send('GET', '/api/v1/agencies', { token })).status).toBe(403);
    const change = (current: string, password: string) =>
      server.send('POST', '/api/v1/me/password', { token, body: { current, password } });
    expect((await change('wrong', 'a long new password')).body).toMatchObject({
      errors: { current: expect.any(String) },
    });
    expect((await change(made.temporaryPassword!, 'short')).status).toBe(422);
    expect((await change(made.temporaryPassword!, 'password1234')).body).toMatchObject({
      errors: { password: expect.stringContaining('easily guessed') },
    });
    expect((await change(made.temporaryPassword!, 'a long new password')).status).toBe(201);
    expect((await server.send('GET', '/api/v1/agencies', { token })).status).toBe(200);
    expect(await server.signIn('one@mer.example', 'a long new password')).toBeDefined();
  });

  it('end other sessions at a change of password, and keep this one', async () => {
    const [mine, other] = [await server.signIn('lead@wmp.example'), await server.signIn('lead@wmp.example')];
    const body = { current: PASSWORD, password: 'another long password' };
    expect((await server.send('POST', '/api/v1/me/password', { token: mine, body })).body).toMatchObject({
      otherSessionsEnded: 1,
    });
    expect((await server.send('GET', '/api/v1/me', { token: mine })).status).toBe(200);
    expect((await server.send('GET', '/api/v1/me', { token: other })).status).toBe(401);
  });

  it('bite on the next request when posting or roles change', async () => {
    const token = await server.signIn('lead@mer.example');
    const { id, version } = await account('lead@mer.example');
    const change = (body: object) => server.send('PATCH', `/api/v1/accounts/${id}`, { token: admin, body });
    expect((await change({ version, agency: 'ESX', roles: ['contact'] })).status).toBe(200);
    const me = await server.send('GET', '/api/v1/me', { token });
    expect(me.body).toMatchObject({ agency: { code: 'ESX' }, roles: ['contact'] });
    const stale = await change({ version, agency: 'MER-CLTF' });
    expect(stale).toMatchObject({ status: 409, body: { current: { agency: 'ESX', version: version + 1 } } });
    expect((await change({ version: version + 1, agency: 'NOWHERE' })).body).toMatchObject({
      errors: { agency: expect.any(String) },
    });
    expect((await change({ version: version + 1, roles: ['administrator', 'analyst'] })).body).toMatchObject({
      errors: { roles: expect.any(String) },
    });
    expect((await change({ version: version + 1, id: 'x', left_at: null })).body).toMatchObject({
      errors: { id: 'Unknown field.', left_at: 'Unknown field.' },
    });
  });

  it('of leavers sign in no more, and their sessions end', async () => {
    const token = await server.signIn('supervisor@smh.example');
    const { id, version } = await account('supervisor@smh.example');
    expect(
      (await server.send('POST', `/api/v1/accounts/${id}/departure`, { token: admin, body: { version } })).status,
    ).toBe(201);
    expect((await server.send('GET', '/api/v1/me', { token })).status).toBe(401);
    const again = await server.send('POST', '/api/v1/session', {
      body: { email: 'supervisor@smh.example', password: PASSWORD },
    });
    expect(again.status).toBe(401);
  });

  it('get a new one-time password from the administrator', async () => {
    const token = await server.signIn('officer@smh.example');
    const { id, version } = await account('officer@smh.example');
    const reset = await server.send('POST', `/api/v1/accounts/${id}/password-reset`, {
      token: admin,
      body: { version },
    });
    expect((await server.send('GET', '/api/v1/me', { token })).status).toBe(401);
    expect(await server.signIn('officer@smh.example', (reset.body as Body).temporaryPassword)).toBeDefined();
    await expect(server.signIn('officer@smh.example')).rejects.toThrow('401');
  });

  it('are never one’s own to administer', async () => {
    const { id, version } = await account('admin@network.example');
    expect(
      (await server.send('PATCH', `/api/v1/accounts/${id}`, { token: admin, body: { version, name: 'Other Name' } }))
        .status,
    ).toBe(403);
    expect(
      (await server.send('POST', `/api/v1/accounts/${id}/password-reset`, { token: admin, body: { version } })).status,
    ).toBe(403);
  });

  it('are made once under one Idempotency-Key, by one person, and the password is stored nowhere', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => create('once@mer.example', {}, 'key-1')));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ body }) => (body as Body).id)).size).toBe(1);
    expect(replies.filter(({ body }) => (body as Body).temporaryPassword !== undefined)).toHaveLength(1);
    expect((await create('twice@mer.example', {}, 'key-1')).body).toMatchObject({
      errors: { 'Idempotency-Key': expect.any(String) },
    });
    expect((await create('spaced@mer.example', {}, 'key 1')).status).toBe(422);
    const stored = await server.admin.query(`SELECT result FROM platform.idempotency`);
    expect(JSON.stringify(stored.rows)).not.toContain('temporaryPassword');
    expect((await create('once@mer.example')).body).toMatchObject({ errors: { email: expect.any(String) } });
  });
});
