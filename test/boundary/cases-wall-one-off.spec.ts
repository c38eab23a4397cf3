import { Network, type Body } from '../journeys/a-network.js';
import { CASE_ROUTES } from './cases-oracle.js';

// Wall 1 is taken down by replacing its two sources, here and nowhere else: no switch for it exists in the software.
jest.mock('../../libs/access/src/visible-to', () => jest.requireActual('./wall-one-down'));
jest.mock('../../libs/access/src/grant', () => jest.requireActual('./wall-one-down'));

const [LEAD, OUTSIDER, JOINT, BESIDE] = ['lead@met.example', 'supervisor@met.example', 'lead@wmp.example', 'analyst@wmp.example']; // prettier-ignore
const NOBODY = '00000000-0000-4000-8000-000000000000';
const ENDS = '2027-06-01';

/** Cases and actions by row-level security and the database's own functions alone. */
describe('cases, without guards and predicates', () => {
  let network: Network;
  let id: string;
  let operation: string;
  const about = async (who: string): Promise<string> => {
    const token = await network.token(who);
    const paths = [
      '/cases',
      `/cases/${id}`,
      `/cases/${id}/timeline`,
      '/actions',
      '/team-board',
      '/triage',
      `/records/${id}/actions`,
    ];
    const pages = await Promise.all(paths.map((path) => network.server.send('GET', path, { token })));
    const lists = [
      '/cases',
      `/cases/${id}`,
      '/actions?view=team',
      '/triage',
      `/records/${id}/actions`,
      `/records/${id}/cases`,
    ];
    const replies = await Promise.all(lists.map((path) => network.as(who, 'GET', path)));
    return [...pages, ...replies].map(({ text }) => text).join('\n');
  };
  const canaries = async (who: string): Promise<string[]> =>
    [...new Set((await about(who)).match(/canary-\w+/g))].sort();

  beforeAll(async () => {
    network = await Network.start();
    const made = await network.as(LEAD, 'POST', '/cases', { name: 'canary-name', reason: 'x', endsOn: ENDS, summary: 'canary-summary', pursue: 'canary-plan' }); // prettier-ignore
    id = made.body['id'] as string;
    operation = `/operations/${made.body['operation'] as string}`;
    await network.as(LEAD, 'POST', `/cases/${id}/decisions`, { decision: 'canary-decision', reason: 'x' });
    const report = await network.disseminated('met-lantern-line');
    await network.as(LEAD, 'POST', `/cases/${id}/links`, { reference: report['reference'], why: 'canary-link' });
    await network.as(LEAD, 'POST', `/records/${id}/actions`, { what: 'canary-action', why: 'x', outcomeNeeded: 'x', priority: 1, workingDays: 1, to: 'team', team: 'lead' }); // prettier-ignore
  });
  afterAll(() => network?.stop());

  it('are there for their member, and for nobody outside: every door answers as for one that never was', async () => {
    expect(await canaries(LEAD)).toEqual(['canary-action', 'canary-decision', 'canary-link', 'canary-name', 'canary-plan', 'canary-summary']); // prettier-ignore
    for (const who of [OUTSIDER, JOINT, BESIDE]) {
      expect([who, await canaries(who)]).toEqual([who, []]);
      // What is refused by its fields alone is refused alike, before anybody is asked whose case it is.
      for (const [route, { owner, body, form }] of Object.entries(CASE_ROUTES)) {
        const [method, path] = route.split(' ') as [string, string];
        if (owner === 422 || form !== undefined || !path.startsWith('/api/')) continue;
        const at = (which: string) => path.replace('/api/v1', '').replace(':id', which).replace(/:\w+/, NOBODY);
        const [hidden, absent] = [await network.as(who, method, at(id), body), await network.as(who, method, at(NOBODY), body)]; // prettier-ignore
        expect([who, route, hidden.status, hidden.text.replace(/"requestId":"[^"]+"/, '')]).toEqual([who, route, absent.status, absent.text.replace(/"requestId":"[^"]+"/, '')]); // prettier-ignore
        expect([403, 404]).toContain(hidden.status);
      }
    }
  });

  it('show a joint member the shared part alone, and a link to whoever reads its other end', async () => {
    const { rows } = await network.server.admin.query<{ id: string }>('SELECT id FROM identity.user_account WHERE email = $1', [JOINT]); // prettier-ignore
    await network.as(LEAD, 'POST', `${operation}/agencies`, { agency: 'WMP-CLTF' });
    const joined = await network.as(JOINT, 'POST', `${operation}/members`, { user: rows[0]!.id, reason: 'x', endsOn: ENDS }); // prettier-ignore
    expect(joined.status).toBe(200);
    const share = { agency: 'WMP-CLTF', purpose: 'x', legalBasis: 'x', agreement: 'CLIN-ISA-001', expires: ENDS };
    await network.as(LEAD, 'POST', `/cases/${id}/sharing`, { ...share, parts: ['decisions', 'links'] });
    expect(await canaries(JOINT)).toEqual(['canary-decision', 'canary-name']);
    expect(await canaries(BESIDE)).toEqual([]);
    const refused = await network.as(JOINT, 'POST', `/cases/${id}/decisions`, { decision: 'x', reason: 'x' });
    expect([403, 404]).toContain(refused.status);
    const [decision] = (await network.as(LEAD, 'GET', `/cases/${id}`)).body['parts'].decisions as Body[];
    expect(decision).toMatchObject({ decision: 'canary-decision' });
  });
});
