import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startSampleApp } from './testing/sample-app.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('page safety', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    ({ app } = await startSampleApp());
  });
  afterAll(() => app.close());

  async function formOf(path: string, session?: string) {
    const reply = await app.inject({ url: path, ...(session ? { cookies: { session } } : {}) });
    const csrf = reply.cookies.find(({ name }) => name === 'csrf')?.value ?? '';
    const token = /name="_csrf" value="([^"]+)"/.exec(reply.body)?.[1] ?? '';
    return { csrf, token };
  }

  const post = (url: string, cookies: Record<string, string>, fields: Record<string, string>) =>
    app.inject({ method: 'POST', url, cookies, headers: FORM, payload: new URLSearchParams(fields).toString() });

  test('a form with its token is accepted, and no input class sees the token', async () => {
    const { csrf, token } = await formOf('/draft');
    const reply = await post('/draft/autosave', { csrf }, { _csrf: token, title: 'A' });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().body).toEqual({ title: 'A' });
  });

  test('a form is refused without token, without cookie, with another token, and with the token of another session', async () => {
    const mine = await formOf('/draft', 'session-of-one');
    const other = await formOf('/draft', 'session-of-another');
    const tries = [
      post('/draft', { csrf: mine.csrf, session: 'session-of-one' }, {}),
      post('/draft', { session: 'session-of-one' }, { _csrf: mine.token }),
      post('/draft', { csrf: mine.csrf, session: 'session-of-one' }, { _csrf: other.token }),
      post('/draft', { csrf: other.csrf, session: 'session-of-one' }, { _csrf: other.token }),
      post('/draft', { csrf: `${mine.csrf}x`, session: 'session-of-one' }, { _csrf: mine.token }),
    ];
    expect((await Promise.all(tries)).map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403]);
    const right = await post('/draft', { csrf: mine.csrf, session: 'session-of-one' }, { _csrf: mine.token });
    expect(right.statusCode).toBe(422);
  });

  test('a refused form says what to do, not that the role is wrong', async () => {
    const { body } = await app.inject({
      method: 'POST',
      url: '/draft',
      headers: {
        ...FORM,
        host: 'clin.example',
        referer: 'https://clin.example/draft',
        'sec-fetch-site': 'same-origin',
      },
      payload: '',
    });
    expect(body).toContain('Open it again and enter it anew');
    expect(body).not.toContain('Your role');
    expect(body).toContain('You need to open this page again</h1>');
    expect(body).not.toContain('You cannot do this');
  });

  test('the API needs no token, unless the session cookie came along', async () => {
    const call = (cookies: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/things/7',
        cookies,
        payload: { a: 1 },
        headers: { authorization: 'Bearer x' },
      });
    expect((await call({})).json()).toEqual({ id: '7', body: { a: 1 } });
    expect((await call({ session: 'x' })).statusCode).toBe(403);
  });

  test('pages are never stored and carry a policy with a fresh nonce; assets are kept for a year', async () => {
    const [one, two] = await Promise.all([app.inject('/reports'), app.inject('/reports')]);
    expect(one.headers['cache-control']).toBe('no-store');
    const policies = [one, two].map(({ headers }) => String(headers['content-security-policy']));
    expect(policies[0]).toMatch(/^default-src 'self';.*form-action 'self';frame-ancestors 'none'$/);
    expect(policies[0]).not.toContain('unsafe-inline');
    expect(policies[0]).not.toBe(policies[1]);
    const css = /href="(\/assets\/app-[0-9a-f]{12}\.css)"/.exec(one.body)?.[1] ?? '';
    const asset = await app.inject(css);
    expect(asset.statusCode).toBe(200);
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const small = await app.inject({ url: css, headers: { 'accept-encoding': 'br, gzip' } });
    expect(small.headers['content-encoding']).toBe('br');
    expect(small.rawPayload.length).toBeLessThan(asset.rawPayload.length / 5);
  });

  test('https gives __Host- cookies, Secure, and strict transport security', async () => {
    const { app: secure } = await startSampleApp({ secure: true, cookieName: '__Host-session' });
    const reply = await secure.inject('/draft');
    expect(reply.headers['set-cookie']).toMatch(/^__Host-csrf=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(reply.headers['strict-transport-security']).toMatch(/max-age=\d+/);
    await secure.close();
  });

  test('a redirect is 303 and its banner cannot be forged', async () => {
    const { csrf, token } = await formOf('/reports/1');
    const reply = await post('/reports/1/requests', { csrf }, { _csrf: token, reason: 'x' });
    expect([reply.statusCode, reply.headers['location']]).toEqual([303, '/reports/1']);
    const flash = reply.cookies.find(({ name }) => name === 'flash')?.value ?? '';
    expect((await app.inject({ url: '/reports/1', cookies: { flash } })).body).toContain('Report shared');
    const forged = `${Buffer.from('{"title":"Forged"}').toString('base64url')}.${flash.split('.')[1]}`;
    expect((await app.inject({ url: '/reports/1', cookies: { flash: forged } })).body).not.toContain('Forged');
  });

  test('what people type is text, wherever it is shown', async () => {
    const { csrf, token } = await formOf('/draft');
    const hostile = '"><script>alert(1)</script>';
    const reply = await post(
      '/draft',
      { csrf },
      { _csrf: token, title: hostile, 'items[0][original]': '</textarea><img src=x>' },
    );
    expect(reply.body).not.toContain('<script>alert');
    expect(reply.body).not.toContain('<img src=x>');
  });

  test('navigation shows what the permissions allow, and lights the current room', async () => {
    const { body } = await app.inject('/reports/1');
    expect(body).not.toContain('href="/accounts"');
    expect(body).toMatch(/href="\/reports" aria-current="true"/);
    expect(body).toContain('Page accessed by A. Example (Analyst, Merseyside Police)');
  });
});
