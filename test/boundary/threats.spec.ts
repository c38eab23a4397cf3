import { bytesOf, Network, type Body } from '../journeys/a-network.js';
import { WorkerTurn } from '../journeys/a-worker-turn.js';
import { takeWallTwoDown, WALLS } from './walls.js';

const [AUTHOR, CHIEF, LEAD, OTHER, OTHER_LEAD, CENTRE] = [
  'analyst@mer.example',
  'supervisor@mer.example',
  'lead@mer.example',
  'supervisor@wmp.example',
  'lead@wmp.example',
  'coordinator@nclcc.example',
];
const NOBODY = '00000000-0000-4000-8000-000000000000';
const ACCEPT = { telephoned: 'Control room, 22:20' };
const REFERRAL = {
  kind: 'threat-to-life',
  receiver: 'WMP-CLTF',
  title: 'Threat to somebody who has moved',
  text: 'Please find and protect him tonight.',
  fields: { telephoned: 'Duty inspector, 22:10', atRisk: 'A young man', where: 'Coventry' },
  agreement: 'CLIN-ISA-001',
  legalBasis: 'Policing purpose',
  purpose: 'Protecting life',
  expires: '2027-06-01',
};

/** Who is interrupted, who may act, and what the second of two people is told. */
describe.each(WALLS)('threats to life, with %s', (_walls, wallTwo) => {
  let network: Network;
  let worker: WorkerTurn;
  let report: string;
  let alert: string;
  let chiefId: string;
  let leadId: string;

  const ask = (who: string, method: string, path: string, body?: object) => network.as(who, method, `/threats${path}`, body); // prettier-ignore
  const waiting = async (who: string): Promise<number> => ((await ask(who, 'GET', '/waiting')).body['items'] as Body[]).length; // prettier-ignore
  const open = async (who: string): Promise<Body> => ((await ask(who, 'GET', '')).body['items'] as Body[])[0]!;
  const page = async (who: string): Promise<string> =>
    (await network.server.send('GET', '/reports', { token: await network.token(who) })).text;
  const idOf = async (email: string): Promise<string> =>
    (await network.server.admin.query<{ id: string }>('SELECT id FROM identity.user_account WHERE email = $1', [email])).rows[0]!.id; // prettier-ignore
  const log = async (): Promise<Body[]> => (await ask(CHIEF, 'GET', `/${alert}`)).body['log'] as Body[];
  const version = async (): Promise<number> => (await ask(CHIEF, 'GET', `/${alert}`)).body['version'] as number;

  beforeAll(async () => {
    network = await Network.start();
    worker = new WorkerTurn(network);
    if (!wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    report = (await network.submitted('mer-ttl'))['id'] as string;
    [chiefId, leadId] = [await idOf(CHIEF), await idOf(LEAD)];
    alert = (await open(CHIEF))['id'] as string;
  });
  afterAll(async () => {
    await worker?.end();
    await network?.stop();
  });

  it('interrupt every page of the supervisors and leads of the agency, and of nobody else', async () => {
    for (const who of [CHIEF, LEAD]) {
      expect(await waiting(who)).toBe(1);
      expect(await page(who)).toMatch(/role="alert"[^]*Threat to life: telephone first[^]*IR-[^]*Nobody has accepted/);
      expect(await page(who)).toContain(`href="/threats/${alert}"`);
    }
    expect((await ask(AUTHOR, 'GET', '/waiting')).status).toBe(403);
    expect(await page(AUTHOR)).not.toContain('telephone first');
    for (const who of [OTHER, CENTRE]) expect([await waiting(who), (await page(who)).includes('Threat to life: telephone')]).toEqual([0, false]); // prettier-ignore
    expect(JSON.stringify((await ask(CHIEF, 'GET', '/waiting')).body)).not.toMatch(/Kayden|Walton|shoot/);
  });

  it('are absent to everybody else at every door, byte for byte', async () => {
    const doors: [string, string, object?][] = [['GET', ''], ['POST', '/acceptance', ACCEPT], ['POST', '/decisions', { decision: 'x', reason: 'x' }], ['POST', '/hand-over', { version: 1, to: leadId, why: 'x' }], ['POST', '/end', { version: 1, result: 'protected', outcome: 'x' }]]; // prettier-ignore
    for (const who of [OTHER, CENTRE])
      for (const [method, path, body] of doors) {
        const [hidden, absent] = [await ask(who, method, `/${alert}${path}`, body), await ask(who, method, `/${NOBODY}${path}`, body)]; // prettier-ignore
        expect([who, path, hidden.status, bytesOf(hidden)]).toEqual([who, path, 404, bytesOf(absent)]);
      }
    expect((await ask(AUTHOR, 'POST', `/${alert}/acceptance`, ACCEPT)).status).toBe(403);
    expect((await ask(CHIEF, 'GET', '/nonsense')).status).toBe(404);
  });

  it('go with the sight of the record: what is restricted to others interrupts nobody who lost it', async () => {
    const { admin } = network.server;
    const mark = (n: number) => admin.query('UPDATE intelligence.report SET sensitivity = $2 WHERE id = $1', [report, n]); // prettier-ignore
    const { rows } = await admin.query<{ n: number }>('SELECT sensitivity AS n FROM intelligence.report WHERE id = $1', [report]); // prettier-ignore
    await mark(3);
    await admin.query('UPDATE identity.user_account SET clearance = 2 WHERE id = $1', [leadId]);
    expect([await waiting(LEAD), (await ask(LEAD, 'GET', `/${alert}`)).status]).toEqual([0, 404]);
    expect((await ask(LEAD, 'POST', `/${alert}/acceptance`, ACCEPT)).status).toBe(404);
    await mark(rows[0]!.n);
    expect(await waiting(LEAD)).toBe(1);
  });

  it('refuse every step before acceptance, and an acceptance without a call', async () => {
    const refused = await ask(CHIEF, 'POST', `/${alert}/acceptance`, { telephoned: ' ' });
    expect([refused.status, refused.body['errors']]).toEqual([422, { telephoned: expect.stringContaining('Telephone first') }]); // prettier-ignore
    for (const [path, body] of [['decisions', { decision: 'x', reason: 'x' }], ['hand-over', { version: 1, to: leadId, why: 'x' }], ['end', { version: 1, result: 'protected', outcome: 'x' }]] as const) {
      const reply = await ask(CHIEF, 'POST', `/${alert}/${path}`, body);
      expect([path, reply.status, reply.text]).toEqual([path, 409, expect.stringContaining('Nobody has accepted this yet')]);
    } // prettier-ignore
    expect(await log()).toEqual([]);
  });

  it('remind until somebody accepts, each step once, and tell the centre only of what it sees', async () => {
    expect(await worker.tells()).toEqual([`${LEAD} threat-to-life`, `${CHIEF} threat-to-life`]);
    await worker.runs('chase-threats');
    expect(await worker.tells()).toEqual([]);
    const later = (minutes: number) => network.server.admin.query(
      `UPDATE threats.alert SET remind_at = remind_at - $2 * interval '1 minute', due_at = due_at - $2 * interval '1 minute', centre_at = centre_at - $2 * interval '1 minute' WHERE id = $1`,
      [alert, minutes]); // prettier-ignore
    await later(3);
    await worker.runs('chase-threats');
    await worker.runs('chase-threats');
    expect(await worker.tells()).toEqual([`${LEAD} threat-reminded`, `${CHIEF} threat-reminded`]);
    await later(2);
    await worker.runs('chase-threats');
    expect(await worker.tells()).toEqual([`${LEAD} threat-late`]);
    expect((await open(CHIEF))['overdue']).toBe(true);
    await later(5);
    await worker.runs('chase-threats');
    await worker.runs('chase-threats');
    expect(await worker.tells()).toEqual([]);
    const { rows } = await network.server.admin.query<{ type: string }>("SELECT type FROM platform.outbox WHERE type LIKE 'threat.%' ORDER BY id"); // prettier-ignore
    expect(rows.map(({ type }) => type)).toEqual(['threat.reminded.v1', 'threat.late.v1', 'threat.escalated.v1']);
  });

  it('are accepted once: of two at the same time one wins, and the other is told who did', async () => {
    const replies = await Promise.all([CHIEF, LEAD].map((who) => ask(who, 'POST', `/${alert}/acceptance`, ACCEPT)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = replies.find(({ status }) => status === 409)!;
    expect(lost.text).toMatch(/This was accepted already, by .+\. Nothing was changed/);
    const { body } = await ask(CHIEF, 'GET', `/${alert}`);
    expect(body).toMatchObject({ status: 'accepted', acceptedBy: expect.any(String), heldBy: body['acceptedBy'] });
    expect(await log()).toHaveLength(1);
    for (const who of [CHIEF, LEAD]) expect([await waiting(who), (await page(who)).includes('telephone first')]).toEqual([0, false]); // prettier-ignore
    // The test goes on with the chief as its holder.
    await network.server.admin.query('UPDATE threats.alert SET holder = $2 WHERE id = $1', [alert, chiefId]);
  });

  it('keep a log that only grows', async () => {
    const said = { decision: 'Warn him in person', reason: 'Credible and tonight', refused: 'Waiting for the morning' };
    expect((await ask(LEAD, 'POST', `/${alert}/decisions`, said)).status).toBe(201);
    const missing = await ask(CHIEF, 'POST', `/${alert}/decisions`, { decision: '', reason: '' });
    expect([missing.status, Object.keys(missing.body['errors'] as object)]).toEqual([422, ['decision', 'reason']]);
    expect((await log())[0]).toMatchObject({ step: 'decide', said: said.decision, reason: said.reason, refused: said.refused }); // prettier-ignore
    await expect(network.server.admin.query('DELETE FROM threats.entry')).rejects.toThrow('only grows');
    const entries = await network.server.log("event LIKE 'threat.%'");
    expect(JSON.stringify(entries)).not.toMatch(/Warn him|Credible/);
    expect(entries.filter(({ event, outcome }) => event === 'threat.decide' && outcome === 'allowed')).toHaveLength(1);
  });

  it('log the same words again when they are decided again, and once when a form is sent twice', async () => {
    const signIn = await network.server.send('GET', '/sign-in');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: [signIn.headers['set-cookie']].flat().map((one) => String(one).split(';')[0]).join('; '),
      'csrf-token': /name="_csrf" value="([^"]+)"/.exec(signIn.text)![1]!,
    };
    const at = `/threats/${alert}`;
    const form = async (who: string): Promise<string> => {
      const { text } = await network.server.send('GET', at, { token: await network.token(who) });
      return ['version', 'read'].map((name) => `${name}=${new RegExp(`name="${name}" value="(\\d+)"`).exec(text)![1]}`).join('&');
    };
    const send = async (who: string, read: string) =>
      (await network.server.send('POST', `${at}/decisions`, { token: await network.token(who), body: `${read}&decision=No+change&reason=Looked%0D%0Aagain&refused=`, headers })).status;
    const times = async (who: string): Promise<number> => {
      const by = (await network.server.admin.query<{ name: string }>('SELECT name FROM identity.user_account WHERE email = $1', [who])).rows[0]!.name;
      return (await log()).filter((entry) => entry['said'] === 'No change' && entry['by'] === by).length;
    };
    const first = await form(CHIEF);
    expect([await send(CHIEF, first), await send(CHIEF, first), await times(CHIEF)]).toEqual([303, 303, 1]);
    // A colleague decides meanwhile, in the same words; an hour later the first decides so again.
    const [hers, later] = [await form(LEAD), await form(CHIEF)];
    expect([await send(LEAD, hers), await send(CHIEF, later), await send(CHIEF, later)]).toEqual([303, 303, 303]);
    expect([await times(LEAD), await times(CHIEF)]).toEqual([1, 2]);
    expect([await send(CHIEF, 'read=x'), await send(CHIEF, 'read=99'), await times(CHIEF)]).toEqual([303, 303, 4]);
  }); // prettier-ignore

  it('are handed over to a colleague on duty who sees the record, and to nobody else', async () => {
    const at = await version();
    for (const to of [await idOf(OTHER), await idOf(AUTHOR), chiefId, NOBODY, 'nonsense']) {
      const reply = await ask(CHIEF, 'POST', `/${alert}/hand-over`, { version: at, to, why: 'End of shift' });
      expect([to, reply.status, reply.body['errors']]).toEqual([to, 422, { to: 'Choose somebody of the list.' }]);
    }
    const stale = await ask(CHIEF, 'POST', `/${alert}/hand-over`, { version: at - 1, to: leadId, why: 'End of shift' });
    expect(stale.status).toBe(409);
    expect(await version()).toBe(at);
    await worker.tells();
    const moved = await ask(CHIEF, 'POST', `/${alert}/hand-over`, { version: at, to: leadId, why: 'End of shift' });
    expect(moved.body).toEqual({ id: alert, status: 'handed-over', version: at + 1 });
    expect(await worker.tells()).toEqual([`${LEAD} threat-handed-over`]);
  });

  it('interrupt again when whoever holds them can act no more, and not before', async () => {
    const { admin } = network.server;
    const lead = (change: string) => admin.query(`UPDATE identity.user_account SET ${change} WHERE id = $1`, [leadId]);
    const role = (change: string) => admin.query(change, [leadId]);
    const mark = (n: number) => admin.query('UPDATE intelligence.report SET sensitivity = $2 WHERE id = $1', [report, n]);
    const { rows } = await admin.query<{ n: number; agency: number }>(
      'SELECT r.sensitivity AS n, owner_agency_id AS agency FROM intelligence.report r WHERE r.id = $1', [report]);
    const { n, agency } = rows[0]!;
    await admin.query('UPDATE identity.user_account SET clearance = CASE WHEN id = $1 THEN 2 ELSE 3 END WHERE id IN ($1, $2)', [leadId, chiefId]);
    const changes: [change: () => Promise<unknown>, back: () => Promise<unknown>][] = [
      [() => lead('left_at = now()'), () => lead('left_at = NULL')],
      [() => lead('agency_id = (SELECT max(id) FROM identity.agency WHERE id <> agency_id)'), () => lead(`agency_id = ${agency}`)],
      [() => role("DELETE FROM identity.user_role WHERE user_id = $1 AND role = 'lead'"), () => role("INSERT INTO identity.user_role VALUES ($1, 'lead')")],
      [() => mark(3), () => mark(n)],
    ];
    for (const [change, back] of changes) {
      await worker.runs('chase-threats');
      expect([await waiting(CHIEF), (await open(CHIEF))['status'], await worker.tells()]).toEqual([0, 'handed-over', []]);
      await change();
      await worker.runs('chase-threats');
      await worker.runs('chase-threats');
      expect([await waiting(CHIEF), (await page(CHIEF)).includes('telephone first')]).toEqual([1, true]);
      expect(await worker.tells()).toContain(`${CHIEF} threat-reminded`);
      await back();
      expect((await ask(CHIEF, 'POST', `/${alert}/acceptance`, ACCEPT)).status).toBe(200);
      const again = await ask(CHIEF, 'POST', `/${alert}/hand-over`, { version: await version(), to: leadId, why: 'Back' });
      expect([again.status, await waiting(CHIEF)]).toEqual([200, 0]);
      await worker.tells();
    }
  }); // prettier-ignore

  it('are ended by their holder, and nothing is possible after it', async () => {
    const at = await version();
    const end = { version: at, result: 'protected', outcome: 'He is with family out of the area.' };
    const notHolder = await ask(CHIEF, 'POST', `/${alert}/end`, end);
    expect([notHolder.status, notHolder.text]).toEqual([409, expect.stringContaining('Only whoever holds this ends it')]); // prettier-ignore
    const wrong = await ask(LEAD, 'POST', `/${alert}/end`, { ...end, result: 'forgotten' });
    expect([wrong.status, wrong.body['errors']]).toEqual([422, { result: 'Choose how it ended.' }]);
    expect((await ask(LEAD, 'POST', `/${alert}/end`, end)).body).toMatchObject({ status: 'ended' });
    for (const [path, body] of [['acceptance', ACCEPT], ['decisions', { decision: 'x', reason: 'x' }], ['hand-over', { version: at + 1, to: chiefId, why: 'x' }], ['end', { ...end, version: at + 1 }]] as const) {
      const reply = await ask(LEAD, 'POST', `/${alert}/${path}`, body);
      expect([path, reply.status, reply.text]).toEqual([path, 409, expect.stringContaining('has ended')]);
    } // prettier-ignore
    expect((await ask(LEAD, 'GET', `/${alert}`)).body).toMatchObject({ result: 'protected', steps: [] });
  });

  it('of a referral are two: each agency accepts its own, its sender never, and it stays with whoever acts on it', async () => {
    const made = await network.as(CHIEF, 'POST', '/referrals', REFERRAL);
    const id = made.body['id'] as string;
    const sent = await network.as(CHIEF, 'POST', `/referrals/${id}/sending`, { version: made.body['version'] });
    expect([made.status, sent.status]).toEqual([201, 200]);
    for (const who of [CHIEF, LEAD, OTHER, OTHER_LEAD]) expect([who, await waiting(who)]).toEqual([who, 1]);
    expect(await waiting(CENTRE)).toBe(0);
    // Whoever sent it cannot accept it, and is not asked to.
    for (const [who, asked] of [
      [CHIEF, 'have a colleague accept it'],
      [LEAD, 'accept it'],
      [OTHER, 'accept it'],
    ] as const)
      expect([who, await page(who)]).toEqual([who, expect.stringMatching(new RegExp(`>RF-[\\w-]+: ${asked}<`))]);
    expect(await worker.tells()).toContain(`${LEAD} threat-raised`);
    const [ours, theirs] = [await open(CHIEF), await open(OTHER)];
    expect(ours['id']).not.toBe(theirs['id']);
    expect((await ask(OTHER, 'GET', `/${ours['id']}`)).status).toBe(404);
    const own = await ask(CHIEF, 'POST', `/${ours['id']}/acceptance`, ACCEPT);
    expect([own.status, own.text]).toEqual([409, expect.stringContaining('somebody other than who raised it')]);
    expect((await ask(LEAD, 'POST', `/${ours['id']}/acceptance`, ACCEPT)).status).toBe(200);
    expect([await waiting(CHIEF), await waiting(OTHER)]).toEqual([0, 1]);
    // Who holds it never becomes whoever raised it.
    const back = await ask(LEAD, 'POST', `/${ours['id']}/hand-over`, { version: 2, to: chiefId, why: 'x' });
    expect(back.body['errors']).toEqual({ to: 'Choose somebody of the list.' });
    // Nobody loses it while they act on it, by either step; once they have ended it, it may go.
    expect((await ask(OTHER, 'POST', `/${theirs['id']}/acceptance`, ACCEPT)).status).toBe(200);
    // Two clocks: whoever received it is told that its sender waits for the other, while they do.
    const asked = ([[OTHER, theirs], [LEAD, ours]] as const).map(([who, one]) => async () =>
      (await network.server.send('GET', `/threats/${one['id']}`, { token: await network.token(who) })).text.includes('Acknowledge the referral')); // prettier-ignore
    expect(await Promise.all(asked.map((ask) => ask()))).toEqual([true, false]);
    const { version: sentAs } = (await network.as(OTHER, 'GET', `/referrals/${id}`)).body;
    expect((await network.as(OTHER, 'POST', `/referrals/${id}/acknowledgement`, { version: sentAs })).status).toBe(200);
    expect(await Promise.all(asked.map((ask) => ask()))).toEqual([false, false]);
    const { version: at } = (await network.as(CHIEF, 'GET', `/referrals/${id}`)).body;
    for (const [step, body] of [['withdrawal', {}], ['transfer', { receiver: 'MPS-CLTF' }]] as const) {
      const kept = await network.as(CHIEF, 'POST', `/referrals/${id}/${step}`, { version: at, text: 'Sent in error', ...body });
      expect([step, kept.status, kept.text]).toEqual([step, 409, expect.stringContaining('has accepted its threat-to-life alert')]);
    } // prettier-ignore
    expect((await ask(OTHER, 'GET', `/${theirs['id']}`)).body).toMatchObject({ status: 'accepted' });
    const over = { version: 2, result: 'protected', outcome: 'He is with family.' };
    expect((await ask(OTHER, 'POST', `/${theirs['id']}/end`, over)).status).toBe(200);
    const gone = await network.as(CHIEF, 'POST', `/referrals/${id}/withdrawal`, { version: at, text: 'Sent in error' });
    expect(gone.status).toBe(200);
    expect((await ask(OTHER, 'GET', `/${theirs['id']}`)).status).toBe(404);
  });

  it('of a referral that is withdrawn before anybody accepted interrupt no more', async () => {
    const made = await network.as(CHIEF, 'POST', '/referrals', REFERRAL);
    const id = made.body['id'] as string;
    await network.as(CHIEF, 'POST', `/referrals/${id}/sending`, { version: made.body['version'] });
    for (const who of [OTHER, OTHER_LEAD]) expect(await waiting(who)).toBe(1);
    const theirs = ((await ask(OTHER, 'GET', '')).body['items'] as Body[]).find(({ status }) => status === 'raised');
    const { version: at } = (await network.as(CHIEF, 'GET', `/referrals/${id}`)).body;
    const gone = await network.as(CHIEF, 'POST', `/referrals/${id}/withdrawal`, { version: at, text: 'Sent in error' });
    expect(gone.status).toBe(200);
    for (const who of [OTHER, OTHER_LEAD]) expect(await waiting(who)).toBe(0);
    expect((await ask(OTHER, 'GET', `/${theirs!['id']}`)).status).toBe(404);
    expect((await ask(OTHER, 'POST', `/${theirs!['id']}/acceptance`, ACCEPT)).status).toBe(404);
    await network.server.admin.query("UPDATE threats.alert SET remind_at = now() - interval '4 h', due_at = now() - interval '3 h', centre_at = now() - interval '2 h' WHERE id = $1", [theirs!['id']]); // prettier-ignore
    await worker.runs('chase-threats');
    expect(await network.server.admin.query('SELECT 1 FROM threats.alert WHERE id = $1 AND reminded_at IS NOT NULL', [theirs!['id']])).toMatchObject({ rowCount: 0 }); // prettier-ignore
  });
});
