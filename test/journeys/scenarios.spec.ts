import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { roomHandlers, workerModule, WorkerProcess } from '@clin/worker';
import { Config } from '@clin/platform';
import { bytesOf, Network, requestOf, scenario, scenarios, type Body } from './a-network.js';

const RECIPIENT_KEYS = [
  'access',
  'areas',
  'eventDate',
  'id',
  'items',
  'marking',
  'owner',
  'ownerName',
  'reference',
  'sanitisedTitle',
  'share',
  'toAccept',
];
const PEOPLE = {
  nclcc: 'coordinator@nclcc.example',
  wales: 'contact@northwales.example',
  essex: 'contact@essex.example',
  mercia: 'westmercia',
  kent: 'kent',
};
const OUTSIDE = {
  agency: 'NCLCC',
  purpose: 'Co-ordination',
  legalBasis: 'Policing purpose',
  agreement: 'CLIN-ISA-001',
  conditions: 'Keep it to the desk',
  expires: '2027-06-30',
};

/** Twelve reports written without regard to this code, through the API, with the outcomes that they name as far as reports go. */
describe('the twelve scenarios through the API', () => {
  let network: Network;
  beforeAll(async () => {
    network = await Network.start();
    await network.join(PEOPLE.mercia, 'WMC', 'contact');
    await network.join(
      PEOPLE.kent,
      (await network.server.admin.query("SELECT code FROM identity.agency WHERE force_code = 'E23000032'")).rows[0]
        .code,
      'contact',
    );
  });
  afterAll(() => network.stop());

  const read = async (who: string, id: unknown): Promise<Body> => {
    const reply = await network.as(who, 'GET', `/reports/${id as string}`);
    expect([who, reply.status]).toEqual([who, 200]);
    return reply.body;
  };
  const absentFor = async (who: string, id: unknown): Promise<void> => {
    const [hidden, never] = [
      await network.as(who, 'GET', `/reports/${id as string}`),
      await network.as(who, 'GET', `/reports/${randomUUID()}`),
    ];
    expect(hidden.status).toBe(404);
    expect(bytesOf(hidden)).toBe(bytesOf(never));
  };
  /** As a recipient, exactly the scenario's items at these places and nothing of the others. */
  const seesOnly = async (who: string, id: unknown, key: string, places: number[]): Promise<Body> => {
    const items = scenario(key)['items'] as Body[];
    const report = await read(who, id);
    expect(Object.keys(report).sort()).toEqual(RECIPIENT_KEYS);
    expect((report['items'] as Body[]).map((item) => item['sanitised']).sort()).toEqual(
      places.map((place) => items[place]!['sanitised']).sort(),
    );
    const text = JSON.stringify(report);
    for (const item of items) expect(text).not.toContain(JSON.stringify(item['original']).slice(1, 40));
    expect(text).not.toMatch(/dataSubjects|provenance|riskToSource|sourceRef|author|position/);
    return report;
  };

  it('covers all of them', () => expect(scenarios).toHaveLength(12));

  it('met-lantern-line: item 1 goes to NCLCC and North Wales; item 2 is silent until the source handler consented', async () => {
    const made = await network.disseminated('met-lantern-line');
    const id = made['id'] as string;
    await seesOnly(PEOPLE.nclcc, id, 'met-lantern-line', [0]);
    await seesOnly(PEOPLE.wales, id, 'met-lantern-line', [0]);
    for (const who of ['analyst@wmp.example', PEOPLE.essex]) await absentFor(who, id);
    const before = (await network.as(PEOPLE.wales, 'GET', `/reports/${id}`)).text;

    const second = (made['itemIds'] as string[])[1]!;
    const disclose = () =>
      network.as('supervisor@met.example', 'POST', `/records/${id}/disclosures`, { ...OUTSIDE, items: [second] });
    expect(await disclose()).toMatchObject({
      status: 422,
      body: { errors: { items: expect.stringContaining('consent') } },
    });
    await seesOnly(PEOPLE.nclcc, id, 'met-lantern-line', [0]);
    expect(
      (
        await network.as('handler@met.example', 'POST', `/reports/${id}/consents`, {
          item: second,
          agency: 'NCLCC',
          statement: 'Given by telephone',
        })
      ).status,
    ).toBe(201);
    const disclosed = await disclose();
    expect(disclosed.status).toBe(201);
    const { toAccept } = await seesOnly(PEOPLE.nclcc, id, 'met-lantern-line', [0]);
    expect(toAccept).toMatchObject([{ purpose: 'Co-ordination', conditions: 'Keep it to the desk' }]);
    const accepted = await network.as(
      PEOPLE.nclcc,
      'POST',
      `/disclosures/${disclosed.body['id'] as string}/acknowledgement`,
      {},
    );
    expect(accepted).toMatchObject({ status: 200, body: { recordId: id } });
    await seesOnly(PEOPLE.nclcc, id, 'met-lantern-line', [0, 1]);
    expect((await network.as(PEOPLE.wales, 'GET', `/reports/${id}`)).text).toBe(before);

    const revoked = await network.as(
      'supervisor@met.example',
      'POST',
      `/disclosures/${disclosed.body['id'] as string}/revocation`,
      { reason: 'Risk changed' },
    );
    expect(revoked).toMatchObject({ status: 200, body: { revoked: true } });
    await seesOnly(PEOPLE.nclcc, id, 'met-lantern-line', [0]);
    expect((await read('handler@met.example', id))['items'][1].sourceRef).toBe('MPS/SR/2291');
    expect((await read('supervisor@met.example', id))['items'][1]).not.toHaveProperty('sourceRef');
  });

  it('wmp-cuckooing: NCLCC and West Mercia see it, others do not; the safeguarding concerns stay with the owner', async () => {
    const { id } = await network.disseminated('wmp-cuckooing');
    for (const who of [PEOPLE.nclcc, PEOPLE.mercia]) await seesOnly(who, id, 'wmp-cuckooing', [0]);
    for (const who of ['analyst@met.example', PEOPLE.wales]) await absentFor(who, id);
    expect((await read('analyst@wmp.example', id))['safeguarding']).toEqual(['adult', 'child']);
  });

  it('smh-drill: neither the hub nor the Metropolitan task force reads the other’s report', async () => {
    const [hub, met] = [await network.disseminated('smh-drill'), await network.disseminated('met-lantern-line')];
    await absentFor('analyst@met.example', hub['id']);
    await absentFor('officer@smh.example', met['id']);
    for (const who of [PEOPLE.nclcc, PEOPLE.wales]) await seesOnly(who, hub['id'], 'smh-drill', [0]);
  });

  it('met-secret: is refused by its marking; nothing is saved and nothing of the text is kept', async () => {
    const count = async () =>
      (await network.server.admin.query('SELECT count(*) FROM intelligence.report')).rows[0].count as string;
    const before = await count();
    const reply = await network.as('analyst@met.example', 'POST', '/reports', requestOf(scenario('met-secret')));
    expect(reply.status).toBe(422);
    expect(Object.keys(reply.body['errors'] as object)).toEqual(['marking']);
    expect(await count()).toBe(before);
    for (const table of ['audit.entry', 'platform.outbox', 'platform.idempotency']) {
      const kept = await network.server.admin.query(
        `SELECT count(*) FROM ${table} t WHERE t::text ILIKE '%interception%'`,
      );
      expect([table, kept.rows[0].count]).toEqual([table, '0']);
    }
  });

  it.each([
    ['wmp-no-reason', ['items.0.reason']],
    ['mer-c-no-codes', ['items.0.actionCode', 'items.0.sanitisationCode', 'items.0.instructions']],
  ])('%s: is refused on submission, naming the field, and the draft is kept', async (key, fields) => {
    const author = network.author(scenario(key));
    const made = await network.as(author, 'POST', '/reports', requestOf(scenario(key)));
    expect(made.status).toBe(201);
    const refused = await network.as(author, 'POST', `/reports/${made.body['id'] as string}/submission`, {
      version: 1,
    });
    expect(refused.status).toBe(422);
    expect(Object.keys(refused.body['errors'] as object).sort()).toEqual([...fields].sort());
    expect(await read(author, made.body['id'])).toMatchObject({ status: 'draft', version: 1 });
  });

  it('met-source-exposed: warns of ‘cook’ and of ‘-’, and goes back with a reason and a date', async () => {
    const { id } = await network.submitted('met-source-exposed');
    const { warnings } = await read('supervisor@met.example', id);
    expect(warnings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'shared-words', words: expect.arrayContaining(['cook']) }),
        expect.objectContaining({ kind: 'risk-not-reduced', message: expect.stringContaining('‘-’') }),
      ]),
    );
    const returned = await network.step('supervisor@met.example', id as string, 'return', {
      version: 2,
      reason: 'The text names the cook',
      dueBy: '2030-01-15',
    });
    expect(returned).toEqual({ id, version: 3, status: 'returned' });
    expect(await read('analyst@met.example', id)).toMatchObject({
      returned: { reason: 'The text names the cook', dueBy: '2030-01-15' },
      actions: ['save', 'submit'],
    });
  });

  it('mer-golf: goes to North Wales and NCLCC; the Metropolitan task force is not among them', async () => {
    const { id } = await network.disseminated('mer-golf');
    for (const who of [PEOPLE.nclcc, PEOPLE.wales]) await seesOnly(who, id, 'mer-golf', [0]);
    await absentFor('analyst@met.example', id);
  });

  it('wmp-missing-child: is victim and suspect for the owner, and neither travels', async () => {
    const { id } = await network.disseminated('wmp-missing-child');
    expect((await read('analyst@wmp.example', id))['items'][0].dataSubjects).toEqual([
      { who: 'Child C', categories: ['victim', 'suspect'], age: 15 },
    ]);
    await seesOnly(PEOPLE.mercia, id, 'wmp-missing-child', [0]);
  });

  it('nclcc-orphan: reaches the four forces and nobody else', async () => {
    const { id } = await network.disseminated('nclcc-orphan');
    for (const who of [PEOPLE.essex, PEOPLE.kent]) await seesOnly(who, id, 'nclcc-orphan', [0]);
    for (const who of ['analyst@met.example', PEOPLE.wales]) await absentFor(who, id);
  });

  it('mps-number-change: reaches North Wales beside the first Lantern report', async () => {
    const { id } = await network.disseminated('mps-number-change');
    await seesOnly(PEOPLE.wales, id, 'mps-number-change', [0]);
    const list = await network.as(PEOPLE.wales, 'GET', '/reports?shared=1&owner=MPS-CLTF&area=W15000001');
    expect((list.body['items'] as Body[]).map((one) => one['sanitisedTitle'])).toEqual(expect.arrayContaining(['Lantern line moves to 07700 900417', 'Deal line 07700 900412 supplying Bangor from Croydon'])); // prettier-ignore
  });
});

