import { reference } from '@clin/platform';
import { bytesOf, Network } from '../journeys/a-network.js';
import { World } from './a-world.js';

const OWNER = 'supervisor@met.example';
const ASKER = 'analyst@mer.example';
const NOBODY = '00000000-0000-4000-8000-000000000000';

/**
 * One of exactly three declassifications: what may depend on a record that a person cannot read is "held by X, ask", for an exact reference,
 * when X named it and an agreement in force binds both. Everything else is answered like a reference that was never given.
 */
describe('named discovery', () => {
  let network: Network;
  let report: { id: string; reference: string };

  const look = (who: string, typed = report.reference) =>
    network.as(who, 'GET', `/discovery?reference=${encodeURIComponent(typed)}`);
  const ask = (who: string, typed = report.reference, reason = 'Same number on our line') =>
    network.as(who, 'POST', '/discovery/questions', { reference: typed, reason });
  const set = (setting: string, who = OWNER, id = report.id) =>
    network.as(who, 'POST', `/records/${id}/discovery`, { setting });
  /** The answer without the reference that was typed. */
  const told = async (who: string, typed = report.reference): Promise<string> =>
    bytesOf(await look(who, typed)).replaceAll(typed, 'REFERENCE');
  const sql = (text: string, values: unknown[] = []) => network.server.admin.query(text, values);
  const more = (): Promise<unknown> => sql('DELETE FROM access.attempt');

  beforeAll(async () => {
    network = await Network.start();
    report = (await network.submitted('met-lantern-line')) as { id: string; reference: string };
  });
  beforeEach(() => more());
  afterAll(() => network?.stop());

  it('is silent unless the owner says otherwise: byte for byte a reference that was never given', async () => {
    expect(await told(ASKER)).toBe(await told(ASKER, reference('IR')));
    expect((await look(ASKER)).body).toEqual({ outcome: 'absent', reference: report.reference });
    expect((await look('analyst@met.example')).body).toMatchObject({ outcome: 'shown', id: report.id });
  });

  it('is set by the owner’s supervisors and leads alone, never of a draft', async () => {
    const draft = await network.as('supervisor@met.example', 'POST', '/reports', { title: 'Draft' });
    expect((await set('named', OWNER, draft.body['id'] as string)).status).toBe(409);
    expect((await set('loud')).body).toMatchObject({ status: 422, errors: { setting: 'Choose silent or named.' } });
    expect((await set('named', 'analyst@met.example')).status).toBe(403);
    expect(bytesOf(await set('named', 'lead@wmp.example'))).toBe(
      bytesOf(await set('named', 'lead@wmp.example', NOBODY)),
    );
    expect((await set('named')).status).toBe(200);
  });

  it('tells another party of an agreement in force who holds it and whom to ask, and not one thing more', async () => {
    const found = await look(ASKER, report.reference.toLowerCase());
    expect(found.body).toEqual({
      outcome: 'named',
      reference: report.reference,
      owner: 'MPS-CLTF',
      ownerName: expect.stringContaining('Metropolitan') as string,
      ask: expect.any(String) as string,
    });
    expect(found.text).not.toContain(report.id);
    expect((await network.as(ASKER, 'GET', `/reports/${report.id}`)).status).toBe(404);
    expect((await network.as(ASKER, 'GET', '/reports')).text).not.toContain(report.reference);
  });

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      'no agreement in force binds both',
      () => sql("UPDATE sharing.agreement SET status = 'suspended'"),
      () => sql("UPDATE sharing.agreement SET status = 'active'"),
    ],
    [
      'it is in an operation',
      () => sql('UPDATE intelligence.report SET compartment_id = 77 WHERE id = $1', [report.id]),
      () => sql('UPDATE intelligence.report SET compartment_id = NULL WHERE id = $1', [report.id]),
    ],
    [
      'it is above the asker’s clearance',
      () => sql('UPDATE intelligence.report SET sensitivity = 3 WHERE id = $1', [report.id]),
      () => sql('UPDATE intelligence.report SET sensitivity = 2 WHERE id = $1', [report.id]),
    ],
    ['it is silent again', () => set('silent'), () => set('named')],
  ])('says nothing when %s', async (_when, hide, back) => {
    await hide();
    expect(await told(ASKER)).toBe(await told(ASKER, reference('IR')));
    const [hidden, absent] = [await ask(ASKER), await ask(ASKER, reference('IR'))];
    expect([hidden.status, bytesOf(hidden)]).toEqual([422, bytesOf(absent)]);
    await back();
    expect((await look(ASKER)).body).toMatchObject({ outcome: 'named' });
  });

  it.each(['auditor@network.example', 'admin@network.example', 'reader@homeoffice.example'])(
    'is not for %s, who reads no records',
    async (who) => {
      expect([(await look(who)).status, (await ask(who)).status]).toEqual([403, 403]);
    },
  );

  it('asks the owner, who is told and sees which agency asks; the asker gets no id of the record', async () => {
    expect((await ask(ASKER, report.reference, ' ')).body).toMatchObject({ errors: { reason: 'Say why you ask.' } });
    const asked = await ask(ASKER);
    expect([asked.status, asked.body]).toEqual([
      201,
      { id: expect.any(String) as string, owner: 'MPS-CLTF', ownerName: expect.any(String) as string },
    ]);
    const [mine, theirs] = [
      await network.as(ASKER, 'GET', '/discovery/questions'),
      await network.as(OWNER, 'GET', '/discovery/questions'),
    ];
    expect(mine.body['mine']).toMatchObject([{ reference: report.reference, agency: 'MPS-CLTF' }]);
    expect(theirs.body['ours']).toMatchObject([
      { reference: report.reference, agency: 'MER-CLTF', reason: 'Same number on our line' },
    ]);
    expect(mine.text).not.toContain(report.id);
    for (const who of ['analyst@wmp.example', 'lead@mer.example'])
      expect((await network.as(who, 'GET', '/discovery/questions')).body).toEqual({ mine: [], ours: [] });
    const { rows } = await sql(
      "SELECT type, record_id, payload FROM platform.outbox WHERE type = 'discovery.asked.v1'",
    );
    expect(rows).toEqual([
      { type: 'discovery.asked.v1', record_id: report.id, payload: { questionId: asked.body['id'] } },
    ]);
  });

  it('is in the log on both sides: the asker’s without the record, the owner’s with it', async () => {
    const log = await network.server.log("event LIKE 'discovery.%'");
    expect(log.find(({ event, detail }) => event === 'discovery.ask' && detail['outcome'] === 'named')).toMatchObject({
      record_ids: [],
      detail: { reference: report.reference },
    });
    expect(log.find(({ event }) => event === 'discovery.asked-of-owner')).toMatchObject({ record_ids: [report.id] });
    expect(log.filter(({ event }) => event === 'discovery.look').length).toBeGreaterThan(10);
  });

  it('takes the question away with the record: an operation later hides it from outsiders of the owner too', async () => {
    await sql('UPDATE intelligence.report SET compartment_id = 77 WHERE id = $1', [report.id]);
    expect((await network.as(OWNER, 'GET', '/discovery/questions')).body).toMatchObject({ ours: [] });
    await sql('UPDATE intelligence.report SET compartment_id = NULL WHERE id = $1', [report.id]);
    expect((await network.as(OWNER, 'GET', '/discovery/questions')).body).toMatchObject({ ours: [{}] });
  });

  it('cannot be enumerated: near misses are no references, and after 30 looks an hour the right one is refused as well', async () => {
    const last = report.reference.at(-1)!;
    const nearby = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
      .filter((one) => one !== last)
      .map((one) => report.reference.slice(0, -1) + one);
    for (const miss of [...nearby.slice(0, 5), `${report.reference.slice(0, 6)}%`, 'IR-', '', '*', report.id])
      expect((await look('analyst@wmp.example', miss)).status).toBe(422);
    const guesses = await Promise.all(Array.from({ length: 40 }, () => look('analyst@wmp.example', reference('IR'))));
    const count = (status: number): number => guesses.filter((reply) => reply.status === status).length;
    expect([count(200), count(429)]).toEqual([30, 10]);
    expect(guesses.filter(({ body }) => body['outcome'] === 'named')).toEqual([]);
    expect((await look('analyst@wmp.example')).status).toBe(429);
    expect((await ask('analyst@wmp.example')).status).toBe(429);
    expect((await look(ASKER)).body).toMatchObject({ outcome: 'named' });
  });
});

