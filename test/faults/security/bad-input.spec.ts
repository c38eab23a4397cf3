import { randomUUID } from 'node:crypto';
import { serve, type Served } from '../../boundary/a-server.js';
import { World, type Person } from '../../boundary/a-world.js';

type Answer = { status: number; body: Record<string, any>; text: string };

const ITEM = {
  original: 'Original text',
  sanitised: 'Sanitised text',
  sourceEvaluation: 1,
  intelligenceAssessment: 'A',
  handlingCode: 'P',
  areas: ['TEST'],
};
const GOOD = {
  title: 'Title',
  sanitisedTitle: 'Sanitised title',
  eventDate: '2026-10-12',
  provenance: 'Testing',
  marking: 'OFFICIAL',
  areas: ['TEST'],
  items: [ITEM],
};
const item = (change: object): object => ({ items: [{ ...ITEM, ...change }] });

/** The bad input, and what each must be told: the field that is wrong. */
const REFUSED: [what: string, change: object | string, field: string | RegExp][] = [
  ['a SECRET marking', { marking: 'SECRET' }, 'marking'],
  ['a TOP SECRET marking in other letters', { marking: 'Top Secret' }, 'marking'],
  ['a marking that is no text', { marking: { $ne: '' } }, 'marking'],
  ['an unknown area', { areas: ['NOWHERE'] }, 'areas'],
  ['an unknown area of an item', item({ areas: ['NOWHERE'] }), 'items.0.areas'],
  ['a future event', { eventDate: '2099-01-01' }, 'eventDate'],
  ['a day that does not exist', { eventDate: '2026-02-30' }, 'eventDate'],
  ['200 kB of text', item({ original: 'x'.repeat(200_000) }), 'items.0.original'],
  ['200 kB of title', { title: 'x'.repeat(200_000) }, 'title'],
  ['control characters', { title: 'bell \u0007' }, 'title'],
  ['U+0000', item({ sanitised: 'null \u0000' }), 'items.0.sanitised'],
  ['text that turns direction', { title: 'abc \u202e cba' }, 'title'],
  ['a lone surrogate', { title: 'half \ud800' }, 'title'],
  ['an unknown field', { colour: 'red' }, 'colour'],
  ['an unknown field of an item', item({ colour: 'red' }), 'items.0.colour'],
  ['an owner of its own choice', { ownerAgencyId: 902 }, 'ownerAgencyId'],
  ['an author of its own choice', { authorId: randomUUID() }, 'authorId'],
  ['a status of its own choice', { status: 'disseminated' }, 'status'],
  ['__proto__', '{"__proto__": {"admin": true}}', '__proto__'],
  ['a nested __proto__', '{"items": [{"__proto__": {"x": 1}}]}', 'items.0.__proto__'],
  ['a constructor', '{"constructor": {"prototype": {}}}', 'constructor'],
  ['JSON that is none', '{"title": ', 'body'],
  ['a list for a body', '[]', 'body'],
  ['null for a body', 'null', 'body'],
  ['text for a body', '"text"', 'body'],
  ['items that are no list', { items: { 0: ITEM } }, 'items'],
  ['text for an item', { items: ['text'] }, 'items.0'],
  ['a list for an item', '{"items": [[]]}', 'items.0'],
  ['null for an item', '{"items": [null]}', 'items.0'],
  ['a number for text', { title: 7 }, 'title'],
  ['depth', `{"title":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'body'],
  ['SQL for a date', { eventDate: "2026-01-01'; DROP TABLE x" }, 'eventDate'],
]; // prettier-ignore

/** What a draft may lack and a submission may not. */
const INCOMPLETE: [what: string, change: object, field: string][] = [
  ['source evaluation 3 without a reason', item({ sourceEvaluation: 3 }), 'items.0.reason'],
  ['assessment E without a reason', item({ intelligenceAssessment: 'E' }), 'items.0.reason'],
  ['handling C without an action code', item({ handlingCode: 'C', reason: 'x' }), 'items.0.actionCode'],
  [
    'handling C without a sanitisation code',
    item({ handlingCode: 'C', reason: 'x', actionCode: 'A2' }),
    'items.0.sanitisationCode',
  ],
  ['codes under P', item({ actionCode: 'A1' }), 'items.0.actionCode'],
  ['no items', { items: [] }, 'items'],
  ['blank text', item({ original: '  ' }), 'items.0.original'],
];

describe('bad input', () => {
  let world: World;
  let served: Served;
  let analyst: Person;
  let supervisor: Person;
  const log: string[] = [];

  beforeAll(async () => {
    // A stream that somebody has wrapped is the one that the log writes to, so nothing of it passes unseen.
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => log.push(String(text)) > 0);
    }
    world = await World.create();
    served = await serve(world.database, { logLevel: 'debug' });
    analyst = await world.aPerson(901);
    supervisor = await world.aPerson(901, ['supervisor']);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await served?.close();
    await world?.end();
  });

  async function send(
    person: Person,
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    body?: object | string,
  ): Promise<Answer> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${person.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const reply = await served.inject({ method, url, headers, ...(body === undefined ? {} : { payload }) });
    return { status: reply.statusCode, body: reply.json(), text: reply.body };
  }

  const fieldsOf = ({ body }: Answer): string[] => Object.keys((body['errors'] as object | undefined) ?? {});
  const count = async (): Promise<number> =>
    Number((await world.admin.query('SELECT count(*) FROM intelligence.report')).rows[0].count);

  it.each(REFUSED)('%s is refused by name, on a new draft and on a kept one', async (_what, change, field) => {
    const before = await count();
    const created = await send(
      analyst,
      'POST',
      '/api/v1/reports',
      typeof change === 'string' ? change : { ...GOOD, ...change },
    );
    expect([created.status, fieldsOf(created)]).toEqual([422, [expect.stringMatching(field)]]);
    expect(await count()).toBe(before);
    const kept = await send(analyst, 'POST', '/api/v1/reports', GOOD);
    const url = `/api/v1/reports/${kept.body['id']}`;
    const draft = await send(analyst, 'GET', url);
    const changed = await send(analyst, 'PATCH', url, typeof change === 'string' ? change : { version: 1, ...change });
    expect([changed.status, fieldsOf(changed)]).toEqual([422, expect.arrayContaining([expect.stringMatching(field)])]);
    expect((await send(analyst, 'GET', url)).text).toBe(draft.text);
  });

  it.each(INCOMPLETE)('%s is refused by name at submission, and the draft is kept', async (_what, change, field) => {
    const made = await send(analyst, 'POST', '/api/v1/reports', { ...GOOD, ...change });
    expect(made.status).toBe(201);
    const url = `/api/v1/reports/${made.body['id']}`;
    const draft = await send(analyst, 'GET', url);
    const refused = await send(analyst, 'POST', `${url}/submission`, { version: made.body['version'] });
    expect([refused.status, fieldsOf(refused)]).toEqual([422, expect.arrayContaining([field])]);
    expect((await send(analyst, 'GET', url)).text).toBe(draft.text);
  });

  it('answers no fault to a version that no column holds, at any door, and says so where it is asked for', async () => {
    const doors = served.doors.filter(({ path, method }) => path.startsWith('/api/') && /POST|PATCH/.test(method));
    for (const { method, path } of doors) {
      for (const version of [2 ** 31, 2 ** 53]) {
        const url = path.replaceAll(/:\w+/g, randomUUID());
        const { status } = await send(supervisor, method as 'POST', url, { version });
        expect([method, path, status < 500]).toEqual([method, path, true]);
      }
    }
    const url = '/api/v1/notifications/choices';
    const before = await send(analyst, 'GET', url);
    const refused = await send(analyst, 'PATCH', url, { version: 2 ** 31, kinds: [], digestAt: '09:00' });
    expect([refused.status, fieldsOf(refused)]).toEqual([422, ['version']]);
    const { status } = await send(analyst, 'PATCH', url, { version: 2 ** 31 - 1, kinds: [], digestAt: '09:00' });
    expect([status, (await send(analyst, 'GET', url)).text]).toEqual([409, before.text]);
  });

  it('answers a foreign id like one of nothing, in every position', async () => {
    const stranger = await world.aPerson(903, ['analyst', 'supervisor']);
    const foreign = await world.aReport(stranger, 'foreign-canary');
    const made = await send(analyst, 'POST', '/api/v1/reports', GOOD);
    const own = await world.aReport(supervisor, 'own');
    const share = (change: object): object => ({
      agency: 'T902',
      items: [own.items[0]],
      purpose: 'x',
      legalBasis: 'x',
      agreement: 'TEST-ISA',
      expires: '2027-01-01',
      ...change,
    });
    const cursorTo = (id: string): string =>
      Buffer.from(JSON.stringify(['2026-11-23 10:00:00+00', id])).toString('base64url');
    const positions: ((id: string, itemId: string) => Promise<Answer>)[] = [
      (_id, itemId) => send(analyst, 'PATCH', `/api/v1/reports/${made.body['id']}`, { version: 1, items: [{ ...ITEM, id: itemId }] }),
      (_id, itemId) => send(analyst, 'POST', '/api/v1/reports', { ...GOOD, items: [{ ...ITEM, id: itemId }] }),
      (_id, itemId) => send(supervisor, 'POST', `/api/v1/records/${own.id}/disclosures`, share({ items: [itemId] })),
      (_id, itemId) => send(supervisor, 'POST', `/api/v1/records/${own.id}/disclosures`, share({ items: [own.items[0], itemId] })),
      (id) => send(supervisor, 'POST', `/api/v1/records/${id}/disclosures`, share({})),
      (id) => send(supervisor, 'POST', `/api/v1/disclosures/${id}/revocation`, { reason: 'x' }),
      (id) => send(analyst, 'GET', `/api/v1/reports?cursor=${cursorTo(id)}`),
      (id) => send(analyst, 'GET', `/api/v1/reports?owner=${id}`),
      (id) => send(analyst, 'POST', `/api/v1/notifications/${id}/reading`),
    ]; // prettier-ignore
    for (const [at, position] of positions.entries()) {
      const hidden = await position(foreign.id, foreign.items[0]);
      const absent = await position(randomUUID(), randomUUID());
      expect([at, hidden.status, hidden.text]).toEqual([at, absent.status, absent.text]);
      expect(hidden.text).not.toContain('foreign-canary');
    }
  });

  it('of a SECRET report leaves nothing in the database or the log, and what is kept is seen by the same search', async () => {
    const canary = `zq${randomUUID().replaceAll('-', '')}`;
    const words = {
      title: canary,
      provenance: canary,
      sanitisedTitle: canary,
      ...item({ original: canary, sanitised: canary, sourceRef: canary }),
    };
    await send(analyst, 'POST', '/api/v1/reports', { ...GOOD, ...words, marking: 'SECRET' });
    await send(analyst, 'POST', '/api/v1/reports', { ...GOOD, ...words, [canary]: canary, marking: 'TOP SECRET' });
    const kept = await send(analyst, 'POST', '/api/v1/reports', { ...GOOD, title: `kept-${canary.slice(0, 8)}` });
    await send(analyst, 'PATCH', `/api/v1/reports/${kept.body['id']}`, { version: 1, ...words, marking: 'SECRET' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const dump = await everyRow();
    expect(dump).toContain(`kept-${canary.slice(0, 8)}`);
    expect(dump).not.toContain(canary);
    const written = log.join('');
    expect(written).toContain('/api/v1/reports');
    expect(written).not.toContain(canary);
    expect(written).not.toContain('kept-');
    expect(written).not.toContain(analyst.token);
    jest.restoreAllMocks();
    process.stdout.write(
      `bad input: ${REFUSED.length * 2 + INCOMPLETE.length} refusals by field, ${log.length} writes and ${dump.length} characters of tables searched\n`,
    );
  });

  async function everyRow(): Promise<string> {
    const { rows } = await world.admin.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const dumps = await Promise.all(
      rows.map(({ name }) =>
        world.admin.query<{ text: string | null }>(`SELECT string_agg(t::text, ' ') AS text FROM ${name} t`),
      ),
    );
    return dumps.map(({ rows: [row] }) => row!.text ?? '').join('\n');
  }
});
