import { Controller, Get, Param } from '@nestjs/common';
import { Public } from '@clin/platform';
import { AServer } from './testing/a-server.js';

@Controller('api/v1/broken')
class Broken {
  @Get()
  @Public('a test of failures')
  public fail(): never {
    throw new Error('secret of the driver');
  }

  @Get(':id/as/:name')
  @Public('a test of ids')
  public id(@Param() asked: object): object {
    return asked;
  }
}

describe('Replies', () => {
  let server: AServer;
  let token: string;
  beforeAll(async () => {
    server = await AServer.start({ requestsPerMinute: 60, signInsPerMinute: 4 }, { doors: [Broken] });
    token = await server.signIn('analyst@mer.example');
  });
  afterAll(() => server.stop());

  it('are of one id, however it is written in the address', async () => {
    const { body } = await server.send('GET', '/api/v1/broken/0E9F3A52-6A0F-4D62-9C51-0D8F5A3C1B27/as/IR-X', { token });
    expect(body).toEqual({ id: '0e9f3a52-6a0f-4d62-9c51-0d8f5a3c1b27', name: 'IR-X' });
  });

  it('wait for their audit row, and become an empty 503 when it cannot be written', async () => {
    expect((await server.send('GET', '/api/v1/agencies', { token })).status).toBe(200);
    await server.admin.query('REVOKE EXECUTE ON FUNCTION audit.append FROM app_request');
    const allowed = await server.send('GET', '/api/v1/agencies', { token });
    const denied = await server.send('GET', '/api/v1/accounts', { token });
    await server.admin.query('GRANT EXECUTE ON FUNCTION audit.append TO app_request');
    for (const reply of [allowed, denied]) {
      expect(reply).toMatchObject({ status: 503, body: { status: 503 } });
      expect(reply.headers['retry-after']).toBe('5');
      expect(reply.text).not.toContain('MER-CLTF');
      expect(reply.headers).toMatchObject({ 'x-frame-options': 'DENY', 'content-security-policy': expect.any(String) });
    }
    expect((await server.send('GET', '/api/v1/agencies', { token })).status).toBe(200);
  });

  it('tell a person in plain words, end a stream that nobody will read, and readiness says why until the log is written again', async () => {
    const headers = { accept: 'text/event-stream' };
    await server.admin.query('REVOKE EXECUTE ON FUNCTION audit.append FROM app_request');
    const page = await server.send('GET', '/', { token });
    const streams = [];
    for (let n = 0; n < 5; n += 1)
      streams.push(await server.send('GET', '/api/v1/notifications/unread', { token, headers }));
    const unready = await server.send('GET', '/health/ready');
    await server.admin.query('GRANT EXECUTE ON FUNCTION audit.append TO app_request');
    expect([page.status, page.headers['retry-after'], page.headers['content-type']]).toEqual([
      503,
      '5',
      'text/html; charset=utf-8',
    ]);
    expect(page.text).toContain('Sorry, the service is unavailable');
    expect(page.text).not.toContain('problem:unavailable');
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
    expect(streams.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(Object.keys(unready.body!['error'] as object)).toEqual(['audit']);
    expect((await server.send('GET', '/health/ready')).status).toBe(200);
    expect(await server.log("event = 'audit.resume'")).toHaveLength(1);
    const stream = await server.app.inject({
      url: '/api/v1/notifications/unread',
      headers: { ...headers, authorization: `Bearer ${token}` },
      payloadAsStream: true,
    });
    expect(stream.statusCode).toBe(200);
    stream.stream().destroy();
  });

  it('of HEAD are guarded and logged like those of GET', async () => {
    expect((await server.app.inject({ method: 'HEAD', url: '/api/v1/agencies' })).statusCode).toBe(401);
    const before = (await server.log("event = 'agency.read'")).length;
    const reply = await server.app.inject({
      method: 'HEAD',
      url: '/api/v1/agencies',
      headers: { authorization: `Bearer ${token}` },
    });
    expect([reply.statusCode, reply.body]).toEqual([200, '']);
    expect(await server.log("event = 'agency.read'")).toHaveLength(before + 1);
  });

  it('to what is not understood name no detail', async () => {
    const broken = await server.send('GET', '/api/v1/broken');
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('secret');
    const large = await server.send('POST', '/api/v1/session', { body: { email: 'x'.repeat(1024 * 1024 + 1) } });
    expect(large.status).toBe(413);
    const headers = { 'content-type': 'text/xml' };
    expect(
      (await server.app.inject({ method: 'POST', url: '/api/v1/session', payload: '<a/>', headers })).statusCode,
    ).toBe(415);
    const absent = await server.send('GET', '/api/v1/accounts/none/at/all', { token });
    for (const id of ['%zz', '%00', 'x'.repeat(4000), '..%2f..%2fetc']) {
      const reply = await server.send('GET', `/api/v1/nothing/${id}`, { token });
      expect([reply.status, reply.text]).toEqual([404, absent.text]);
    }
  });

  it('slow down whoever tries many passwords', async () => {
    const attempt = () =>
      server.send('POST', '/api/v1/session', { body: { email: 'nobody@mer.example', password: 'guess' } });
    const statuses = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push((await attempt()).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await attempt()).headers['retry-after']).toBeDefined();
    expect((await server.send('GET', '/api/v1/me', { token })).status).toBe(200);
  });
});
