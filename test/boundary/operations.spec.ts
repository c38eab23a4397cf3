import { takeWallTwoDown, WALLS } from './walls.js';
import { bytesOf, Network } from '../journeys/a-network.js';
import { WorkerTurn } from '../journeys/a-worker-turn.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const LEAD = 'lead@met.example';
const ENDS = '2027-06-01';
/** Everybody of the demonstration: members, colleagues outside, a joint agency's lead, others, and roles without records. */
const OUTSIDE = [
  'analyst@met.example',
  'handler@met.example',
  'lead@mer.example',
  'supervisor@wmp.example',
  'coordinator@nclcc.example',
];
const NO_READERS = ['auditor@network.example', 'admin@network.example', 'reader@homeoffice.example'];

type Reply = Awaited<ReturnType<Network['as']>>;

/** Operations through their doors: who learns that one exists, who changes it, and what bad input is told. */
describe.each(WALLS)('operations, with %s', (_walls, wallTwo) => {
  let network: Network;
  let key: string;
  const people = new Map<string, string>();

  const user = (email: string): string => people.get(email)!;
  const post = (who: string, path: string, body: object = {}): Promise<Reply> =>
    network.as(who, 'POST', `/operations${path}`, body);
  const admit = (who: string, email: string, change: object = {}, to = key): Promise<Reply> =>
    post(who, `/${to}/members`, {
      user: people.get(email) ?? email,
      reason: 'Works on this line',
      endsOn: ENDS,
      ...change,
    });
  const page = async (who: string, path: string): Promise<string> => {
    const reply = await network.server.send('GET', path, { token: await network.token(who) });
    return `${reply.status} ${reply.text}`;
  };

  let worker: WorkerTurn;
  const told = (): Promise<string[]> => worker.tells();

  beforeAll(async () => {
    network = await Network.start();
    if (!wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    worker = new WorkerTurn(network);
    const { rows } = await network.server.admin.query<{ id: string; email: string }>(
      'SELECT id, email FROM identity.user_account',
    );
    for (const { id, email } of rows) people.set(email, id);
  });
  afterAll(async () => {
    await worker?.end();
    await network?.stop();
  });

  it('are opened by leads, with a name, a reason and an end', async () => {
    const body = { name: 'Heron', reason: 'Leads it', endsOn: ENDS };
    for (const [change, field] of [
      [{ name: ' ' }, 'name'],
      [{ reason: '' }, 'reason'],
      [{ endsOn: '2020-01-01' }, 'endsOn'],
      [{ endsOn: '2026-02-30' }, 'endsOn'],
      [{ endsOn: '' }, 'endsOn'],
      [{ name: 'x'.repeat(121) }, 'name'],
      [{ owner: 1 }, 'owner'],
    ] as const)
      expect((await post(LEAD, '', { ...body, ...change })).body).toMatchObject({
        status: 422,
        errors: { [field]: expect.any(String) as string },
      });
    for (const who of ['analyst@met.example', 'supervisor@met.example', ...NO_READERS])
      expect((await post(who, '', body)).status).toBe(403);
    expect((await network.as(LEAD, 'GET', '/operations')).body).toEqual({ items: [] });
    const made = await post(LEAD, '', body);
    expect(made.status).toBe(201);
    key = made.body['key'] as string;
    expect((await network.as(LEAD, 'GET', '/operations')).body['items']).toMatchObject([
      { key, name: 'Heron', member: true, standing: 'owner' },
    ]);
  });

  it('exist for nobody outside: every door answers as for one that never was', async () => {
    const doors: [string, string, object?][] = [
      ['GET', ''], ['POST', '/members', { user: user('analyst@met.example'), reason: 'x', endsOn: ENDS }],
      ['POST', `/members/${user(LEAD)}/removal`], ['POST', '/agencies', { agency: 'WMP-CLTF' }], ['POST', '/agencies/WMP-CLTF/removal'], ['POST', '/closure'],
      ['POST', '/reopening', { reason: 'x' }], ['POST', '/handover', { to: user(LEAD), reason: 'x', endsOn: ENDS }], ['POST', '/takeover', { reason: 'x', endsOn: ENDS }],
    ]; // prettier-ignore
    for (const who of [...OUTSIDE, ...NO_READERS]) {
      for (const [method, path, body] of doors) {
        const [hidden, absent, nonsense] = [
          await network.as(who, method, `/operations/${key}${path}`, body),
          await network.as(who, method, `/operations/${NOBODY}${path}`, body),
          await network.as(who, method, `/operations/nonsense${path}`, body),
        ];
        expect([who, path, bytesOf(hidden)]).toEqual([who, path, bytesOf(absent)]);
        expect([who, path, bytesOf(nonsense)]).toEqual([who, path, bytesOf(absent)]);
        expect([403, 404]).toContain(hidden.status);
      }
      expect(JSON.stringify((await network.as(who, 'GET', '/operations')).body)).not.toContain('Heron');
      for (const path of ['/operations', `/operations/${key}`]) expect(await page(who, path)).not.toContain('Heron');
    }
    expect(await page(LEAD, `/operations/${key}`)).toContain('Heron');
  });

  it.each<[string, () => Promise<Reply>, string]>([
    ['somebody who does not exist', () => admit(LEAD, NOBODY), 'user'],
    ['somebody of another agency', () => admit(LEAD, 'analyst@wmp.example'), 'user'],
    ['no id at all', () => admit(LEAD, 'nonsense'), 'user'],
    [
      'a leaver',
      async () => {
        await network.server.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [
          user('handler@met.example'),
        ]);
        return admit(LEAD, 'handler@met.example');
      },
      'user',
    ],
    ['an end date in the past', () => admit(LEAD, 'analyst@met.example', { endsOn: '2026-01-01' }), 'endsOn'],
    ['no end date', () => admit(LEAD, 'analyst@met.example', { endsOn: null }), 'endsOn'],
    ['no reason', () => admit(LEAD, 'analyst@met.example', { reason: ' ' }), 'reason'],
  ])('refuse %s by name of the field, and stay as they were', async (_what, attempt, field) => {
    const before = (await network.as(LEAD, 'GET', `/operations/${key}`)).text;
    expect((await attempt()).body).toMatchObject({ status: 422, errors: { [field]: expect.any(String) as string } });
    expect((await network.as(LEAD, 'GET', `/operations/${key}`)).text).toBe(before);
  });

  it('take a member, who sees who else of their agency is in, and cannot change it', async () => {
    expect((await admit(LEAD, 'analyst@met.example')).status).toBe(200);
    const seen = await network.as('analyst@met.example', 'GET', `/operations/${key}`);
    expect(seen.body).toMatchObject({
      name: 'Heron',
      standing: 'member',
      members: [{ name: expect.any(String) as string }, {}],
    });
    expect((await admit('analyst@met.example', 'supervisor@met.example')).status).toBe(403);
    expect((await post(LEAD, `/${key}/members/${user('analyst@met.example')}/removal`)).status).toBe(200);
    expect((await network.as('analyst@met.example', 'GET', `/operations/${key}`)).status).toBe(404);
    expect((await post(LEAD, `/${key}/members/${user('analyst@met.example')}/removal`)).status).toBe(404);
    expect((await post(LEAD, `/${key}/members/${user(LEAD)}/removal`)).status).toBe(409);
  });

  it('name a joint agency, whose lead is told, nominates their own, and sees nobody else’s people', async () => {
    for (const agency of ['MPS-CLTF', 'NO-SUCH', 'MOPAC', ''])
      expect((await post(LEAD, `/${key}/agencies`, { agency })).body).toMatchObject({
        errors: { agency: expect.any(String) as string },
      });
    expect((await post(LEAD, `/${key}/agencies`, { agency: 'WMP-CLTF' })).status).toBe(200);
    expect((await post(LEAD, `/${key}/agencies`, { agency: 'WMP-CLTF' })).status).toBe(409);
    expect(await told()).toEqual(['lead@wmp.example operation-joined']);
    const joint = await network.as('lead@wmp.example', 'GET', `/operations/${key}`);
    expect(joint.body).toMatchObject({
      name: 'Heron',
      standing: 'joint',
      member: false,
      members: [],
      agencies: [{ code: 'WMP-CLTF' }],
    });
    for (const who of ['analyst@wmp.example', 'supervisor@wmp.example'])
      expect((await network.as(who, 'GET', `/operations/${key}`)).status).toBe(404);
    expect((await admit('lead@wmp.example', 'analyst@met.example')).body).toMatchObject({
      errors: { user: expect.any(String) as string },
    });
    expect((await admit('lead@wmp.example', 'analyst@wmp.example')).status).toBe(200);
    expect((await post('lead@wmp.example', `/${key}/closure`)).status).toBe(403);
    const owners = await network.as(LEAD, 'GET', `/operations/${key}`);
    const theirs = (
      owners.body['members'] as { agency: string; name: string | null; user: string | null; reason: string | null }[]
    ).filter(({ agency }) => agency === 'WMP-CLTF');
    expect(theirs).toMatchObject([{ name: null, user: null, reason: null }]);
    expect(owners.text).not.toContain(user('analyst@wmp.example'));
    expect((await post(LEAD, `/${key}/agencies/WMP-CLTF/removal`)).body).toMatchObject({ members: 1 });
    for (const who of ['lead@wmp.example', 'analyst@wmp.example'])
      expect((await network.as(who, 'GET', `/operations/${key}`)).status).toBe(404);
  });

  it('close once; nobody and nothing enters any more', async () => {
    expect((await post(LEAD, `/${key}/closure`)).status).toBe(200);
    expect((await post(LEAD, `/${key}/closure`)).status).toBe(409);
    expect((await admit(LEAD, 'analyst@met.example')).status).toBe(409);
    const { id } = (await network.submitted('met-lantern-line')) as { id: string };
    expect(
      (await network.as(LEAD, 'POST', `/records/${id}/restriction`, { compartment: key, reason: 'x' })).body,
    ).toMatchObject({ errors: { compartment: expect.any(String) as string } });
  });

  describe('as their leads change', () => {
    let record: string;
    const [SECOND, THIRD, PEER] = ['second@met.example', 'third@met.example', 'peer@met.example'];
    const reads = async (who: string): Promise<number> => (await network.as(who, 'GET', `/reports/${record}`)).status;
    const body = (change: object = {}): object => ({ reason: 'Leave begins', endsOn: ENDS, ...change });
    const lasts = (who: string, until: string): Promise<unknown> =>
      network.server.admin.query(
        `UPDATE access.compartment_member m SET ends_on = ${until} FROM access.compartment c WHERE c.id = m.compartment_id AND c.key = $2 AND m.user_id = $1`,
        [user(who), key],
      );
    const leaves = (who: string): Promise<unknown> =>
      network.server.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [user(who)]);

    beforeAll(async () => {
      for (const who of [SECOND, THIRD]) await network.join(who, 'MPS-CLTF', 'lead');
      await network.join(PEER, 'MPS-CLTF', 'supervisor');
      const { rows } = await network.server.admin.query<{ id: string; email: string }>(
        'SELECT id, email FROM identity.user_account',
      );
      for (const { id, email } of rows) people.set(email, id);
      key = (await post(LEAD, '', { name: 'Kestrel', reason: 'Leads it', endsOn: ENDS })).body['key'] as string;
      for (const who of ['analyst@met.example', 'supervisor@met.example']) await admit(LEAD, who);
      await post(LEAD, `/${key}/agencies`, { agency: 'WMP-CLTF' });
      await admit('lead@wmp.example', 'analyst@wmp.example');
      record = (await network.submitted('met-lantern-line'))['id'] as string;
      const label = { compartment: key, reason: 'Covert phase' };
      expect((await network.as(LEAD, 'POST', `/records/${record}/restriction`, label)).status).toBe(200);
      await told();
    });

    it('show a closed one’s records to whoever is a member still, and open again with a reason for them alone', async () => {
      await post(LEAD, `/${key}/closure`);
      await lasts('supervisor@met.example', 'current_date - 1');
      const seen = () => Promise.all(['analyst@met.example', 'supervisor@met.example', SECOND].map(reads));
      expect(await seen()).toEqual([200, 404, 404]);
      expect((await post(LEAD, `/${key}/reopening`, { reason: ' ' })).body).toMatchObject({ errors: { reason: expect.any(String) as string } });
      for (const who of ['analyst@met.example', 'analyst@wmp.example', 'lead@wmp.example'])
        expect([who, (await post(who, `/${key}/reopening`, { reason: 'x' })).status]).toEqual([who, 403]);
      expect((await post(LEAD, `/${key}/reopening`, { reason: 'The line is back' })).status).toBe(200);
      expect((await post(LEAD, `/${key}/reopening`, { reason: 'The line is back' })).status).toBe(409);
      expect(await seen()).toEqual([200, 404, 404]);
      expect((await network.as('supervisor@met.example', 'GET', `/operations/${key}`)).status).toBe(404);
      expect((await told()).filter((line) => line.endsWith('-reopened')).sort()).toEqual(
        ['analyst@met.example', 'analyst@wmp.example'].map((who) => `${who} operation-reopened`));
      expect((await admit(LEAD, 'supervisor@met.example')).status).toBe(200);
      expect(await reads('supervisor@met.example')).toBe(200);
    }); // prettier-ignore

    it('are handed over by their lead to another lead of the owner, who becomes a member; members are told', async () => {
      const hand = (who: string, to: string, change: object = {}) => post(who, `/${key}/handover`, body({ to: people.get(to) ?? to, ...change }));
      for (const to of ['analyst@met.example', 'lead@wmp.example', LEAD, NOBODY, 'nonsense', 'handler@met.example'])
        expect((await hand(LEAD, to)).body).toMatchObject({ errors: { to: expect.any(String) as string } });
      expect((await hand(LEAD, SECOND, { reason: ' ' })).body).toMatchObject({ errors: { reason: expect.any(String) as string } });
      expect((await hand(LEAD, SECOND, { endsOn: '2020-01-01' })).body).toMatchObject({ errors: { endsOn: expect.any(String) as string } });
      for (const who of ['analyst@met.example', 'lead@wmp.example']) expect((await hand(who, SECOND)).status).toBe(403);
      expect((await network.as(SECOND, 'GET', `/operations/${key}`)).status).toBe(404);
      expect(await page(LEAD, `/operations/${key}/handover`)).toContain(SECOND);
      expect((await hand(LEAD, SECOND)).status).toBe(200);
      expect([await reads(SECOND), await reads(LEAD), (await hand(LEAD, SECOND)).status]).toEqual([200, 200, 403]);
      expect((await post(LEAD, `/${key}/takeover`, body())).status).toBe(409);
      expect((await told()).filter((line) => line.endsWith('lead-changed')).sort()).toEqual(
        ['analyst@met.example', 'analyst@wmp.example', SECOND, 'supervisor@met.example'].map((who) => `${who} operation-lead-changed`));
      const owners = (await network.as('analyst@met.example', 'GET', `/operations/${key}`)).body;
      expect(owners).toMatchObject({ lead: SECOND, youLead: false, led: true });
      expect((owners['history'] as { what: string }[]).map(({ what }) => what)).toEqual(['handed-over', 'reopened', 'closed', 'opened']);
      expect((await network.as('analyst@wmp.example', 'GET', `/operations/${key}`)).body).toMatchObject({ lead: null, led: true, history: [] });
    }); // prettier-ignore

    it('are taken over from inside when the lead is gone, and from outside when no lead is left; nobody else learns of it', async () => {
      await leaves(SECOND);
      expect((await network.as(LEAD, 'GET', `/operations/${key}`)).body).toMatchObject({ led: false, standing: 'owner' });
      expect((await network.as(THIRD, 'GET', '/operations')).body).toEqual({ items: [] });
      expect((await post(THIRD, `/${key}/takeover`, body())).status).toBe(404);
      expect((await post('analyst@met.example', `/${key}/takeover`, body())).status).toBe(403);
      expect((await post(LEAD, `/${key}/takeover`, body())).status).toBe(200);
      await lasts(LEAD, 'current_date - 1');
      expect((await network.as(THIRD, 'GET', '/operations')).body['items']).toMatchObject([{ key, name: 'Kestrel', standing: 'vacant', member: false, led: null }]);
      expect((await network.as(THIRD, 'GET', `/operations/${key}`)).body).toMatchObject({ members: [], agencies: [], history: [], lead: null });
      for (const who of [PEER, ...OUTSIDE.slice(2), ...NO_READERS]) {
        const [hidden, absent] = await Promise.all([key, NOBODY].map((one) => network.as(who, 'GET', `/operations/${one}`)));
        expect([who, bytesOf(hidden!)]).toEqual([who, bytesOf(absent!)]);
        expect((await network.as(who, 'GET', '/operations')).text).not.toContain('Kestrel');
        expect([403, 404]).toContain((await post(who, `/${key}/takeover`, body())).status);
      }
      expect([await reads(THIRD), (await post('lead@wmp.example', `/${key}/takeover`, body())).status]).toEqual([404, 403]);
      expect(await page(THIRD, `/operations/${key}/takeover`)).toContain('become a member and see its records');
      expect((await post(THIRD, `/${key}/takeover`, body({ reason: '' }))).body).toMatchObject({ errors: { reason: expect.any(String) as string } });
      expect((await post(THIRD, `/${key}/takeover`, body())).status).toBe(200);
      expect([await reads(THIRD), (await network.as(LEAD, 'GET', `/operations/${key}`)).status, (await post(LEAD, `/${key}/takeover`, body())).status]).toEqual([200, 404, 404]);
      await told();
      await leaves(THIRD);
      expect((await told()).filter((line) => line.endsWith('without-lead'))).toEqual([`${LEAD} operation-left-without-lead`]);
    }); // prettier-ignore
  });

  it('write what happened to the log by key, never by name', async () => {
    const log = await network.server.log("event LIKE 'operation.%' AND outcome = 'allowed'");
    for (const event of [
      'open',
      'admit',
      'expel',
      'join-agency',
      'part-agency',
      'close',
      'reopen',
      'hand-over',
      'take-over',
    ])
      expect(log.map((row) => row.event)).toContain(`operation.${event}`);
    expect(log.find(({ event }) => event === 'operation.admit')).toMatchObject({
      detail: { operation: expect.any(String) as string, user: user('analyst@met.example') },
    });
    expect(JSON.stringify(log)).not.toMatch(/Heron|Kestrel|Leave begins/);
  });
});
