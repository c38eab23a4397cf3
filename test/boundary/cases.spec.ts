import { reference } from '@clin/platform';
import { CASE_ROUTES } from './cases-oracle.js';
import { DoorInventory } from '@clin/platform/server';
import { bytesOf, Network, type Body } from '../journeys/a-network.js';
import { takeWallTwoDown, WALLS } from './walls.js';

const [LEAD, MEMBER, OUTSIDER, JOINT, BESIDE, STRANGER] = [
  'lead@met.example',
  'analyst@met.example',
  'supervisor@met.example',
  'lead@wmp.example',
  'analyst@wmp.example',
  'lead@mer.example',
];
const HANDLER = 'source.handler@wmp.example';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const ENDS = '2027-06-01';
const SHARE = { purpose: 'Working the line together', legalBasis: 'Policing purpose', agreement: 'CLIN-ISA-001', expires: ENDS }; // prettier-ignore
/** One word for each part, so that a leak says which part it is of. */
const CANARY = {
  name: 'canary-name', summary: 'canary-summary', plan: 'canary-plan', decisions: 'canary-decision', risks: 'canary-risk',
  results: 'canary-result', links: 'canary-link', copied: 'canary-copied',
}; // prettier-ignore
type Told = keyof typeof CANARY;

const ROLE: Record<string, string> = {
  [OUTSIDER]: 'supervisor',
  [JOINT]: 'lead',
  [BESIDE]: 'analyst',
  [STRANGER]: 'lead',
};
/** The fast form walks every door with the owner's outsider, and each fifth with the others; CELLS=all walks them all. */
const doorsFor = (who: string): string[] =>
  Object.keys(CASE_ROUTES).filter(
    (_route, at) =>
      who === OUTSIDER || process.env['CELLS'] === 'all' || at % 5 === [JOINT, BESIDE, STRANGER].indexOf(who),
  );
