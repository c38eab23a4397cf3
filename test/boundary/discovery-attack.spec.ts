import { reference } from '@clin/platform';
import { bytesOf, Network } from '../journeys/a-network.js';
import { WorkerTurn } from '../journeys/a-worker-turn.js';
import { tried, World } from './a-world.js';

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

  describe('when the owner answers', () => {
    const [STRANGER, LEAD] = ['analyst@wmp.example', 'lead@met.example'];
    const door = (id: string, more = ''): string => `/discovery/questions/${id}${more}`;
    const answer = (who: string, id: string, body: object) => network.as(who, 'POST', door(id, '/answer'), body);
    const asked = async (): Promise<string> => (await ask(ASKER)).body['id'] as string;
    let worker: WorkerTurn;
    const tells = async (): Promise<string[]> => (await worker.tells()).filter((line) => line.includes('discovery'));
    beforeAll(async () => {
      worker = new WorkerTurn(network);
      await tells();
    });
    afterAll(() => worker.end());

    it('shows a clock of working days to both, and waits for a supervisor or lead who sees the record', async () => {
      const id = await asked();
      const [mine, theirs] = [await network.as(ASKER, 'GET', door(id)), await network.as(OWNER, 'GET', door(id))];
      expect(mine.body).toMatchObject({ side: 'asker', agency: 'MPS-CLTF', answer: null, overdue: false, record: null });
      expect(theirs.body).toMatchObject({ side: 'owner', agency: 'MER-CLTF', record: { id: report.id } });
      expect(Date.parse(mine.body['dueAt'] as string)).toBeGreaterThan(Date.now() + 86_400_000);
      expect(mine.text).not.toContain(report.id);
      for (const who of [STRANGER, 'lead@mer.example', 'auditor@network.example', 'admin@network.example'])
        for (const [method, more, body] of [['GET', ''], ['POST', '/answer', { answer: 'not-shared' }]] as const) {
          const [hidden, absent, nonsense] = [await network.as(who, method, door(id, more), body), await network.as(who, method, door(NOBODY, more), body), await network.as(who, method, door('nonsense', more), body)];
          expect([who, bytesOf(hidden)]).toEqual([who, bytesOf(absent)]);
          expect([who, bytesOf(nonsense)]).toEqual([who, bytesOf(absent)]);
          expect([403, 404]).toContain(hidden.status);
        }
      expect([(await answer(ASKER, id, { answer: 'shared' })).status, (await answer('analyst@met.example', id, { answer: 'not-shared' })).status]).toEqual([403, 403]);
      await sql('UPDATE intelligence.report SET compartment_id = 77 WHERE id = $1', [report.id]);
      expect((await answer(OWNER, id, { answer: 'not-shared' })).status).toBe(404);
      expect((await network.as(ASKER, 'GET', door(id))).text).toBe(mine.text);
      await sql('UPDATE intelligence.report SET compartment_id = NULL WHERE id = $1', [report.id]);
    }); // prettier-ignore

    it('takes "not shared" with or without a reason and "telephone" with a contact; the asker is told and reads it, once', async () => {
      const [first, second] = [await asked(), await asked()];
      for (const [body, field] of [[{}, 'answer'], [{ answer: 'maybe' }, 'answer'], [{ answer: 'telephone' }, 'contact'], [{ answer: 'telephone', contact: ' ' }, 'contact'], [{ answer: 'not-shared', words: 'x'.repeat(2001) }, 'words'], [{ answer: 'not-shared', words: '\u0000' }, 'words'], [{ answer: 'shared' }, 'answer'], [{ answer: 'not-shared', by: 'me' }, 'by']] as const)
        expect((await answer(OWNER, first, body)).body).toMatchObject({ status: 422, errors: { [field]: expect.any(String) as string } });
      expect((await network.as(ASKER, 'GET', door(first))).body).toMatchObject({ answer: null });
      expect((await answer(OWNER, first, { answer: 'not-shared' })).body).toEqual({ id: first, answer: 'not-shared' });
      expect((await answer(OWNER, first, { answer: 'not-shared' })).status).toBe(409);
      expect((await answer(LEAD, second, { answer: 'telephone', words: 'Only by voice', contact: 'Duty desk, 07700 900123' })).status).toBe(200);
      const read = await network.as(ASKER, 'GET', door(second));
      expect(read.body).toMatchObject({ answer: 'telephone', words: 'Only by voice', contact: 'Duty desk, 07700 900123', overdue: false });
      expect(read.text).not.toMatch(new RegExp(`${report.id}|lead@met|answeredBy`));
      const fresh = await tells();
      expect(fresh.filter((line) => line.endsWith('answered'))).toEqual([`${ASKER} discovery-answered`, `${ASKER} discovery-answered`]);
    }); // prettier-ignore

    it('says "shared" only of a disclosure that the owner made by the ordinary route', async () => {
      const { id: made, reference: called } = (await network.disseminated('mps-number-change')) as { id: string; reference: string };
      await set('named', OWNER, made);
      const id = (await ask(ASKER, called)).body['id'] as string;
      expect((await answer(OWNER, id, { answer: 'shared' })).body).toMatchObject({ errors: { answer: 'Share the record with this agency first, then answer that it was shared.' } });
      const items = (await network.as(OWNER, 'GET', `/reports/${made}`)).body['items'] as { id: string; handlingCode: string }[];
      const decision = { agency: 'MER-CLTF', items: [items.find(({ handlingCode }) => handlingCode === 'P')!.id], purpose: 'The same line', legalBasis: 'Policing purpose', agreement: 'CLIN-ISA-001', expires: '2027-06-01' };
      expect((await network.as(OWNER, 'POST', `/records/${made}/disclosures`, decision)).status).toBe(201);
      expect((await network.as(ASKER, 'GET', door(id))).body).toMatchObject({ answer: null, record: { id: made } });
      expect((await answer(OWNER, id, { answer: 'shared' })).status).toBe(200);
      expect((await network.as(ASKER, 'GET', door(id))).body).toMatchObject({ answer: 'shared', record: { id: made } });
      const log = await network.server.log("event LIKE 'discovery.answer%'");
      expect(log.find(({ event, detail }) => event === 'discovery.answer' && detail['question'] === id)).toMatchObject({ record_ids: [made], detail: { answer: 'shared', recipient: 'MER-CLTF', disclosure: expect.any(String) as string } });
      expect(log.find(({ event, detail }) => event === 'discovery.answered' && detail['question'] === id)).toMatchObject({ record_ids: [], detail: { answer: 'shared', recipient: 'MER-CLTF' } });
    }); // prettier-ignore

    it('reminds the owner at half-time, and tells its leads and the asker what is late, each once', async () => {
      const id = await asked();
      await tells();
      const mind = async (): Promise<string[]> => {
        await worker.runs('mind-questions');
        return tells();
      };
      const set = (remind: string, due: string) => sql(`UPDATE access.discovery_question SET remind_at = now() + interval '${remind}', due_at = now() + interval '${due}' WHERE id = $1`, [id]);
      expect(await mind()).toEqual([]);
      await set('-1 minute', '1 hour');
      expect(await mind()).toEqual([`${OWNER} discovery-half-time`]);
      expect(await mind()).toEqual([]);
      await set('-1 hour', '-1 minute');
      expect((await network.as(ASKER, 'GET', door(id))).body).toMatchObject({ overdue: true, answer: null });
      expect(await mind()).toEqual([`${ASKER} discovery-late`, `${LEAD} discovery-overdue`]);
      expect(await mind()).toEqual([]);
      expect((await network.as(ASKER, 'GET', '/notifications')).text).not.toContain(report.id);
    }); // prettier-ignore

    it('stays silent: a reference that is silent again looks like one that was never given, answered questions or not', async () => {
      await set('silent');
      expect(await told(ASKER)).toBe(await told(ASKER, reference('IR')));
      await set('named');
      expect((await look(ASKER)).body).toMatchObject({ outcome: 'named' });
    });
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
    const asked = async (): Promise<string> => (await network.as(OWNER, 'GET', '/discovery/questions')).text;
    expect(await asked()).not.toContain(report.reference);
    await sql('UPDATE intelligence.report SET compartment_id = NULL WHERE id = $1', [report.id]);
    expect(await asked()).toContain(report.reference);
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
    const discover = async (who: typeof asker, text: string) =>
      (await tried(who, 'discovery', text)) ? who.sql('SELECT * FROM access.discover($1)', [text]) : 'too many';
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
    const [asked] = await asker.sql(
      "SELECT question FROM access.ask_owner($1, 'why', now() + interval '1 day', now() + interval '2 days')",
      [exact],
    );
    expect(await stranger.sql('SELECT access.question_reaches($1)', [asked!['question']])).toEqual([
      { question_reaches: false },
    ]);
    expect(await author.sql('SELECT reference FROM access.discovery_question')).toEqual([{ reference: exact }]);
    for (const attack of [
      'SELECT answered_by FROM access.discovery_question',
      'SELECT disclosure_id FROM access.discovery_question',
      "UPDATE access.discovery_question SET answer = 'shared'",
      'SELECT access.mind_questions(10)',
    ])
      await expect(asker.sql(attack)).rejects.toMatchObject({ code: '42501' });
    const answer = (who: typeof asker) =>
      who.sql("SELECT asker FROM access.answer_question($1, 'not-shared', 'No', NULL)", [asked!['question']]).then(
        (rows) => rows[0]!['asker'],
        ({ code }: { code: string }) => code,
      );
    const lead = await world.aPerson(901, ['lead']);
    expect([await answer(asker), await answer(stranger), await answer(author), await answer(lead)]).toEqual([
      'CL404',
      'CL404',
      'CL403',
      'T902',
    ]);
    const seen = () => asker.sql('SELECT answer, words FROM access.discovery_question');
    expect(await seen()).toEqual([{ answer: 'not-shared', words: 'No' }]);
    await world.admin.query('UPDATE identity.user_account SET agency_id = 903 WHERE id = $1', [asker.id]);
    expect(await seen()).toEqual([]);
  });
});
