import { Network, type Body } from '../journeys/a-network.js';

// Wall 1 is taken down by replacing its sources, here and nowhere else: no switch for it exists in the software.
jest.mock('../../libs/access/src/visible-to', () => jest.requireActual('./wall-one-down'));
jest.mock('../../libs/access/src/grant', () => jest.requireActual('./wall-one-down'));
jest.mock('../../libs/threat-to-life/src/threat-sight', () => ({
  sightOf: () => jest.requireActual<{ visibleTo: () => unknown }>('./wall-one-down').visibleTo(),
}));

const [CHIEF, STRANGERS] = ['supervisor@mer.example', ['supervisor@wmp.example', 'coordinator@nclcc.example', 'lead@met.example']]; // prettier-ignore

/** Alerts by row-level security and the database's own functions alone. */
describe('threats to life, without predicates', () => {
  let network: Network;
  let alert: string;
  const read = async (who: string): Promise<string> => {
    const token = await network.token(who);
    const replies = await Promise.all(
      ['/threats', `/threats/${alert}`, '/reports', '/api/v1/threats', '/api/v1/threats/waiting', `/api/v1/threats/${alert}`].map((path) => network.server.send('GET', path, { token })),
    ); // prettier-ignore
    return replies.map(({ text }) => text).join('\n');
  };

  beforeAll(async () => {
    network = await Network.start();
    await network.submitted('mer-ttl');
    alert = ((await network.as(CHIEF, 'GET', '/threats')).body['items'] as Body[])[0]!['id'] as string;
    await network.as(CHIEF, 'POST', `/threats/${alert}/acceptance`, { telephoned: 'canary-call' });
  });
  afterAll(() => network?.stop());

  it('are there for the people on duty in their agency, and for nobody else', async () => {
    expect(await read(CHIEF)).toMatch(/IR-[^]*canary-call/);
    for (const who of STRANGERS) expect([who, (await read(who)).match(/canary|IR-\w{4}-\w{4}-\w/)]).toEqual([who, null]); // prettier-ignore
    for (const who of STRANGERS)
      expect((await network.as(who, 'POST', `/threats/${alert}/decisions`, { decision: 'x', reason: 'x' })).status).toBe(404); // prettier-ignore
  });
});
