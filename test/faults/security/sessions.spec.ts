import { createHash } from 'node:crypto';
import { serve, type Served } from '../../boundary/a-server.js';
import { World } from '../../boundary/a-world.js';
import { anAccount, PASSWORD, Visitor } from './a-browserless-visitor.js';

/** T13 without a browser: what a session is worth, how it begins and how it ends. */
describe('a session', () => {
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

  const signedIn = async (): Promise<{ visitor: Visitor; id: string; email: string }> => {
    const account = await anAccount(world);
    const visitor = new Visitor(served);
    expect((await visitor.signIn(account.email)).status).toBe(303);
    return { visitor, ...account };
  };
  const setSession = (visitor: Visitor, what: string): Promise<unknown> =>
    world.admin.query(`UPDATE identity.session SET ${what} WHERE token_hash = $1`, [
      createHash('sha256').update(visitor.jar.get('session')!).digest(),
    ]);
  const inside = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/account/password')).status === 200;

  it('is never one that was planted before signing in, and each signing in opens another', async () => {
    const { email } = await anAccount(world);
    const visitor = new Visitor(served);
    visitor.jar.set('session', 'planted-by-an-attacker');
    await visitor.signIn(email);
    const first = visitor.jar.get('session');
    expect(first).not.toBe('planted-by-an-attacker');
    expect(first).toHaveLength(43);
    await visitor.signIn(email);
    expect(visitor.jar.get('session')).not.toBe(first);
    const attacker = new Visitor(served);
    attacker.jar.set('session', 'planted-by-an-attacker');
    expect(await inside(attacker)).toBe(false);
  });

  it('travels in a cookie that scripts and other sites cannot use, and lies in the database as a hash only', async () => {
    const { email } = await anAccount(world);
    const visitor = new Visitor(served);
    const { cookies } = await visitor.signIn(email);
    const cookie = cookies.find((one) => one.startsWith('session='))!;
    for (const flag of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(flag);
    expect(cookie).not.toMatch(/Domain|Expires|Max-Age/i);
    const dump = await world.admin.query<{ text: string }>(
      `SELECT string_agg(s::text, ' ') AS text FROM identity.session s`,
    );
    expect(dump.rows[0]!.text).not.toContain(visitor.jar.get('session'));
  });

  it('behind https carries __Host- and Secure', async () => {
    const secure = await serve(world.database, { publicUrl: 'https://clin.example' });
    try {
      const { email } = await anAccount(world);
      const visitor = new Visitor(secure);
      const { cookies, headers } = await visitor.signIn(email);
      expect(cookies.find((one) => one.startsWith('__Host-session='))).toMatch(/Secure/);
      expect(headers['strict-transport-security']).toBeTruthy();
    } finally {
      await secure.close();
    }
  });

  it.each([
    ['idle too long', "idle_until = clock_timestamp() - interval '1 s'"],
    ['older than its absolute limit', "ends_at = clock_timestamp() - interval '1 s'"],
    ['ended', 'ended_at = clock_timestamp()'],
  ])('opens nothing once it is %s', async (_when, change) => {
    const { visitor } = await signedIn();
    expect(await inside(visitor)).toBe(true);
    await setSession(visitor, change);
    expect(await inside(visitor)).toBe(false);
  });

  it('is extended by use, up to its absolute limit and not beyond', async () => {
    const { visitor, id } = await signedIn();
    await setSession(
      visitor,
      "idle_until = clock_timestamp() + interval '1 minute', ends_at = clock_timestamp() + interval '5 minutes'",
    );
    expect(await inside(visitor)).toBe(true);
    const { rows } = await world.admin.query<{ capped: boolean }>(
      `SELECT idle_until = ends_at AS capped FROM identity.session WHERE user_id = $1 AND kind = 'page'`,
      [id],
    );
    expect(rows[0]!.capped).toBe(true);
  });

  it('ends with signing out, with leaving and with a changed password elsewhere', async () => {
    const first = await signedIn();
    const kept = new Visitor(served);
    for (const [name, value] of first.visitor.jar) kept.jar.set(name, value);
    expect((await first.visitor.post('/sign-out', {})).status).toBe(303);
    expect(await inside(kept)).toBe(false);
    const second = await signedIn();
    await world.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [second.id]);
    expect(await inside(second.visitor)).toBe(false);
    const third = await signedIn();
    const elsewhere = new Visitor(served);
    await elsewhere.signIn(third.email);
    const changed = await served.inject({
      method: 'POST',
      url: '/api/v1/me/password',
      headers: { authorization: `Bearer ${elsewhere.jar.get('session')}` },
      payload: { current: PASSWORD, password: 'another long enough phrase' },
    });
    expect(changed.statusCode).toBeLessThan(300);
    expect(await inside(third.visitor)).toBe(false);
  });

  it('does no work for a form without its own token', async () => {
    const { visitor } = await signedIn();
    const other = await signedIn();
    const before = new Visitor(served);
    await before.get('/sign-in');
    for (const token of ['', 'made-up', other.visitor.token, before.token]) {
      const page = await visitor.post('/sign-out', {}, token);
      expect([403, 303]).toContain(page.status);
      expect(await inside(visitor)).toBe(true);
    }
    const api = await served.inject({
      method: 'DELETE',
      url: '/api/v1/session',
      headers: { cookie: visitor.cookie() },
    });
    expect(api.statusCode).toBe(403);
    expect(await inside(visitor)).toBe(true);
  });

  it.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/%5cevil.example/..//evil.example',
  ])('never leads to another site: next=%s', async (next) => {
    const { email } = await anAccount(world);
    const { headers } = await new Visitor(served).signIn(email, PASSWORD, next);
    expect(new URL(String(headers['location']), 'http://here.example').host).toBe('here.example');
  });

  it('is not opened by a token in the address', async () => {
    const { visitor } = await signedIn();
    const token = visitor.jar.get('session')!;
    for (const url of [
      `/account/password?access_token=${token}`,
      `/api/v1/me?access_token=${token}`,
      `/api/v1/me?token=${token}`,
    ]) {
      expect((await served.inject({ method: 'GET', url })).statusCode).not.toBe(200);
    }
  });

  it('is closed to the roles of another moment: a role taken away is gone with the next request', async () => {
    const { visitor, id } = await signedIn();
    expect((await visitor.get('/reports')).status).toBe(200);
    await world.admin.query('DELETE FROM identity.user_role WHERE user_id = $1', [id]);
    expect((await visitor.get('/reports')).status).toBe(403);
  });
});
