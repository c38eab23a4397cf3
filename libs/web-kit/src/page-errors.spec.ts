import { Controller, Get, HttpException, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { InvalidInput, NotPermitted, NotVisible, Stale, Unavailable, WrongState } from '@clin/platform';
import { SAMPLE_OPTIONS } from './testing/sample-app.js';
import { registerWebKit } from './register.js';
import type { FastifyRequest } from 'fastify';
import { whatWasSent } from './what-was-sent.js';

class TooOld extends WrongState {}

const FAILURES: Record<string, () => unknown> = {
  invalid: () => new InvalidInput({ 'items.0.reason': 'Enter a reason' }),
  hidden: () => new NotVisible('not-disclosed'),
  absent: () => new NotVisible('absent'),
  refused: () => new NotPermitted('secret reason'),
  state: () => new TooOld('It has been disseminated already.'),
  stale: () => new Stale({ version: 3 }),
  busy: () => new Unavailable(7),
  often: () => new HttpException('Slow down', 429),
  stranger: () => new HttpException('Who are you', 401),
  bug: () => new Error('duplicate key value (name)=(Child B)'),
};

@Controller()
class Doors {
  @Get('fail/:how')
  page(@Param('how') how: string): never {
    throw FAILURES[how]?.();
  }
  @Post('fail/:how')
  posted(@Param('how') how: string): never {
    throw FAILURES[how]?.();
  }
  @Get('api/v1/fail/:how')
  api(@Param('how') how: string): never {
    throw FAILURES[how]?.();
  }
  @Post('api/v1/echo')
  echo() {
    return {};
  }
}

@Module({ controllers: [Doors] })
class Failing {}

describe('the page that a form is led back to', () => {
  const pages = ['/cases/:id', '/cases/:id/edit', '/cases/:id/steps/:step', '/cases/new'];
  const led = (route: string, url: string, from: string, notNow = true) =>
    whatWasSent(
      {
        method: 'POST',
        url,
        headers: { host: 'clin.example', referer: `https://clin.example${from}`, 'sec-fetch-site': 'same-origin' },
        routeOptions: { url: route },
        server: { hasRoute: (asked: { url: string }) => pages.includes(asked.url) },
      } as unknown as FastifyRequest,
      notNow,
    ).again;

  test('is the page of the record when a step is not possible any more, and the form when it is', () => {
    const step = ['/cases/:id/steps/:step', '/cases/7/steps/close'] as const;
    expect(led(...step, '/cases/7/steps/close')).toBe('/cases/7');
    expect(led(...step, '/cases/7/steps/close', false)).toBe('/cases/7/steps/close');
    // A form that was shown again at an address which only takes it.
    const entry = ['/cases/:id/decisions', '/cases/7/decisions'] as const;
    expect(led(...entry, '/cases/7/add/decision')).toBe('/cases/7');
    expect(led(...entry, '/cases/7/add/decision', false)).toBe('/cases/7/add/decision');
    expect(led(...entry, '/cases/7/decisions', false)).toBe('/cases/7');
    // From a list back to the list, and what is of no record yet stays where it is.
    expect(led(...step, '/?list=2')).toBe('/?list=2');
    expect(led('/cases/new', '/cases/new', '/cases/new')).toBe('/cases/new');
    expect(led('/nowhere/:id/x', '/nowhere/7/x', '/nowhere/7/x')).toBeUndefined();
  });
});

describe('failures', () => {
  let app: NestFastifyApplication;
  const logged: string[] = [];

  beforeAll(async () => {
    const keep = (...parts: unknown[]) => logged.push(JSON.stringify(parts));
    const logger = { log: () => undefined, error: keep, warn: keep };
    app = await NestFactory.create<NestFastifyApplication>(Failing, new FastifyAdapter(), { logger });
    await registerWebKit(app, SAMPLE_OPTIONS);
    await app.init();
  });
  afterAll(() => app.close());

  test.each([
    ['invalid', 422, { type: 'urn:clin:problem:invalid-input', errors: { 'items.0.reason': 'Enter a reason' } }],
    ['hidden', 404, { type: 'urn:clin:problem:not-found', title: 'Not found.' }],
    ['refused', 403, { type: 'urn:clin:problem:not-permitted', title: 'Not permitted.' }],
    ['state', 409, { type: 'urn:clin:problem:conflict', detail: 'It has been disseminated already.' }],
    ['stale', 409, { type: 'urn:clin:problem:stale', current: { version: 3 } }],
    ['busy', 503, { type: 'urn:clin:problem:unavailable' }],
    ['often', 429, { type: 'urn:clin:problem:too-many-requests' }],
    ['stranger', 401, { type: 'urn:clin:problem:signed-out' }],
    ['bug', 500, { type: 'urn:clin:problem:internal', title: 'Something went wrong.' }],
  ])('%s answers %i as a page and as a problem document', async (how, status, document) => {
    const api = await app.inject(`/api/v1/fail/${how}`);
    expect([api.statusCode, api.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8']);
    expect(api.json()).toMatchObject({ status, ...document });
    expect(api.json()).not.toHaveProperty('instance');
    const page = await app.inject(`/fail/${how}`);
    if (status === 401)
      return expect([page.statusCode, page.headers['location']]).toEqual([303, '/sign-in?next=%2Ffail%2Fstranger']);
    expect([page.statusCode, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.headers['cache-control']).toBe('no-store');
    return undefined;
  });

  test('a conflict says whether somebody changed it, or why it is not possible', async () => {
    const [state, stale] = [(await app.inject('/fail/state')).body, (await app.inject('/fail/stale')).body];
    expect(state).toMatch(/This is not possible now[^]*It has been disseminated already[^]*Nothing was saved/);
    expect(state).not.toContain('since you opened it');
    expect(stale).toMatch(/This has changed since you opened it[^]*Nothing was saved[^]*what is different/);
    expect(stale).not.toContain('not possible now');
  });

  test('a form that was not taken gives back what was written in it, and leads to its page', async () => {
    const refused = async (body: Record<string, string>, headers: Record<string, string>) => {
      const sent = { 'content-type': 'application/x-www-form-urlencoded', host: 'clin.example', ...headers };
      const payload = new URLSearchParams(body).toString();
      return (await app.inject({ method: 'POST', url: '/fail/state', payload, headers: sent })).body;
    };
    const from = { 'sec-fetch-site': 'same-origin', referer: 'https://clin.example/reports/1?page=2' };
    const body = { why: 'Seen <twice> by\nthe same officer', kind: 'line', to: '' };
    const page = await refused(body, from);
    expect(page).toMatch(/Nothing was saved[^]*href="\/reports\/1\?page=2">Open the page again/);
    expect(page).toMatch(/What you wrote[^]*Seen &lt;twice&gt; by\nthe same officer/);
    expect(page).not.toContain('>line<');
    // What another site sends is not shown under our name, nor where it came from; nor anything beside a password.
    const elsewhere = await refused(body, {
      ...from,
      'sec-fetch-site': 'cross-site',
      referer: 'https://evil.example/x',
    });
    const secret = await refused(
      { ...body, password: 'a pass phrase of words' },
      { ...from, referer: 'https://evil.example/x' },
    );
    for (const one of [elsewhere, secret])
      expect(one).not.toMatch(/What you wrote|twice|pass phrase|Open the page|evil/);
    // The form's own address is one where it can be opened.
    expect(await refused(body, { ...from, referer: 'https://clin.example/fail/state' })).toContain(
      'Open the page again',
    );
  });

  test.each(['/fail/', '/api/v1/fail/'])(
    'hidden and absent below %s are the same bytes and headers, at any time',
    async (door) => {
      const [hidden, absent, again] = [
        await app.inject(`${door}hidden`),
        await app.inject(`${door}absent`),
        await app.inject(`${door}absent`),
      ];
      const seen = ({ body, headers: { date: _date, ...headers } }: typeof hidden) => ({ body, headers });
      expect(seen(hidden)).toEqual(seen(absent));
      expect(seen(absent)).toEqual(seen(again));
      expect(hidden.body).not.toMatch(/\/fail|not-disclosed/);
    },
  );

  test('no reason, address or message of a bug reaches a reader or the log', async () => {
    for (const door of ['/fail/', '/api/v1/fail/']) {
      expect((await app.inject(`${door}refused`)).body).not.toContain('secret reason');
      expect((await app.inject(`${door}bug`)).body).not.toMatch(/Child B|duplicate|at .*\.ts/);
    }
    expect(logged.join()).toContain('page-errors.spec');
    expect(logged.join()).not.toContain('Child B');
    expect((await app.inject('/no/<such>/page')).body).not.toContain('such');
  });

  test('Retry-After says when, a refused script gets a document, and Fastify’s own refusals keep their status', async () => {
    expect((await app.inject('/fail/busy')).headers['retry-after']).toBe('7');
    expect((await app.inject('/api/v1/fail/often')).headers['retry-after']).toBe('30');
    const script = await app.inject({ url: '/fail/invalid', headers: { accept: 'application/json' } });
    expect(script.json()).toMatchObject({ errors: { 'items.0.reason': 'Enter a reason' } });
    const send = (payload: string, type: string) =>
      app.inject({ method: 'POST', url: '/api/v1/echo', payload, headers: { 'content-type': type } });
    expect((await send('{', 'application/json')).statusCode).toBe(400);
    expect((await send('<a/>', 'text/xml')).statusCode).toBe(415);
    expect((await send(`"${'x'.repeat(2_000_000)}"`, 'application/json')).statusCode).toBe(413);
    expect((await app.inject({ method: 'POST', url: '/fail/x' })).statusCode).toBe(403);
  });
});
