import type { Explanation } from '@clin/access';
import { absentId, ServedWorld, type PlantedReport, type Player } from './a-served-world.js';

/** Of the answers that the explanation gives, each beside what the guard does: the two are one function, and here it shows. */
describe('explanations', () => {
  let world: ServedWorld;
  beforeAll(async () => void (world = await ServedWorld.create()), 600_000);
  afterAll(() => world?.end());

  const player = (relation: Player['relation'], role = 'analyst'): Player =>
    world.players.find((one) => one.relation === relation && one.role === role)!;
  const report = (state: PlantedReport['state'] = 'disseminated'): PlantedReport =>
    world.reports.find((one) => one.state === state)!;
  const get = async <T>(who: Player, path: string): Promise<{ status: number; body: T; text: string }> => {
    const { status, body } = await world.ask(who.person, 'GET', path);
    return { status, text: body, body: JSON.parse(body) as T };
  };
  const explain = (who: Player, id: string, at = '') =>
    get<Explanation>(who, `/api/v1/records/${id}/explanation${at && `?at=${at}`}`);

  it('allow exactly whom the guard allows, in every cell', async () => {
    let allowed = 0;
    for (const who of world.players) {
      for (const { id } of world.reports) {
        const opened = await world.ask(who.person, 'GET', `/api/v1/reports/${id}`);
        const { status, body } = await explain(who, id);
        expect([who.relation, who.role, status]).toEqual([who.relation, who.role, opened.status]);
        if (status === 200) expect(body.allowed).toBe(true);
        allowed += status === 200 ? 1 : 0;
      }
    }
    expect(allowed).toBeGreaterThan(100);
    process.stdout.write(`explanations: ${world.players.length * world.reports.length} cells, ${allowed} allowed\n`);
  }, 600_000);

  it('count the people whom the guard lets in, agency by agency, and name those of one’s own', async () => {
    for (const planted of world.reports) {
      const readers = new Map<string, string[]>();
      for (const who of world.players) {
        const { status } = await world.ask(who.person, 'GET', `/api/v1/reports/${planted.id}`);
        if (status === 200) readers.set(`T${who.person.agencyId}`, [...(readers.get(`T${who.person.agencyId}`) ?? []), who.person.id]);
      }
      const { body } = await explain(planted.author, planted.id);
      for (const { agency, people } of body.who) expect([planted.canary, agency, people]).toEqual([planted.canary, agency, readers.get(agency)?.length ?? 0]);
      const { rows } = await world.world.admin.query<{ name: string }>('SELECT name FROM identity.user_account WHERE id = ANY ($1)', [readers.get('T901')]);
      expect(body.who[0]!.names!.sort()).toEqual(rows.map(({ name }) => name).sort());
      expect(body.who.filter(({ names }) => names).map(({ agency }) => agency)).toEqual(['T901']);
    }
  }, 600_000); // prettier-ignore

  it('tell a recipient through what it sees the record, and of nobody but itself and the owner', async () => {
    const { body } = await explain(player('recipient'), report().id);
    expect(body.why).toMatchObject({
      through: 'disclosure',
      disclosures: [
        { by: 'T901', purpose: 'Testing', legalBasis: 'Test basis', agreement: 'TEST-ISA', items: 1, rule: null },
      ],
      clearance: { needed: 2, yours: 2 },
      operation: null,
    });
    expect(body.who.map(({ agency }) => agency)).toEqual(['T901', 'T902']);
    expect(body.who[0]!.names).toBeUndefined();
    expect(body.history.map(({ agency, until }) => [agency, until])).toEqual([['T902', null]]);
    expect(body.labels).toBeUndefined();
  });

  it('do not change by one byte for a recipient when the record is disclosed to somebody else', async () => {
    const { id, items, author } = report('closed');
    const look = async () => {
      const page = await world.ask(player('recipient').person, 'GET', `/records/${id}/access`);
      return [(await explain(player('recipient'), id)).text, page.body.replaceAll(/nonce="[^"]+"|csrf[^>]+>/g, '').replaceAll(/accessed by .*/g, '')];
    };
    const before = await look();
    const made = await world.world.disclose(world.sharer, id, [items[0]], 904);
    expect((await explain(author, id)).body.who.map(({ agency }) => agency)).toContain('T904');
    expect(await look()).toEqual(before);
    await world.sharer.sql("SELECT access.revoke($1, 'testing')", [made]);
    expect(await look()).toEqual(before);
  }); // prettier-ignore

  it('give the owner every agency, what it holds and what keeps it out, and the history of all', async () => {
    const { id, author } = report();
    const { body } = await explain(author, id);
    const held = Object.fromEntries(body.who.map(({ agency, through }) => [agency, through.map(({ kind, obstacle }) => [kind, obstacle])]));
    expect(held).toMatchObject({
      T901: [['owner', null]], T902: [['disclosure', null]], T905: [['disclosure', 'expired']], T907: [['disclosure', 'no-agreement']],
    });
    expect(held).not.toHaveProperty('T906');
    expect(body.history.find(({ agency }) => agency === 'T906')).toMatchObject({ ended: 'revoked' });
    expect(body.labels).toHaveLength(1);
    expect(body.labels![0]).toMatchObject({ private: true, toPrivate: false });
  }); // prettier-ignore

  it('say who could see it on a day, and on one before it existed', async () => {
    const { id, author } = report();
    const today = new Date().toISOString().slice(0, 10);
    expect((await explain(author, id, today)).body.at!.agencies.map(({ agency }) => agency)).toEqual(expect.arrayContaining(['T901', 'T902', 'T906']));
    expect((await explain(author, id, '2020-03-03')).body.at).toMatchObject({ agencies: [], labels: { private: true } });
    const bad = await explain(author, id, '2026-02-30');
    expect([bad.status, bad.text.includes('at')]).toEqual([422, true]);
  }); // prettier-ignore

  it.each([
    ['recipient', 'T902', true, null],
    ['not yet', 'T904', false, 'not-disclosed'],
    ['expired', 'T905', false, 'expired'],
    ['revoked', 'T906', false, 'not-disclosed'],
    ['suspended', 'T907', false, 'no-agreement'],
  ])('say of an agency that is %s why it can or cannot see the record', async (_relation, agency, allowed, because) => {
    const { id, author } = report();
    const { body } = await get<object>(author, `/api/v1/records/${id}/sight?agency=${agency}&role=analyst`);
    expect(body).toMatchObject({ agency, allowed, because });
  });

  it('say of roles and colleagues what keeps them out', async () => {
    const { id, author } = report();
    const ask = async (query: string) => (await get<object>(author, `/api/v1/records/${id}/sight?${query}`)).body;
    const about = (relation: Player['relation'], role?: string) => ask(`person=${player(relation, role).person.id}`);
    expect(await about('colleague')).toMatchObject({ allowed: true });
    expect(await about('uncleared colleague')).toMatchObject({ allowed: false, because: 'clearance' });
    expect(await about('colleague', 'auditor')).toMatchObject({ allowed: false, because: 'role' });
    expect(await ask('agency=T902&role=administrator')).toMatchObject({ allowed: false, because: 'role' });
    expect(await ask('agency=T902&role=analyst')).toMatchObject({ people: { can: 1, lackClearance: 1 } });
    expect(await about('recipient')).toMatchObject({ errors: { person: expect.any(String) as string } });
    expect(await ask('agency=T903&role=analyst')).toMatchObject({ errors: { agency: expect.any(String) as string } });
    expect(await ask('agency=NONE&role=analyst')).toMatchObject({ errors: { agency: expect.any(String) as string } });
  });

  it('show as another agency exactly the bytes that it gets, and refuse records of others as absent ones', async () => {
    const { id, author } = report();
    const theirs = await get<object>(player('recipient'), `/api/v1/reports/${id}`);
    const seen = await get<{ projection: object }>(author, `/api/v1/records/${id}/view-as?agency=T902&role=analyst`);
    expect(theirs.status).toBe(200);
    expect(JSON.stringify(seen.body.projection)).toBe(theirs.text);
    const page = await world.ask(author.person, 'GET', `/records/${id}/view-as?agency=T902&role=analyst`);
    expect(page.body).toContain('Simulation:');
    for (const hidden of ['item 1', 'original', 'source'])
      expect(page.body).not.toContain(`${report().canary} ${hidden}`);
    const none = await get<object>(author, `/api/v1/records/${id}/view-as?agency=T905&role=analyst`);
    expect(none.body).toMatchObject({ check: { because: 'expired' } });
    expect(none.body).not.toHaveProperty('projection');
    // What stands in the way of each: nothing, its end, the agreement, conditions that each reader accepts first.
    for (const [agency, obstacle, toAccept, words] of [
      ['T902', null, null, '1 item shared for'],
      ['T905', 'expired', null, 'because it has expired'],
      ['T907', 'no-agreement', null, 'the agreement is not in force'],
      ['T908', null, 'Wait for the owner', 'first accepts its conditions, “Wait for the owner”'],
    ] as const) {
      const asked = `/records/${id}/view-as?agency=${agency}&role=analyst`;
      const { body } = await get<{ disclosures: object[] }>(author, `/api/v1${asked}`);
      expect([agency, body.disclosures]).toMatchObject([agency, [{ obstacle, toAccept }]]);
      expect((await world.ask(author.person, 'GET', asked)).body).toContain(words);
    }
    for (const which of [id, absentId()])
      expect((await get(player('recipient'), `/api/v1/records/${which}/view-as?agency=T903&role=analyst`)).status).toBe(
        404,
      );
  });

  it('foretell what a disclosure, a revocation and new labels do, and change nothing', async () => {
    const { id, items, author } = report('assessed');
    const preview = async (body: object) => {
      const reply = await world.ask(author.person, 'POST', `/api/v1/records/${id}/preview`, body);
      return JSON.parse(reply.body) as { agencies: { agency: string; after: number }[]; gains: number; loses: number; errors?: object };
    };
    const now = async () => new Map((await explain(author, id)).body.who.map(({ agency, people }) => [agency, people]));
    const before = await now();
    const told = await preview({ change: 'disclosure', agency: 'T904', items: [items[0]], expires: '2030-01-01' });
    expect(await now()).toEqual(before);
    const made = await world.world.disclose(world.sharer, id, [items[0]], 904);
    expect(told.agencies).toMatchObject([{ agency: 'T904', after: (await now()).get('T904') }]);
    expect(told.gains).toBe((await now()).get('T904'));
    const ending = await preview({ change: 'revocation', disclosure: made });
    await world.sharer.sql("SELECT access.revoke($1, 'testing')", [made]);
    expect(ending).toMatchObject({ gains: 0, loses: told.gains });
    expect(await now()).toEqual(before);
    const labels = await preview({ change: 'labels', sensitivity: 3 });
    await world.world.admin.query('UPDATE intelligence.report SET sensitivity = 3 WHERE id = $1', [id]);
    expect(labels.loses).toBe([...before.values()].reduce((sum, people) => sum + people, 0));
    expect((await world.ask(author.person, 'GET', `/api/v1/reports/${id}`)).status).toBe(404);
    await world.world.admin.query('UPDATE intelligence.report SET sensitivity = 2 WHERE id = $1', [id]);
    for (const [field, body] of [
      ['agency', { change: 'disclosure', agency: 'T903', items: [items[0]] }], ['items', { change: 'disclosure', agency: 'T904', items: [absentId()] }],
      ['expires', { change: 'disclosure', agency: 'T904', items: [items[0]], expires: '2020-01-01' }], ['disclosure', { change: 'revocation', disclosure: absentId() }],
      ['change', { change: 'everything' }], ['sensitivity', { change: 'labels' }], ['operation', { change: 'labels', operation: absentId() }],
    ] as const) expect((await preview(body)).errors).toHaveProperty(field);
  }); // prettier-ignore

  it('are logged like reads, with the record', async () => {
    const { id, author } = report();
    for (const [path, event] of [['explanation', 'record.explain'], ['sight?agency=T902&role=analyst', 'record.check'], ['view-as?agency=T902&role=analyst', 'record.view-as']]) {
      const reply = await world.ask(author.person, 'GET', `/api/v1/records/${id}/${path}`);
      const { rows } = await world.world.admin.query('SELECT event, record_ids FROM audit.entry WHERE request_id = $1', [reply.requestId]);
      expect(rows).toEqual([{ event, record_ids: [id] }]);
    }
  }); // prettier-ignore
});
