import { bytesOf, Network, type Body } from '../journeys/a-network.js';
import { takeWallTwoDown, WALLS } from './walls.js';

const [OWNER, CHIEF, RECIPIENT, COLLEAGUE, OTHER, STRANGER] = [
  'analyst@met.example',
  'supervisor@met.example',
  'analyst@nclcc.example',
  'coordinator@nclcc.example',
  'analyst@wmp.example',
  'analyst@mer.example',
];
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Who reads which comment: each agency its own, and what another wrote for it; nothing outlives the sight of the record. */
describe.each(WALLS)('comments, with %s', (_walls, wallTwo) => {
  let network: Network;
  let report: string;

  const write = (who: string, body: object, id = report) => network.as(who, 'POST', `/records/${id}/comments`, body);
  const read = (who: string, id = report) => network.as(who, 'GET', `/records/${id}/comments`);
  const texts = async (who: string): Promise<string[]> =>
    ((await read(who)).body['items'] as Body[]).map(({ text }) => text as string).sort();

  beforeAll(async () => {
    network = await Network.start();
    if (!wallTwo) await takeWallTwoDown({ admin: network.server.admin });
    const made = await network.disseminated('met-lantern-line');
    report = made['id'] as string;
    const { body } = await network.as(CHIEF, 'GET', `/reports/${report}`);
    const [item] = (body['items'] as Body[]).filter(({ handlingCode }) => handlingCode === 'P');
    const shared = await network.as(CHIEF, 'POST', `/records/${report}/disclosures`, {
      agency: 'WMP-CLTF',
      items: [item!['id']],
      purpose: 'The line runs there',
      legalBasis: 'Policing purpose',
      agreement: 'CLIN-ISA-001',
      expires: '2027-06-01',
    });
    expect(shared.status).toBe(201);
  });
  afterAll(() => network?.stop());

  it('go to their audience and to nobody else', async () => {
    expect((await write(OWNER, { text: 'ours' })).body).toMatchObject({ recordId: report, audience: null });
    expect((await write(CHIEF, { text: 'for the centre', audience: 'NCLCC' })).status).toBe(201);
    expect((await write(CHIEF, { text: 'for the West Midlands', audience: 'WMP-CLTF' })).status).toBe(201);
    expect((await write(RECIPIENT, { text: 'the centre’s own' })).status).toBe(201);
    expect((await write(RECIPIENT, { text: 'for the owner', audience: 'MPS-CLTF' })).status).toBe(201);
    expect(await texts(OWNER)).toEqual(['for the West Midlands', 'for the centre', 'for the owner', 'ours']);
    expect(await texts(COLLEAGUE)).toEqual(['for the centre', 'for the owner', 'the centre’s own']);
    expect(await texts(OTHER)).toEqual(['for the West Midlands']);
    const [stranger, absent] = [await read(STRANGER), await read(STRANGER, NOBODY)];
    expect([stranger.status, bytesOf(stranger)]).toEqual([404, bytesOf(absent)]);
  });

  it('name their author to the author’s agency alone, and offer each side what it may know', async () => {
    const by = async (who: string, text: string) =>
      ((await read(who)).body['items'] as Body[]).find((one) => one['text'] === text)!['by'];
    expect(await by(OWNER, 'for the centre')).toEqual(expect.any(String));
    expect(await by(RECIPIENT, 'for the centre')).toBeNull();
    const codes = async (who: string) => ((await read(who)).body['audiences'] as Body[]).map(({ code }) => code);
    expect((await codes(OWNER)).includes('WMP-CLTF')).toBe(true);
    expect(await codes(RECIPIENT)).toEqual(['MPS-CLTF']);
  });

  it('refuse no words, and in one way every audience that is not offered', async () => {
    expect((await write(OWNER, { text: ' ' })).body).toMatchObject({
      status: 422,
      errors: { text: 'Write the comment.' },
    });
    expect((await write(OWNER, { text: 'x'.repeat(4001) })).body).toMatchObject({
      errors: { text: expect.any(String) },
    });
    const [recipient, unknown] = [
      await write(RECIPIENT, { text: 'x', audience: 'WMP-CLTF' }),
      await write(RECIPIENT, { text: 'x', audience: 'NOWHERE' }),
    ];
    expect([recipient.status, bytesOf(recipient)]).toEqual([422, bytesOf(unknown)]);
    expect((await write(OWNER, { text: 'x', audience: 'MER-CLTF' })).status).toBe(422);
    expect(await texts(OWNER)).toHaveLength(4);
  });

  it('tell the audience’s agency that there is one, and say nothing of what', async () => {
    const { rows } = await network.server.admin.query<{ payload: object }>(
      "SELECT payload FROM platform.outbox WHERE type = 'comment.written.v1' AND record_id = $1 ORDER BY id",
      [report],
    );
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/centre|Midlands|owner/);
    const log = await network.server.log("event = 'comment.write'");
    expect(log.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(5);
    expect(JSON.stringify(log)).not.toMatch(/for the|ours/);
  });

  it('go with the record when it is withdrawn, and stay the owner’s', async () => {
    const { version } = (await network.as(CHIEF, 'GET', `/reports/${report}`)).body;
    expect(
      (await network.as(CHIEF, 'POST', `/reports/${report}/withdrawal`, { version, reason: 'Wrong' })).status,
    ).toBe(200);
    for (const who of [RECIPIENT, OTHER]) expect((await read(who)).status).toBe(404);
    expect(await texts(OWNER)).toHaveLength(4);
    expect((await write(CHIEF, { text: 'x', audience: 'NCLCC' })).status).toBe(422);
  });
});