/** The same wall below the doors. */
describe('named discovery against arbitrary SQL', () => {
  let world: World;
  beforeAll(async () => void (world = await World.create()));
  afterAll(() => world.end());

  it('gives an owner’s name for an exact reference, and no list, no id and no pattern', async () => {
    const [author, asker, stranger] = [await world.aPerson(901), await world.aPerson(902), await world.aPerson(903)];
    const { id } = await world.aReport(author, 'discovery-canary');
    await world.admin.query("UPDATE intelligence.report SET discovery = 'named' WHERE id = $1", [id]);
    const exact = `IR-${id.slice(0, 8)}`;
    const discover = (who: typeof asker, text: string) => who.sql('SELECT * FROM access.discover($1)', [text]);
    expect(await discover(asker, exact)).toEqual([{ outcome: 'named', owner: 'T901', owner_name: 'Test agency 901' }]);
    for (const text of ['IR-%', 'IR-________', `${exact} `, exact.toLowerCase(), id, "' OR true --", ''])
      expect(await discover(asker, text)).toEqual([]);
    expect(await discover(stranger, exact)).toEqual([]);
    for (const attack of [
      `SELECT * FROM access.held_under('${exact}')`,
      `SELECT * FROM access.named_under('${exact}')`,
      'SELECT record_id FROM access.discovery_question',
      'SELECT * FROM access.attempt',
      'SELECT * FROM access.record_home',
      `INSERT INTO access.discovery_question (record_id, reference, owner_agency_id, asker_agency_id, asked_by, reason) VALUES ('${id}', 'x', 901, 902, ctx.user_id(), 'x')`,
    ])
      await expect(asker.sql(attack)).rejects.toMatchObject({ code: '42501' });
    const [asked] = await asker.sql('SELECT question FROM access.ask_owner($1, $2)', [exact, 'why']);
    expect(await stranger.sql('SELECT access.question_reaches($1)', [asked!['question']])).toEqual([
      { question_reaches: false },
    ]);
    expect(await author.sql('SELECT reference FROM access.discovery_question')).toEqual([{ reference: exact }]);
  });
});