/** Two answers that tell the same: but for the moment, the request's id and a page's own random tokens. */
const plain = (reply: Parameters<typeof bytesOf>[0]): string =>
  bytesOf(reply)
    .replaceAll(String(reply.headers['x-request-id']), 'REQUEST')
    .replaceAll(/(name=\\"_csrf\\" value=|name=\\"csrf-token\\" content=)\\"[^"]+"/g, 'CSRF')
    .replaceAll(/nonce(-|=\\")[\w+/=-]+/g, 'NONCE')
    .replaceAll(/csrf=[^;"]+/g, 'CSRF')
    .replaceAll(/"x-ratelimit[^,]+,/g, '');

/** A case through its doors: who can tell that it exists, what a joint agency sees of it part by part, and what a link gives away. */
describe.each(WALLS)('cases, with %s', (_walls, wallTwo) => {
  let network: Network;
  let id: string;
  let operation: string;
  let report: Body;
  const people = new Map<string, string>();

  const on = (who: string, method: string, path = '', body?: object, of = id) =>
    network.as(who, method, `/cases/${of}${path}`, body);
  const read = (who: string) => on(who, 'GET');
  const page = async (who: string, path = `/cases/${id}`): Promise<string> => {
    const reply = await network.server.send('GET', path, { token: await network.token(who) });
    return `${reply.status} ${reply.text}`;
  };
  /** Which canaries stand in everything that this person can be shown of the case. */
  const sees = async (who: string): Promise<Told[]> => {
    const shown = [
      JSON.stringify((await read(who)).body), JSON.stringify((await network.as(who, 'GET', '/cases')).body),
      await page(who), await page(who, '/cases'), await page(who, `/cases/${id}/timeline`), await page(who, `/records/${id}/access`),
    ].join('\n'); // prettier-ignore
    return (Object.keys(CANARY) as Told[]).filter((part) => shown.includes(CANARY[part])).sort();
  };
  /** One door of the oracle, asked with what changes nothing. */
  const at = async (who: string, route: string, which: string) => {
    const [method, path] = route.split(' ') as [string, string];
    const { body, form } = CASE_ROUTES[route]!;
    const url = path
      .replace(':id', which)
      .replace(/:(entry|link)/, NOBODY)
      .replace(':what', 'decision')
      .replace(':step', 'suspend');
    const token = await network.token(who);
    return network.server.send(
      method,
      url,
      form === undefined ? { token, body } : { token, body: form, headers: await formHeaders() },
    );
  };
  let visit: Promise<Record<string, string>> | undefined;
  const formHeaders = () =>
    (visit ??= network.server.send('GET', '/sign-in').then(({ text, headers }) => ({
      'content-type': 'application/x-www-form-urlencoded',
      cookie: [headers['set-cookie']]
        .flat()
        .map((one) => String(one).split(';')[0])
        .join('; '),
      'csrf-token': /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '',
    })));
  const admit = (who: string, email: string) =>
    network.as(who, 'POST', `/operations/${operation}/members`, { user: people.get(email), reason: 'Works on it', endsOn: ENDS }); // prettier-ignore
  const version = async (): Promise<number> => (await read(LEAD)).body['version'] as number;

  beforeAll(async () => {
    network = await Network.start();
    if (!wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    const { rows } = await network.server.admin.query<{ id: string; email: string }>(
      'SELECT id, email FROM identity.user_account',
    );
    for (const one of rows) people.set(one.email, one.id);
    report = await network.disseminated('met-lantern-line');
    await network.join(HANDLER, 'WMP-CLTF', 'source-handler');
  });
  afterAll(() => network?.stop());

  it('are opened by a lead, each with its operation, from complete and printable input', async () => {
    const body = {
      name: CANARY.name, reason: 'A line', endsOn: ENDS, summary: CANARY.summary, pursue: CANARY.plan,
    }; // prettier-ignore
    for (const [change, field] of [
      [{ name: ' ' }, 'name'],
      [{ reason: '' }, 'reason'],
      [{ endsOn: '2020-01-01' }, 'endsOn'],
      [{ endsOn: 'soon' }, 'endsOn'],
      [{ marking: 'SECRET' }, 'marking'],
      [{ sensitivity: 3 }, 'sensitivity'],
      [{ sensitivity: 0 }, 'sensitivity'],
      [{ summary: 'x'.repeat(8001) }, 'summary'],
      [{ people: 'a\u0000b' }, 'people'],
      [{ owner: 1 }, 'owner'],
      [{ template: 'none' }, 'template'],
    ] as const)
      // prettier-ignore
      expect((await network.as(LEAD, 'POST', '/cases', { ...body, ...change })).body).toMatchObject({
        status: 422,
        errors: { [field]: expect.any(String) as string },
      });
    for (const who of [MEMBER, OUTSIDER, 'auditor@network.example', 'admin@network.example'])
      expect((await network.as(who, 'POST', '/cases', body)).status).toBe(403);
    expect((await network.as(LEAD, 'GET', '/operations')).body).toEqual({ items: [] });
    const made = await network.as(LEAD, 'POST', '/cases', body);
    expect(made.status).toBe(201);
    id = made.body['id'] as string;
    operation = made.body['operation'] as string;
    expect((await network.as(LEAD, 'GET', '/operations')).body['items']).toMatchObject([
      { key: operation, name: CANARY.name },
    ]);
    expect((await read(LEAD)).body).toMatchObject({ access: 'owner', status: 'open', version: 1, members: 1 });
    for (const [moment, status] of [['2026-02-28 10:00:00+00', 200], ['2026-02-31 10:00:00+00', 422], ['2026-02-28 10:00:00+99', 422]] as const) // prettier-ignore
      expect((await network.as(LEAD, 'GET', `/cases?cursor=${Buffer.from(`${moment} ${id}`).toString('base64url')}`)).status).toBe(status); // prettier-ignore
  });

  it('begin with what their template says, which leads alone are told, and with what its opener wrote instead', async () => {
    const known = (await network.as(LEAD, 'GET', '/cases/templates')).body as Record<string, Body>;
    expect(Object.keys(known)).toEqual(['line', 'cuckooing', 'missing-child']);
    for (const who of [MEMBER, 'auditor@network.example'])
      expect((await network.as(who, 'GET', '/cases/templates')).status).toBe(403);
    for (const [template, { texts, risks, actions }] of Object.entries(known)) {
      const made = await network.as(LEAD, 'POST', '/cases', { name: 'Egret', reason: 'x', endsOn: ENDS, template, pursue: 'Mine', prevent: '' }); // prettier-ignore
      const { parts } = (await on(LEAD, 'GET', '', undefined, made.body['id'] as string)).body;
      expect(parts.plan).toMatchObject({ pursue: 'Mine', prevent: '', protect: (texts as Body)['protect'] });
      const words = (of: Body[]) => of.map((one) => one['what'] as string).sort();
      expect(words(parts.risks as Body[])).toEqual(words(risks as Body[]));
      expect(words(parts.actions as Body[])).toEqual(words(actions as Body[]));
      for (const action of parts.actions as Body[]) expect(action).toMatchObject({ state: 'assigned' });
      expect((await on(OUTSIDER, 'GET', '', undefined, made.body['id'] as string)).status).toBe(404);
    }
  });

  it('exist for nobody outside: every door answers as for one that never was', async () => {
    for (const who of wallTwo ? [OUTSIDER, JOINT, BESIDE, STRANGER] : [OUTSIDER, JOINT]) {
      for (const route of doorsFor(who)) {
        const hidden = await at(who, route, id);
        const absent = await at(who, route, NOBODY);
        const nonsense = who === OUTSIDER ? await at(who, route, 'nonsense') : absent;
        expect([who, route, hidden.status]).toEqual([
          who,
          route,
          CASE_ROUTES[route]!.roles.includes(ROLE[who]!) ? 404 : 403,
        ]);
        expect([who, route, plain(hidden)]).toEqual([who, route, plain(absent)]);
        expect([who, route, plain(nonsense)]).toEqual([who, route, plain(absent)]);
      }
      expect(await sees(who)).toEqual([]);
      expect((await network.as(who, 'GET', '/cases')).body).toEqual({ items: [], next: null });
    }
  });

  it('are worked on by members of the owner, who are named to each other', async () => {
    expect((await admit(LEAD, MEMBER)).status).toBe(200);
    const logged = await on(MEMBER, 'POST', '/decisions', {
      decision: CANARY.decisions,
      reason: 'Because',
      refused: 'Waiting',
    });
    expect(logged.status).toBe(201);
    const risk = {
      kind: 'threat',
      what: CANARY.risks,
      likelihood: 4,
      impact: 5,
      control: 'Watched',
      owner: 'DS Test',
      reviewOn: ENDS,
    };
    expect((await on(MEMBER, 'POST', '/risks', risk)).status).toBe(201);
    const [entry] = (await read(MEMBER)).body['parts'].risks as Body[];
    expect((await on(LEAD, 'POST', '/risks', { ...risk, risk: entry!['risk'], likelihood: 2 })).status).toBe(201);
    const result = {
      kind: 'drugs',
      amount: 1.25,
      type: 'Heroin',
      value: 52000,
      eventDate: '2026-10-01',
      attributable: 'yes',
      detail: CANARY.results,
    };
    expect((await on(MEMBER, 'POST', '/results', result)).status).toBe(201);
    const { parts } = (await read(LEAD)).body;
    expect(parts.risks).toMatchObject([{ likelihood: 2 }, { likelihood: 4, by: expect.any(String) as string }]);
    expect(parts.results).toMatchObject([{ amount: 1.25, unit: 'kg', value: 52000, attributable: true, struck: null }]);
    expect(parts.decisions).toMatchObject([
      { decision: CANARY.decisions, refused: 'Waiting', by: expect.any(String) as string },
    ]);
    expect(await sees(MEMBER)).toEqual(['decisions', 'name', 'plan', 'results', 'risks', 'summary']);
    expect((await on(MEMBER, 'POST', '/closure', { version: 1, reason: 'x', outcome: 'x' })).status).toBe(403);
  });

  it.each<[string, string, object, string]>([
    ['a decision without a reason', '/decisions', { decision: 'x', reason: ' ' }, 'reason'],
    ['a risk reviewed in the past', '/risks', { kind: 'risk', what: 'x', likelihood: 1, impact: 1, control: 'x', owner: 'x', reviewOn: '2020-01-01' }, 'reviewOn'],
    ['a risk of another case', '/risks', { risk: NOBODY, kind: 'risk', what: 'x', likelihood: 1, impact: 1, control: 'x', owner: 'x', reviewOn: ENDS }, 'risk'],
    ['a likelihood off the scale', '/risks', { kind: 'risk', what: 'x', likelihood: 6, impact: 1, control: 'x', owner: 'x', reviewOn: ENDS }, 'likelihood'],
    ['half an arrest', '/results', { kind: 'arrest', amount: 0.5, eventDate: '2026-10-01', attributable: 'no' }, 'amount'],
    ['an arrest tomorrow', '/results', { kind: 'arrest', amount: 1, eventDate: '2099-10-01', attributable: 'no' }, 'eventDate'],
    ['drugs of no type', '/results', { kind: 'drugs', amount: 1, eventDate: '2026-10-01', attributable: 'no' }, 'type'],
    ['a result of no kind', '/results', { kind: 'luck', amount: 1, eventDate: '2026-10-01', attributable: 'no' }, 'kind'],
    ['nothing seized', '/results', { kind: 'phones', amount: 0, eventDate: '2026-10-01', attributable: 'no' }, 'amount'],
    ['a reference that is none', '/links', { reference: 'IR-0000-0000-1', why: 'x' }, 'reference'],
    ['a part that is none', '/sharing', { ...SHARE, agency: 'WMP-CLTF', parts: ['everything'] }, 'parts'],
    ['an agency that is not joint', '/sharing', { ...SHARE, agency: 'MER-CLTF', parts: ['plan'] }, 'agency'],
  ])('refuse %s, by the name of the field, and change nothing', async (_what, path, body, field) => {
    const before = (await read(LEAD)).text;
    expect((await on(LEAD, 'POST', path, body)).body).toMatchObject({ status: 422, errors: { [field]: expect.any(String) as string } });
    expect((await read(LEAD)).text).toBe(before);
  }); // prettier-ignore

  it('show a joint agency’s members the parts that the owner shares, and nobody of theirs outside', async () => {
    expect((await network.as(LEAD, 'POST', `/operations/${operation}/agencies`, { agency: 'WMP-CLTF' })).status).toBe(
      200,
    );
    expect(
      (await on(LEAD, 'POST', '/sharing', { ...SHARE, agency: 'WMP-CLTF', parts: ['decisions', 'results'] })).status,
    ).toBe(201);
    for (const who of [JOINT, BESIDE]) expect(await sees(who)).toEqual([]);
    expect((await admit(JOINT, JOINT)).status).toBe(200);
    expect(await sees(JOINT)).toEqual(['decisions', 'name', 'results']);
    expect(await sees(BESIDE)).toEqual([]);
    // The last day, to both: the end is the next one's first moment.
    expect(await page(JOINT)).toContain('until <strong>1 June 2027');
    expect(await page(LEAD, `/cases/${id}/sharing`)).toContain('until 1 June 2027');
    const { body } = await read(JOINT);
    expect(body).toMatchObject({ access: 'recipient', shared: ['decisions', 'results'] });
    expect(Object.keys(body).sort()).toEqual([
      'access',
      'id',
      'marking',
      'name',
      'owner',
      'ownerName',
      'parts',
      'reference',
      'share',
      'shared',
    ]);
    expect((body['parts'] as Body).decisions).toMatchObject([{ by: null }]);
    const as = await network.as(LEAD, 'GET', `/records/${id}/view-as?agency=WMP-CLTF&role=lead`);
    expect(as.body['projection'] ?? as.body['record']).toMatchObject({
      parts: { decisions: [{ by: null }] },
      shared: ['decisions', 'results'],
    });
    for (const [method, path, change] of [
      ['POST', '/decisions', { decision: 'x', reason: 'x' }],
      ['PATCH', '', { version: 1, summary: 'x' }],
      ['POST', '/sharing', { ...SHARE, agency: 'WMP-CLTF', parts: ['plan'] }],
      ['POST', '/closure', { version: 1, reason: 'x', outcome: 'x' }],
    ] as const)
      // prettier-ignore
      expect((await on(JOINT, method, path, change)).status).toBe(403);
    for (const path of ['/edit', '/add/decision', '/sharing', '/steps/close'])
      expect(await page(JOINT, `/cases/${id}${path}`)).toMatch(/^404/);
  });

  it('answer those inside as the oracle says, at every door there is, and change nothing by it', async () => {
    const served = network.server.app
      .get(DoorInventory, { strict: false })
      .listDoors()
      .map(({ method, path }) => `${method} ${path}`);
    const known = served.filter((route) => /\/cases\/:id/.test(route));
    expect(known.sort()).toEqual(Object.keys(CASE_ROUTES).sort());
    const before = (await read(LEAD)).text;
    for (const [route, { owner, joint }] of Object.entries(CASE_ROUTES)) {
      expect([route, (await at(LEAD, route, id)).status]).toEqual([route, owner]);
      expect([route, (await at(JOINT, route, id)).status]).toEqual([route, joint]);
    }
    expect((await read(LEAD)).text).toBe(before);
  });

  it('keep a part again at once, and say so to nobody but its agency', async () => {
    const again = { ...SHARE, agency: 'WMP-CLTF', parts: ['results'] };
    expect((await on(LEAD, 'POST', '/sharing', again)).status).toBe(409);
    expect(
      (await on(LEAD, 'POST', '/sharing/end', { agency: 'WMP-CLTF', part: 'results', reason: 'Ours' })).status,
    ).toBe(200);
    expect(await sees(JOINT)).toEqual(['decisions', 'name']);
    expect(
      (await on(LEAD, 'POST', '/sharing/end', { agency: 'WMP-CLTF', part: 'results', reason: 'Ours' })).status,
    ).toBe(409);
    const { rows } = await network.server.admin.query<{ type: string; payload: object }>(
      "SELECT type, payload FROM platform.outbox WHERE record_id = $1 AND type LIKE 'case.%' ORDER BY id",
      [id],
    );
    expect(rows.map(({ type }) => type)).toEqual(['case.shared.v1', 'case.kept.v1']);
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it('link a record for whoever sees both ends, and tell neither end of the other', async () => {
    const made = await on(MEMBER, 'POST', '/links', { reference: report['reference'], why: CANARY.links });
    expect(made.status).toBe(201);
    expect((await on(MEMBER, 'POST', '/links', { reference: report['reference'], why: 'x' })).status).toBe(409);
    expect(await sees(LEAD)).toContain('links');
    expect((await on(LEAD, 'POST', '/sharing', { ...SHARE, agency: 'WMP-CLTF', parts: ['links'] })).status).toBe(201);
    // The joint agency's member sees the part and not the report: the link is not there, and nothing is counted.
    expect((await read(JOINT)).body['parts'].links).toEqual([]);
    expect(await sees(JOINT)).not.toContain('links');
    // From the report's end the same: members of the case find it there, and others who read the report find nothing.
    const ends = async (who: string) =>
      (await network.as(who, 'GET', `/records/${report['id'] as string}/cases`)).body['items'] as Body[];
    expect(await ends(LEAD)).toMatchObject([{ id, why: CANARY.links }]);
    for (const who of [OUTSIDER, 'analyst@nclcc.example']) expect(await ends(who)).toEqual([]);
    // Whoever sees the report and not the case is told of no case.
    for (const who of [OUTSIDER, 'analyst@nclcc.example'])
      expect((await network.as(who, 'GET', `/reports/${report['id'] as string}`)).text).not.toContain('canary');
    const { body } = await network.as(OUTSIDER, 'GET', `/reports/${report['id'] as string}`);
    const items = (body['items'] as Body[])
      .filter(({ handlingCode }) => handlingCode === 'P')
      .map((item) => item['id'] as string);
    const shared = await network.as(OUTSIDER, 'POST', `/records/${report['id'] as string}/disclosures`, {
      ...SHARE,
      agency: 'WMP-CLTF',
      items,
    });
    expect(shared.status).toBe(201);
    expect(await sees(JOINT)).toContain('links');
    expect((await read(JOINT)).body['parts'].links).toMatchObject([{ reference: report['reference'], by: null }]);
    await network.as(OUTSIDER, 'POST', `/disclosures/${shared.body['id'] as string}/revocation`, { reason: 'x' });
    expect((await read(JOINT)).body['parts'].links).toEqual([]);
    // A reference that exists and is not seen, and one that does not exist, are refused in the same words.
    const theirs = await network.as('analyst@mer.example', 'POST', '/reports', { title: 'Theirs' });
    const [unseen, none] = [
      await on(MEMBER, 'POST', '/links', { reference: theirs.body['reference'], why: 'x' }),
      await on(MEMBER, 'POST', '/links', { reference: reference('IR'), why: 'x' }),
    ];
    expect([unseen.status, (unseen.body['errors'] as Body)['reference']]).toEqual([
      422,
      (none.body['errors'] as Body)['reference'],
    ]);
  });

  it('copy text as the originator’s codes allow, ask first under A1 and S2, and lose the copy with the sight of its item', async () => {
    const far = await network.as('analyst@wmp.example', 'POST', '/reports', {
      title: 'Far', sanitisedTitle: 'Far', eventDate: '2026-10-01', provenance: 'x', areas: ['E23000014'], marking: 'OFFICIAL-SENSITIVE',
      items: [
        { original: 'x', sanitised: CANARY.copied, sourceEvaluation: 1, intelligenceAssessment: 'A', handlingCode: 'P', areas: ['E23000014'] },
        { original: 'x', sanitised: 'held back', sourceEvaluation: 1, intelligenceAssessment: 'A', handlingCode: 'C', reason: 'x', actionCode: 'A1',
          sanitisationCode: 'S2', instructions: 'x', areas: ['E23000014'] },
      ],
    }); // prettier-ignore
    const [plain, held] = far.body['itemIds'] as string[];
    const step = (who: string, name: string, body: object) => network.step(who, far.body['id'] as string, name, body);
    await step('analyst@wmp.example', 'submission', { version: 1 });
    await step('supervisor@wmp.example', 'assessment', { version: 2 });
    await step('supervisor@wmp.example', 'dissemination', { version: 3, to: [] });
    await network.as(HANDLER, 'POST', `/reports/${far.body['id'] as string}/consents`, {
      item: held,
      agency: 'MPS-CLTF',
      statement: 'x',
    });
    const given = await network.as(
      'supervisor@wmp.example',
      'POST',
      `/records/${far.body['id'] as string}/disclosures`,
      { ...SHARE, agency: 'MPS-CLTF', items: [plain, held] },
    );
    expect(given.status).toBe(201);
    const link = (await on(MEMBER, 'POST', '/links', { reference: far.body['reference'], why: 'x' })).body[
      'id'
    ] as string;
    const copy = (item: string, who = MEMBER) => on(who, 'POST', `/links/${link}/copies`, { item });
    expect((await copy(held!)).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('Ask the originator') as string,
    });
    expect((await copy(NOBODY)).status).toBe(404);
    expect((await copy(plain!)).status).toBe(201);
    expect((await copy(plain!)).status).toBe(409);
    expect(await page(MEMBER, `/cases/${id}/links/${link}/copy`)).toContain(
      `/records/${far.body['id'] as string}/permission-request?item=${held!}&amp;use=copy`,
    );
    expect(await sees(LEAD)).toContain('copied');
    expect(await sees(JOINT)).not.toContain('copied');
    // A link that is removed stays to be read with its reason, and so does what was copied through it.
    expect((await on(MEMBER, 'POST', `/links/${link}/removal`, { reason: 'canary-removed' })).status).toBe(200);
    expect((await copy(held!)).status).toBe(404);
    for (const where of ['', '/timeline'])
      expect(await page(LEAD, `/cases/${id}${where}`)).toMatch(/Link[^]{0,40}removed[^]*canary-removed/);
    const { rows: named } = await network.server.admin.query<{ name: string }>('SELECT name FROM identity.user_account WHERE email = $1', [MEMBER]); // prettier-ignore
    expect((await read(LEAD)).body.parts.links).toContainEqual(
      expect.objectContaining({ removed: 'canary-removed', removedBy: named[0]!.name }),
    );
    expect(await page(LEAD, `/cases/${id}`)).not.toContain(`/links/${link}/`);
    expect(await sees(LEAD)).toContain('copied');
    expect((await page(JOINT, `/cases/${id}`)) + (await read(JOINT)).text).not.toContain('canary-removed');
    // The owner of the record has been told of nothing.
    const { rows } = await network.server.admin.query(
      "SELECT 1 FROM platform.outbox WHERE record_id = $1 AND type LIKE 'case.%'",
      [far.body['id']],
    );
    expect(rows).toEqual([]);
    await network.as('supervisor@wmp.example', 'POST', `/disclosures/${given.body['id'] as string}/revocation`, {
      reason: 'x',
    });
    expect(await sees(LEAD)).not.toContain('copied');
    expect((await on(MEMBER, 'POST', `/links/${link}/removal`, { reason: 'x' })).status).toBe(404);
  });

  it('refuse a version that is not the newest, and show both', async () => {
    const now = await version();
    expect((await on(MEMBER, 'PATCH', '', { version: now, lines: 'Lantern' })).body).toMatchObject({
      version: now + 1,
    });
    const stale = await on(LEAD, 'PATCH', '', { version: now, lines: 'Other' });
    expect([stale.status, stale.body['current']]).toMatchObject([409, { version: now + 1, yours: now }]);
    expect((await read(LEAD)).body['parts'].summary.lines).toBe('Lantern');
  });

  it('move on with a reason, take nothing when closed, and come back', async () => {
    const move = async (name: string, more: object = {}) =>
      on(LEAD, 'POST', `/${name}`, { version: await version(), reason: 'x', ...more });
    expect((await move('resumption')).status).toBe(409);
    expect((await move('suspension')).body).toMatchObject({ status: 'suspended' });
    expect((await move('resumption')).body).toMatchObject({ status: 'open' });
    expect((await move('closure')).body).toMatchObject({ errors: { outcome: expect.any(String) as string } });
    const shut = async () => (await network.as(LEAD, 'GET', `/operations/${operation}`)).body['closedAt'] !== null;
    expect((await move('closure', { outcome: 'x', closeOperation: 'no' })).body).toMatchObject({ status: 422 });
    // Its operation stays open unless that is asked, and is open again with the case.
    expect((await move('closure', { outcome: 'Line closed' })).body).toMatchObject({ status: 'closed' });
    expect(await shut()).toBe(false);
    expect((await move('reopening')).body).toMatchObject({ status: 'open' });
    const whole = { outcome: 'Line closed', closeOperation: true };
    expect((await on(JOINT, 'POST', '/closure', { version: await version(), reason: 'x', ...whole })).status).toBe(403);
    expect(await shut()).toBe(false);
    expect((await move('closure', whole)).body).toMatchObject({ status: 'closed' });
    expect([await shut(), (await admit(LEAD, OUTSIDER)).status]).toEqual([true, 409]);
    expect((await on(MEMBER, 'POST', '/decisions', { decision: 'x', reason: 'x' })).status).toBe(409);
    const why = `Closed with case ${(await read(LEAD)).body['reference'] as string}`;
    const [step] = (await network.as(LEAD, 'GET', `/operations/${operation}`)).body['history'] as Body[];
    expect(step).toMatchObject({ what: 'closed', reason: why });
    expect((await network.server.log("event = 'operation.close'")).at(-1)).toMatchObject({
      detail: { operation, why },
    });
    expect(await sees(JOINT)).toContain('decisions');
    expect((await network.as(LEAD, 'GET', '/cases?status=closed')).body['items']).toMatchObject([{ id }]);
    expect((await network.as(JOINT, 'GET', '/cases?status=closed')).body['items']).toEqual([]);
    expect((await move('reopening')).body).toMatchObject({ status: 'open' });
    expect(await shut()).toBe(false);
    expect(((await read(LEAD)).body['history'] as Body[]).map(({ action }) => action as string)).toEqual([
      'reopen',
      'close',
      'reopen',
      'close',
      'resume',
      'suspend',
      'open',
    ]);
  });

  it('are gone for whoever leaves the operation, on the next request', async () => {
    await network.as(LEAD, 'POST', `/operations/${operation}/agencies/WMP-CLTF/removal`, {});
    expect(await sees(JOINT)).toEqual([]);
    await network.as(LEAD, 'POST', `/operations/${operation}/members/${people.get(MEMBER)!}/removal`, {});
    expect(await sees(MEMBER)).toEqual([]);
    expect((await read(MEMBER)).status).toBe(404);
  });

  it('stay in their operation when a restriction is lifted, and their logs stay as they were logged', async () => {
    const { admin } = network.server;
    const raised = await network.as(LEAD, 'POST', `/records/${id}/restriction`, {
      version: await version(),
      sensitivity: 3,
      reason: 'x',
    });
    expect(raised.status).toBe(422);
    await admin.query('UPDATE identity.user_account SET clearance = 3 WHERE id = $1', [people.get(LEAD)]);
    await network.as(LEAD, 'POST', `/operations/${operation}/members`, {
      user: people.get(OUTSIDER),
      reason: 'x',
      endsOn: ENDS,
    });
    await admin.query('UPDATE identity.user_account SET clearance = 3 WHERE id = $1', [people.get(OUTSIDER)]);
    const { restriction } = (
      await network.as(LEAD, 'POST', `/records/${id}/restriction`, {
        version: await version(),
        sensitivity: 3,
        reason: 'x',
      })
    ).body;
    await network.as(LEAD, 'POST', `/records/${id}/restriction/lifting-request`, { restriction, reason: 'x' });
    expect((await network.as(OUTSIDER, 'POST', `/records/${id}/restriction/lifting`, { restriction })).status).toBe(
      200,
    );
    expect(await sees(STRANGER)).toEqual([]);
    expect(
      (
        await admin.query(
          'SELECT sensitivity, compartment_id IS NOT NULL AS inside FROM cases.case_file WHERE id = $1',
          [id],
        )
      ).rows,
    ).toEqual([{ sensitivity: 2, inside: true }]);
    for (const table of ['decision', 'risk_entry', 'result', 'result_strike', 'copied_text', 'case_step'])
      for (const change of [
        `UPDATE cases.${table} SET at = now()`,
        `DELETE FROM cases.${table}`,
        `TRUNCATE cases.${table} CASCADE`,
      ])
        await expect(admin.query(change)).rejects.toThrow('never changed');
    const log = await network.server.log("event LIKE 'case.%' AND outcome = 'allowed'");
    expect(JSON.stringify(log)).not.toContain('canary');
    expect(log.length).toBeGreaterThan(20);
  });
});