describe('the scenario of a threat to life, with the worker', () => {
  let network: Network;
  let worker: INestApplicationContext;
  beforeAll(async () => {
    network = await Network.start();
    const { database } = network.server;
    const config = Config.of({
      databaseWorkerUrl: database.workerUrl,
      queueUrl: await database.queueUrl(),
      logLevel: 'silent',
    });
    const parts = { handlers: roomHandlers({ mail: false }), schedules: [] };
    worker = await NestFactory.createApplicationContext(await workerModule(config, parts), { logger: false });
    await worker.get(WorkerProcess).start();
  });
  afterAll(async () => {
    await worker.close();
    await network.stop();
  });
  const inbox = async (who: string) => (await network.as(who, 'GET', '/notifications')).body['items'] as Body[];

  it('mer-ttl: is flagged and alerts the supervisors’ inboxes at once, and nobody elsewhere', async () => {
    const { id } = await network.submitted('mer-ttl');
    expect((await network.as('supervisor@mer.example', 'GET', `/reports/${id as string}`)).body).toMatchObject({
      threatToLife: true,
      status: 'submitted',
    });
    for (let tries = 0; (await inbox('supervisor@mer.example')).length === 0 && tries < 100; tries += 1)
      await new Promise((done) => setTimeout(done, 100));
    const alerts = await inbox('supervisor@mer.example');
    expect(alerts).toHaveLength(1);
    expect(JSON.stringify(alerts)).toContain('Threat to life');
    expect(JSON.stringify(alerts)).not.toContain('Kayden');
    for (const who of ['supervisor@met.example', 'supervisor@nclcc.example']) expect(await inbox(who)).toEqual([]);
  });
});
