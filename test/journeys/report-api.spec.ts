import { randomUUID } from 'node:crypto';
import { bytesOf, Network, requestOf, scenario, type Body } from './a-network.js';

const AUTHOR = 'analyst@mer.example';
const SUPERVISOR = 'supervisor@mer.example';

describe('the report doors', () => {
  let network: Network;
  beforeAll(async () => void (network = await Network.start()));
  afterAll(() => network.stop());
  const draft = async (): Promise<string> =>
    (await network.as(AUTHOR, 'POST', '/reports', requestOf(scenario('mer-golf')))).body['id'] as string;
  const post = async (who: string, path: string, body: unknown, key: string) =>
    network.server.send('POST', `/api/v1${path}`, {
      token: await network.token(who),
      body,
      headers: { 'idempotency-key': key },
    });

  it('answers a new draft with 201 and what names it, and leaves an audit row', async () => {
    const reply = await network.as(AUTHOR, 'POST', '/reports', {});
    expect(reply).toMatchObject({
      status: 201,
      body: { id: expect.any(String), reference: expect.stringMatching(/^IR-/), version: 1, status: 'draft' },
    });
    const rows = await network.server.log("event = 'report.create' AND outcome = 'allowed'");
    expect(rows.at(-1)!.record_ids).toEqual([reply.body['id']]);
  });

  it('answers a stale version with a problem that holds both versions', async () => {
    const id = await draft();
    await network.as(AUTHOR, 'PATCH', `/reports/${id}`, { version: 1, title: 'Mine' });
    const stale = await network.as(AUTHOR, 'PATCH', `/reports/${id}`, { version: 1, title: 'Also mine' });
    expect(stale.status).toBe(409);
    expect(stale.headers['content-type']).toContain('application/problem+json');
    expect(JSON.stringify(stale.body)).toContain('"version":2');
    expect(JSON.stringify(stale.body)).toContain('"yours":1');
  });

  it('refuses by role with 403 and by state with 409', async () => {
    const id = await draft();
    expect((await network.as(SUPERVISOR, 'POST', `/reports/${id}/assessment`, { version: 1 })).status).toBe(404);
    await network.step(AUTHOR, id, 'submission', { version: 1 });
    expect((await network.as(AUTHOR, 'POST', `/reports/${id}/assessment`, { version: 2 })).status).toBe(403);
    expect((await network.as(SUPERVISOR, 'POST', `/reports/${id}/dissemination`, { version: 2 })).status).toBe(409);
    expect((await network.as('admin@network.example', 'GET', '/reports')).status).toBe(403);
    expect((await network.as('auditor@network.example', 'GET', `/reports/${id}`)).status).toBe(403);
  });

  it('does one thing under one Idempotency-Key, however often it is asked', async () => {
    const key = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => post(AUTHOR, '/reports', { title: 'Once' }, key)),
    );
    expect(new Set(replies.map((reply) => (reply.body as Body)['id'])).size).toBe(1);
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    expect((await post(AUTHOR, '/reports', { title: 'Twice' }, key)).status).toBe(422);
    expect(((await post('lead@mer.example', '/reports', { title: 'Once' }, key)).body as Body)['id']).not.toBe(
      (replies[0]!.body as Body)['id'],
    );
  });

  it.each(['GET /reports/:id', 'PATCH /reports/:id', 'POST /reports/:id/submission', 'POST /records/:id/disclosures'])(
    '%s answers for a hidden id as for one that never was',
    async (door) => {
      const [method, path] = door.split(' ') as [string, string];
      const who = 'supervisor@wmp.example';
      const ask = (id: string) =>
        network.as(who, method, path.replace(':id', id), method === 'GET' ? undefined : { version: 1 });
      const hidden = await ask(await draft());
      expect(hidden.status).toBe(404);
      for (const id of [randomUUID(), 'x', '%2e%2e']) expect(bytesOf(await ask(id))).toBe(bytesOf(hidden));
    },
  );

  it('names the field of 200 kB of text and of a body that is no object', async () => {
    const long = await network.as(AUTHOR, 'POST', '/reports', { items: [{ original: 'x'.repeat(200_000) }] });
    expect([long.status, Object.keys(long.body['errors'] as object)]).toEqual([422, ['items.0.original']]);
    for (const body of [[], 'text', 7, null])
      expect([422, 201]).toContain((await network.as(AUTHOR, 'POST', '/reports', body)).status);
    expect((await network.as(AUTHOR, 'POST', '/reports', [])).status).toBe(422);
  });

  it('lists by filters in the URL and refuses an unknown one by name', async () => {
    await network.disseminated('mer-golf');
    const list = await network.as('contact@northwales.example', 'GET', '/reports?shared=1&status=disseminated&limit=1');
    expect(list.body['items']).toHaveLength(1);
    expect((await network.as(AUTHOR, 'GET', '/reports?colour=red')).body['errors']).toHaveProperty('colour');
  });
});
