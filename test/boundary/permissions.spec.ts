import { randomUUID } from 'node:crypto';
import { GRANT, PermissionWorld, REQUEST, type Answered } from './a-permission-world.js';
import { fingerprint } from './a-served-world.js';
import { tried, type Person } from './a-world.js';

type Shared = Awaited<ReturnType<PermissionWorld['aSharedReport']>>;

/** Asking the originator, through the doors: what each side gets, every refusal beside its positive control. */
describe('permission of the originator', () => {
  let world: PermissionWorld;
  let report: Shared;
  beforeAll(async () => {
    world = await PermissionWorld.create();
    report = await world.aSharedReport();
  });
  afterAll(() => world?.end());

  const one = (who: Person, id: string): Promise<Answered> => world.ask(who, 'GET', `/permission-requests/${id}`);
  const events = async (id: string): Promise<string[]> =>
    (
      await world.served.world.admin.query<{ type: string }>(
        `SELECT type FROM platform.outbox WHERE payload ->> 'requestId' = $1 ORDER BY id`,
        [id],
      )
    ).rows.map(({ type }) => type);

  it('is asked, seen by both sides, answered once, and carried out by the owner’s own disclosure', async () => {
    const id = await world.aRequest(report);
    expect((await one(world.asker.supervisor, id)).body).toMatchObject({ state: 'asked', side: 'asker', handlerPart: null, use: 'share', to: 'T904', actions: ['withdraw'] }); // prettier-ignore
    expect((await one(world.owner.lead, id)).body).toMatchObject({ state: 'asked', side: 'owner', handlerPart: 'not-needed', actions: ['answer'] }); // prettier-ignore
    expect((await world.answer(world.owner.supervisor, id)).body).toMatchObject({
      state: 'granted',
      recordId: report.id,
    });
    expect((await one(world.asker.analyst, id)).body).toMatchObject({ state: 'granted', conditions: GRANT.conditions, sharedOnAt: null }); // prettier-ignore
    const disclosed = await world.ask(world.owner.supervisor, 'POST', `/records/${report.id}/disclosures`, {
      agency: 'T904', items: [report.items[0]], purpose: 'x', legalBasis: 'x', agreement: 'TEST-ISA', expires: '2029-01-01',
    }); // prettier-ignore
    expect(disclosed.status).toBe(201);
    const told = (await one(world.asker.analyst, id)).body;
    expect(told['sharedOnAt']).not.toBeNull();
    expect(JSON.stringify(told)).not.toContain(disclosed.body['id']);
    expect(await events(id)).toEqual(['permission.asked.v1', 'permission.answered.v1', 'permission.shared-on.v1']);
    expect((await world.answer(world.owner.lead, id)).status).toBe(409);
  });

  it('needs two people for an item under A1 or S2 with a source, and the asker learns the answer alone', async () => {
    const fresh = await world.aSharedReport('two-people');
    const id = await world.aRequest(fresh, { items: [fresh.items[1]], use: 'act', to: undefined });
    const says = { consents: true, statement: 'secret-statement' };
    const handle = (who: Person) => world.ask(who, 'POST', `/permission-requests/${id}/handler-statement`, says);
    expect((await world.answer(world.owner.supervisor, id)).status).toBe(409);
    expect((await handle(world.owner.supervisor)).status).toBe(403);
    expect((await handle(world.asker.handler)).status).toBe(404);
    const both = await world.served.world.aPerson(901, ['source-handler', 'supervisor']);
    expect((await handle(both)).status).toBe(200);
    expect((await handle(world.owner.handler)).status).toBe(409);
    expect((await world.answer(both, id)).status).toBe(409);
    expect((await one(world.owner.handler, id)).text).toContain('secret-statement');
    expect((await world.answer(world.owner.supervisor, id)).status).toBe(200);
    const told = await one(world.asker.analyst, id);
    for (const hidden of ['secret-statement', 'consent', both.id]) expect(told.text).not.toContain(hidden);
    expect(told.body).toMatchObject({ state: 'granted', handlerPart: null });
  });

  it('can only be refused after a source handler’s objection', async () => {
    const fresh = await world.aSharedReport('objection');
    const id = await world.aRequest(fresh, { items: [fresh.items[1]] });
    const says = { consents: false, statement: 'Too close' };
    expect(
      (await world.ask(world.owner.handler, 'POST', `/permission-requests/${id}/handler-statement`, says)).status,
    ).toBe(200);
    expect((await world.answer(world.owner.supervisor, id)).status).toBe(409);
    expect((await world.answer(world.owner.supervisor, id, { decision: 'refused', reason: 'Not now' })).status).toBe(
      200,
    );
    expect((await one(world.asker.analyst, id)).body).toMatchObject({ state: 'refused', reason: 'Not now' });
  });

  it('gives the consent that an onward share of a restricted item needs', async () => {
    const fresh = await world.aSharedReport('onward');
    const id = await world.aRequest(fresh, { items: [fresh.items[1]] });
    const share = () =>
      world.ask(world.owner.supervisor, 'POST', `/records/${fresh.id}/disclosures`, {
        agency: 'T904', items: [fresh.items[1]], purpose: 'x', legalBasis: 'x', agreement: 'TEST-ISA', expires: '2029-01-01',
      }); // prettier-ignore
    expect((await share()).status).toBe(422);
    await world.ask(world.owner.handler, 'POST', `/permission-requests/${id}/handler-statement`, { consents: true, statement: 'By telephone' }); // prettier-ignore
    expect((await world.answer(world.owner.supervisor, id)).status).toBe(200);
    expect((await share()).status).toBe(201);
    expect((await one(world.asker.analyst, id)).body['sharedOnAt']).not.toBeNull();
  });

  it('answers a stranger, another recipient and made-up ids alike, and lists to each side its own', async () => {
    const fresh = await world.aSharedReport('non-interference');
    const before = await world.ask(world.other, 'GET', '/permission-requests');
    const id = await world.aRequest(fresh);
    const absent = (await one(world.other, randomUUID())).text.replaceAll(/[\da-f-]{36}/g, 'ID');
    for (const who of [world.other, world.stranger])
      expect((await one(who, id)).text.replaceAll(/[\da-f-]{36}/g, 'ID')).toBe(absent);
    expect((await world.ask(world.other, 'GET', '/permission-requests')).text).toBe(before.text);
    const listed = async (who: Person, query: string): Promise<string[]> => {
      const { body } = await world.ask(who, 'GET', `/permission-requests?${query}`);
      return (body['items'] as { id: string }[]).map((line) => line.id);
    };
    expect(await listed(world.asker.analyst, 'direction=asked-by-us&state=asked')).toContain(id);
    expect(await listed(world.asker.analyst, 'direction=asked-of-us')).not.toContain(id);
    expect(await listed(world.owner.supervisor, 'direction=asked-of-us')).toContain(id);
    expect(await listed(world.owner.supervisor, 'direction=asked-by-us')).toEqual([]);
    const first = await world.ask(world.asker.analyst, 'GET', '/permission-requests?limit=1');
    const second = await world.ask(
      world.asker.analyst,
      'GET',
      `/permission-requests?limit=1&cursor=${first.body['next']}`,
    );
    expect(first.body['items'][0].id).toBe(id);
    expect(second.body['items'][0].id).not.toBe(id);
  });

  it('leaves what another recipient sees of the record as it was, and is in the log for both sides', async () => {
    const fresh = await world.aSharedReport('unchanged');
    const pages = async (): Promise<string[]> =>
      Promise.all(
        [`/reports/${fresh.id}`, `/records/${fresh.id}/permissions`, '/permissions', `/records/${fresh.id}/access`].map(
          async (path) =>
            fingerprint(await world.served.ask(world.other, 'GET', path)).replaceAll(
              /\d+:\d\d[ap]m|data-csrf-token=\S+/g,
              'CHANGING',
            ),
        ),
      );
    const before = await pages();
    const id = await world.aRequest(fresh);
    await world.answer(world.owner.supervisor, id);
    expect(await pages()).toEqual(before);
    const own = await world.served.ask(world.asker.analyst, 'GET', `/records/${fresh.id}/permissions`);
    expect(own.body).toContain(id);
    const { rows } = await world.served.world.admin.query<{ event: string; agency: number }>(
      `SELECT event, agency_id AS agency FROM audit.entry WHERE detail ->> 'requestId' = $1 AND $2 = ANY (record_ids) ORDER BY id`,
      [id, fresh.id],
    );
    expect(rows).toEqual([
      { event: 'permission.ask', agency: 902 },
      { event: 'permission.answer', agency: 901 },
    ]);
  });

  it('is not asked by somebody whom an emergency alone lets in', async () => {
    const fresh = await world.aSharedReport('emergency');
    const ask = () =>
      world.ask(world.stranger, 'POST', `/records/${fresh.id}/permission-requests`, {
        ...REQUEST,
        items: [fresh.items[0]],
      });
    expect((await ask()).status).toBe(404);
    await tried(world.stranger, 'emergency', `IR-${fresh.id.slice(0, 8)}`);
    const opened = await world.stranger.sql('SELECT outcome FROM access.open_emergency($1, $2)', [
      `IR-${fresh.id.slice(0, 8)}`,
      'A child is in danger at this moment',
    ]);
    expect(opened).toEqual([{ outcome: 'opened' }]);
    expect((await ask()).status).toBe(409);
  });

  it('ends with the disclosure that it rests on, and is not brought back by another', async () => {
    const fresh = await world.aSharedReport('ends');
    const [granted, asked] = [
      await world.aRequest(fresh),
      await world.aRequest(fresh, { use: 'share', items: fresh.items }),
    ];
    await world.answer(world.owner.supervisor, granted);
    await world.ask(world.owner.supervisor, 'POST', `/disclosures/${fresh.disclosure}/revocation`, { reason: 'Over' });
    expect((await one(world.asker.analyst, granted)).status).toBe(404);
    expect((await one(world.owner.supervisor, granted)).body['state']).toBe('ended');
    expect((await one(world.owner.supervisor, asked)).body['state']).toBe('ended');
    expect((await world.answer(world.owner.supervisor, asked)).status).toBe(409);
    await world.served.world.disclose(world.owner.author, fresh.id, [fresh.items[0]], 902);
    expect((await one(world.asker.analyst, granted)).body['state']).toBe('ended');
    expect((await one(world.asker.analyst, asked)).status).toBe(404);
  });

  describe('refuses, and changes nothing', () => {
    const fields = (reply: Answered): string[] =>
      Object.keys((reply.body['errors'] ?? reply.body['fields'] ?? {}) as object);

    it.each<[string, object, string]>([
      ['an unknown use', { use: 'sell' }, 'use'],
      ['a use that needs no permission', { use: 'act', to: undefined }, 'use'],
      ['no purpose', { purpose: ' ' }, 'purpose'],
      ['no items', { items: [] }, 'items'],
      ['an item that does not exist', { items: [randomUUID()] }, 'items'],
      ['a day that is over', { neededBy: '2026-01-01' }, 'neededBy'],
      ['a day that does not exist', { neededBy: '2026-02-30' }, 'neededBy'],
      ['its own agency as the third', { to: 'T902' }, 'to'],
      ['the owner as the third', { to: 'T901' }, 'to'],
      ['a third that shares no agreement with the owner', { to: 'T903' }, 'to'],
      ['an agency that does not exist', { to: 'NOWHERE' }, 'to'],
      ['onward sharing with nobody', { to: undefined }, 'to'],
      ['a third for another use', { use: 'copy', to: 'T904', items: 'both' }, 'to'],
      ['an unknown field', { colour: 'red' }, 'colour'],
    ])('a request with %s', async (_what, change, field) => {
      const fresh = await world.aSharedReport('bad-input');
      const items = 'items' in change && change.items === 'both' ? [fresh.items[1]] : [fresh.items[0]];
      const send = (body: object) =>
        world.ask(world.asker.analyst, 'POST', `/records/${fresh.id}/permission-requests`, body);
      const reply = await send({
        ...REQUEST,
        items,
        ...change,
        ...('items' in change && change.items === 'both' ? { items } : {}),
      });
      expect([reply.status, fields(reply)]).toEqual([422, [field]]);
      const { rows } = await world.served.world.admin.query(
        'SELECT 1 FROM sharing.permission_request WHERE record_id = $1',
        [fresh.id],
      );
      expect(rows).toEqual([]);
      expect((await send({ ...REQUEST, items: [fresh.items[0]] })).status).toBe(201);
    });

    it('an item that the asker was not given like one that does not exist', async () => {
      const ask = (item: string) =>
        world.ask(world.other, 'POST', `/records/${report.id}/permission-requests`, { ...REQUEST, items: [item] });
      const [hidden, absent] = [await ask(report.items[1]), await ask(randomUUID())];
      expect([hidden.status, hidden.body['errors'] ?? hidden.body['fields']]).toEqual([
        absent.status,
        absent.body['errors'] ?? absent.body['fields'],
      ]);
      expect((await ask(report.items[0])).status).toBe(201);
    });

    it('a request of oneself, and the same request twice', async () => {
      const fresh = await world.aSharedReport('twice');
      const ask = (who: Person) =>
        world.ask(who, 'POST', `/records/${fresh.id}/permission-requests`, { ...REQUEST, items: [fresh.items[0]] });
      expect((await ask(world.owner.supervisor)).status).toBe(409);
      expect((await ask(world.asker.analyst)).status).toBe(201);
      expect((await ask(world.asker.supervisor)).status).toBe(409);
      expect((await ask(world.other)).status).toBe(201);
      expect((await ask(world.stranger)).status).toBe(404);
    });

    it.each<[string, object, string]>([
      ['an unknown decision', { decision: 'perhaps' }, 'decision'],
      ['a permission without an end', { until: undefined }, 'until'],
      ['an end in the past', { until: '2026-01-01' }, 'until'],
      ['an end after the sharing ends', { until: '2030-06-01' }, 'until'],
      ['a refusal without a reason', { decision: 'refused' }, 'reason'],
    ])('an answer with %s', async (_what, change, field) => {
      const fresh = await world.aSharedReport('bad-answer');
      const id = await world.aRequest(fresh);
      const before = await world.stored(id);
      const reply = await world.answer(world.owner.supervisor, id, change);
      expect([reply.status, fields(reply)]).toEqual([422, [field]]);
      expect(await world.stored(id)).toBe(before);
      expect((await world.answer(world.owner.supervisor, id)).status).toBe(200);
    });

    it('an answer by whoever asked, posted to the owner meanwhile', async () => {
      const fresh = await world.aSharedReport('posted');
      const { admin } = world.served.world;
      const mover = await world.served.world.aPerson(902, ['supervisor']);
      const made = await world.ask(mover, 'POST', `/records/${fresh.id}/permission-requests`, {
        ...REQUEST,
        items: [fresh.items[0]],
      });
      await admin.query('UPDATE identity.user_account SET agency_id = 901 WHERE id = $1', [mover.id]);
      expect((await world.answer(mover, made.body['id'] as string)).status).toBe(403);
      expect((await world.answer(world.owner.lead, made.body['id'] as string)).status).toBe(200);
    });
  });
});
