import { bytesOf, Network, requestOf, scenario, type Body } from '../journeys/a-network.js';
import { takeWallTwoDown } from './walls.js';

export const [CENTRE, CHIEF, ESSEX, WALES, STRANGER, COLLEAGUE] = [
  'coordinator@nclcc.example',
  'supervisor@nclcc.example',
  'contact@essex.example',
  'contact@northwales.example',
  'analyst@mer.example',
  'analyst@nclcc.example',
];
const NOBODY = '00000000-0000-4000-8000-000000000000';
const CANARY = 'canary-of-the-referral';

/** Who reads what of a referral, step by step, whichever wall stands. */
export function referralScenes(options: { wallOne: boolean; wallTwo: boolean }): void {
  let network: Network;
  let report: string;
  let items: string[];
  let id: string;
  let version = 0;

  const as = (who: string, method: string, path: string, body?: object) =>
    network.as(who, method, `/referrals${path}`, body);
  const read = (who: string, of = id) => as(who, 'GET', `/${of}`);
  const step = async (who: string, name: string, body: object = {}): Promise<Body> => {
    const { status, body: answer } = await as(who, 'POST', `/${id}/${name}`, { version, text: name, ...body });
    expect([name, status]).toEqual([name, 200]);
    version = answer['version'] as number;
    return answer;
  };
  const said = async (who: string): Promise<string[]> =>
    ((await read(who)).body['steps'] as Body[]).flatMap(({ text }) => (text as string | null) ?? []).sort();
  const hiddenFrom = async (...who: string[]): Promise<void> => {
    for (const one of who) {
      const [mine, absent] = [await read(one), await read(one, NOBODY)];
      expect([one, mine.status, bytesOf(mine)]).toEqual([one, 404, bytesOf(absent)]);
      for (const box of ['inbox', 'sent'])
        expect((await as(one, 'GET', `?box=${box}&limit=100`)).text).not.toContain(CANARY);
    }
  };
  const row = async (): Promise<Body> =>
    (await network.server.admin.query<Body>('SELECT * FROM referrals.referral WHERE id = $1', [id])).rows[0]!;

  beforeAll(async () => {
    network = await Network.start();
    if (!options.wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    const body = requestOf(scenario('nclcc-orphan'));
    const item = (body['items'] as Body[])[0]!;
    // An area of nobody here, so that no standing rule shares it before the pack does.
    const made = await network.as(COLLEAGUE, 'POST', '/reports', {
      ...body, areas: ['E23000001'], items: [{ ...item, areas: ['E23000001'] }, { ...item, sanitised: 'a second item', areas: ['E23000001'] }],
    }); // prettier-ignore
    report = made.body['id'] as string;
    items = made.body['itemIds'] as string[];
    await network.step(COLLEAGUE, report, 'submission', { version: 1 });
    await network.step(CHIEF, report, 'assessment', { version: 2 });
    await network.step(CHIEF, report, 'dissemination', { version: 3, to: [] });
  });
  afterAll(() => network?.stop());

  it('is its author’s while a draft, then its sender’s and its one receiver’s, and for nobody else there', async () => {
    const made = await as(CHIEF, 'POST', '', {
      kind: 'line', receiver: 'ESX', title: `${CANARY} title`, text: `${CANARY} text`, fields: { lineName: `${CANARY} line`, importedTo: 'Essex' },
      purpose: 'Finding a lead', legalBasis: 'Policing purpose', agreement: 'CLIN-ISA-002', expires: '2027-06-01', pack: [items[0]],
    }); // prettier-ignore
    expect(made.status).toBe(201);
    id = made.body['id'] as string;
    version = 1;
    await hiddenFrom(CENTRE, ESSEX, WALES, STRANGER);
    await step(CHIEF, 'sending', { text: undefined });
    await hiddenFrom(WALES, STRANGER);
    expect((await read(CENTRE)).body).toMatchObject({ access: 'sender', title: `${CANARY} title` });
    const theirs = await read(ESSEX);
    expect(theirs.body).toMatchObject({ access: 'receiver', fields: { lineName: `${CANARY} line` } });
    expect(theirs.body).not.toHaveProperty('sharing');
    expect((theirs.body['pack'] as Body[])[0]).toMatchObject({ items: [{ id: items[0] }] });
    expect(theirs.text).not.toContain('a second item');
  });

  it('moves by the side whose step it is, and for nobody who does not see it', async () => {
    const before = await row();
    for (const [who, name, status] of [
      [STRANGER, 'acknowledgement', [403, 404]],
      [WALES, 'acknowledgement', [404]],
      [CHIEF, 'acknowledgement', [403]],
      [ESSEX, 'withdrawal', [403]],
      [ESSEX, 'transfer', [403]],
      [ESSEX, 'acceptance', [409]],
      [CENTRE, 'closure', [409]],
    ] as const)
      expect([
        who,
        name,
        status.includes((await as(who, 'POST', `/${id}/${name}`, { version, text: 'x', ...(name === 'transfer' ? { receiver: 'KNT' } : {}) })).status as never),
      ]).toEqual([who, name, true]);
    expect(await row()).toEqual(before);
    await step(ESSEX, 'acknowledgement', { text: 'for the sender' });
  }); // prettier-ignore

  it('carries what is said to the one other side, and what is said at home stays there', async () => {
    await step(ESSEX, 'acceptance', { text: 'the desk leads' });
    await step(ESSEX, 'progress', { text: 'essex to itself', audience: 'own' });
    await step(CENTRE, 'progress', { text: 'the centre to itself', audience: 'own' });
    expect(await said(ESSEX)).toEqual(['essex to itself', 'for the sender', 'the desk leads']);
    expect(await said(CHIEF)).toEqual(['for the sender', 'the centre to itself', 'the desk leads']);
    const page = await network.as(CHIEF, 'GET', `/records/${id}/view-as?agency=ESX&role=contact`);
    expect([page.status, page.text.includes('to itself')]).toEqual([200, false]);
    const events = await network.server.admin.query<{ payload: object }>(
      'SELECT payload FROM platform.outbox WHERE record_id = $1',
      [id],
    );
    expect(events.rows).toHaveLength(3);
    const log = await network.server.log("event LIKE 'referral.%'");
    expect(JSON.stringify([events.rows, log])).not.toMatch(/canary-of|to itself|the desk/);
  });

  it('is gone with its agreement, its operation and its clearance, and is back with them; a recalled item of the pack is simply not there', async () => {
    const { admin } = network.server;
    const seen = async (): Promise<number> => (await read(ESSEX)).status;
    for (const [gone, back] of [
      ["UPDATE sharing.agreement SET status = 'suspended' WHERE reference = 'CLIN-ISA-002'", "UPDATE sharing.agreement SET status = 'active' WHERE reference = 'CLIN-ISA-002'"],
      [`UPDATE referrals.referral SET sensitivity = 3 WHERE id = '${id}'`, `UPDATE referrals.referral SET sensitivity = 2 WHERE id = '${id}'`],
      [`UPDATE referrals.referral SET compartment_id = 999 WHERE id = '${id}'`, `UPDATE referrals.referral SET compartment_id = NULL WHERE id = '${id}'`],
    ] as const) {
      await admin.query(gone);
      await hiddenFrom(ESSEX);
      expect((await as(ESSEX, 'POST', `/${id}/progress`, { version, text: 'x' })).status).toBe(404);
      await admin.query(back);
      expect([gone, await seen()]).toEqual([gone, 200]);
    }
    // Opened in an emergency from outside its operation, it shows what is asked and nothing of what was said.
    const { reference } = await row();
    await admin.query('UPDATE referrals.referral SET compartment_id = 999 WHERE id = $1', [id]);
    await hiddenFrom(CHIEF);
    const reason = 'A child is missing and may be with them';
    expect((await network.as(CHIEF, 'POST', '/records/emergency-access', { reference, reason })).status).toBe(201);
    expect([(await read(CHIEF)).status, await said(CHIEF)]).toEqual([200, []]);
    await admin.query('UPDATE referrals.referral SET compartment_id = NULL WHERE id = $1', [id]);
    expect(await said(CHIEF)).toContain('the centre to itself');
    const { rows } = await admin.query<{ id: string }>('SELECT disclosure_id AS id FROM referrals.pack_disclosure WHERE referral_id = $1', [id]);
    const recalled = await network.as(CHIEF, 'POST', `/disclosures/${rows[0]!.id}/revocation`, { reason: 'Recalled' });
    expect(recalled.status).toBe(200);
    expect((await read(ESSEX)).body['pack']).toEqual([]);
    expect((await read(ESSEX)).text).not.toContain(items[0]);
    expect((await read(CHIEF)).body['pack']).toHaveLength(1);
  }); // prettier-ignore

  it('changes hands in one moment, and tells the next one nothing of the last', async () => {
    await step(CHIEF, 'transfer', { text: 'Essex was wrong', receiver: 'NWP' });
    await hiddenFrom(ESSEX, STRANGER);
    const theirs = await read(WALES);
    expect(theirs.body).toMatchObject({ access: 'receiver', status: 'sent' });
    expect(theirs.text).not.toMatch(/ESX|Essex was wrong|the desk|for the sender/);
    expect((await as(ESSEX, 'POST', `/${id}/acknowledgement`, { version })).status).toBe(404);
    expect((await as(ESSEX, 'GET', '?box=inbox')).text).not.toContain(CANARY);
    await step(CHIEF, 'withdrawal', { text: 'Over' });
    await hiddenFrom(ESSEX, WALES, STRANGER);
    expect((await as(WALES, 'POST', `/${id}/acceptance`, { version, text: 'x' })).status).toBe(404);
    expect((await row())['status']).toBe(10);
  });
}
