import { AServer, PASSWORD } from './testing/a-server.js';

describe('Signing in through the pages', () => {
  let server: AServer;
  beforeAll(async () => void (server = await AServer.start()));
  afterAll(() => server.stop());

  const cookiesOf = (headers: Record<string, unknown>): string[] => [headers['set-cookie'] ?? []].flat().map(String);
  const open = async () => {
    const asked = await server.app.inject({ method: 'GET', url: '/sign-in' });
    const cookies = cookiesOf(asked.headers).map((one) => one.split(';')[0]);
    return { cookies, csrf: /name="_csrf" value="([^"]+)"/.exec(asked.body)![1]! };
  };
  const post = (url: string, cookies: string[], form: Record<string, string>) =>
    server.app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookies.join('; ') },
    });

  it('gives a session cookie that scripts and other sites cannot use, and goes where the person was going', async () => {
    const { cookies, csrf } = await open();
    const form = { _csrf: csrf, email: 'analyst@mer.example', password: PASSWORD, next: '/account/password' };
    const reply = await post('/sign-in', cookies, form);
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/account/password']);
    const session = cookiesOf(reply.headers).find((one) => one.startsWith('session='))!;
    expect(session).toMatch(/HttpOnly/);
    expect(session).toMatch(/SameSite=Lax/);
    const page = await server.app.inject({
      method: 'GET',
      url: '/account/password',
      headers: { cookie: session.split(';')[0]! },
    });
    expect(page.statusCode).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
  });

  it('refuses a form without its token, and never leads to another site', async () => {
    const { cookies, csrf } = await open();
    const form = { email: 'analyst@mer.example', password: PASSWORD };
    expect((await post('/sign-in', cookies, form)).statusCode).toBe(403);
    const reply = await post('/sign-in', cookies, { ...form, _csrf: csrf, next: '//elsewhere.example' });
    expect(reply.headers.location).toBe('/');
  });

  it('keeps the address and not the password when it refuses', async () => {
    const { cookies, csrf } = await open();
    const reply = await post('/sign-in', cookies, {
      _csrf: csrf,
      email: 'analyst@mer.example',
      password: 'not this one',
    });
    expect(reply.statusCode).toBe(401);
    expect(reply.body).toContain('value="analyst@mer.example"');
    expect(reply.body).not.toContain('not this one');
  });

  it('asks whoever is signed out to sign in, and remembers where to', async () => {
    const reply = await server.app.inject({ method: 'GET', url: '/accounts?cursor=x' });
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/sign-in?next=%2Faccounts%3Fcursor%3Dx']);
  });
});
