import { anItem, aReport, aRestrictedItem } from '@clin/intelligence/testing';
import { InvalidInput, type Actor } from '@clin/platform';
import { Room } from './testing/a-room.js';

describe('the list of reports', () => {
  let room: Room;
  let author: Actor, supervisor: Actor, nclcc: Actor, wmp: Actor, administrator: Actor;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    room = await Room.open();
    author = await room.person('MPS-CLTF', 'analyst');
    supervisor = await room.person('MPS-CLTF', 'supervisor');
    nclcc = await room.person('NCLCC', 'coordinator');
    wmp = await room.person('WMP-CLTF', 'analyst');
    administrator = await room.person('NETWORK', 'administrator');
    ids['draft'] = (await room.save.begin(author, aReport({ title: 'A draft' }))).id;
    ids['shared'] = (await room.disseminated(author, supervisor, aReport({ eventDate: '2026-05-01', items: [anItem({ areas: ['W15000001'] }), aRestrictedItem({ areas: ['E23000014'], sourceEvaluation: 3 })] as never }))).id; // prettier-ignore
    ids['theirs'] = (await room.save.begin(wmp, aReport())).id;
  });
  afterAll(() => room.shut());
  const listed = async (actor: Actor, query: object = {}) =>
    (await room.list.execute(actor, query)).items.map((item) => item.id);

  it('shows an author their drafts, colleagues what was submitted, recipients what was disclosed, and others nothing', async () => {
    expect(await listed(author)).toEqual([ids['shared'], ids['draft']]);
    expect(await listed(supervisor)).toEqual([ids['shared']]);
    expect(await listed(nclcc)).toEqual([ids['shared']]);
    expect(await listed(wmp)).toEqual([ids['theirs']]);
    expect(await listed(administrator)).toEqual([]);
  });

  it.each<[object, boolean, boolean]>([
    [{ status: 'disseminated' }, true, true],
    [{ status: 'closed' }, false, false],
    [{ grade: '1A' }, true, true],
    [{ grade: '3A' }, true, false],
    [{ grade: '3' }, true, false],
    [{ grade: 'a' }, true, true],
    [{ area: 'W15000001' }, true, true],
    [{ area: 'E23000014' }, true, false],
    [{ handling: 'C' }, true, false],
    [{ handling: 'P' }, false, true],
    [{ from: '2026-05-01', to: '2026-05-01' }, true, true],
    [{ from: '2026-05-02' }, false, false],
    [{ to: '2026-04-30' }, false, false],
    [{ owner: 'MPS-CLTF' }, true, true],
    [{ owner: 'NOWHERE' }, false, false],
    [{ shared: '1' }, false, true],
  ])('filters %j by what each of them sees: owner %s, recipient %s', async (query, owner, recipient) => {
    expect((await listed(supervisor, query)).includes(ids['shared']!)).toBe(owner);
    expect((await listed(nclcc, query)).includes(ids['shared']!)).toBe(recipient);
  });

  it('tells a recipient when it was shared, not when it was begun, and not what the owner did with it afterwards', async () => {
    const [mine] = (await room.list.execute(supervisor, {})).items;
    const [theirs] = (await room.list.execute(nclcc, {})).items;
    expect(theirs!.createdAt.getTime()).toBeGreaterThan(mine!.createdAt.getTime());
    await room.admin.query('UPDATE access.record_visibility SET status = 6 WHERE record_id = $1', [ids['shared']]);
    try {
      expect((await room.list.execute(supervisor, { status: 'closed' })).items).toHaveLength(1);
      expect((await room.list.execute(nclcc, { status: 'closed' })).items).toHaveLength(0);
      expect((await room.list.execute(nclcc, {})).items[0]).toMatchObject({ status: 'disseminated' });
    } finally {
      await room.admin.query('UPDATE access.record_visibility SET status = 5 WHERE record_id = $1', [ids['shared']]);
    }
  });

  it('gives a recipient neither title, version nor flag', async () => {
    const [row] = (await room.list.execute(nclcc, {})).items;
    expect(row).toMatchObject({
      title: null,
      version: null,
      threatToLife: null,
      handling: 'P',
      confidence: 'high',
      owner: 'MPS-CLTF',
    });
    expect((await room.list.execute(supervisor, {})).items[0]).toMatchObject({
      title: 'Two phones at the station',
      version: 4,
      threatToLife: false,
      handling: 'C',
    });
  });

  it('lists a report once, however many disclosures give it', async () => {
    const { itemIds } = await room.disseminated(author, supervisor, aReport({ title: 'Twice' })).then(async (saved) => {
      const more = {
        agency: 'NCLCC',
        items: saved.itemIds,
        purpose: 'More',
        legalBasis: 'Basis',
        agreement: 'CLIN-ISA-001',
        expires: '2027-01-01',
      };
      await room.disclose.execute(supervisor, saved.id, more);
      ids['twice'] = saved.id;
      return saved;
    });
    expect(itemIds).toHaveLength(1);
    expect(await listed(nclcc)).toEqual([ids['twice'], ids['shared']]);
  });

  it('pages by keyset, newest first, without a gap or a repeat', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; next: string | null } = await room.list.execute(author, {
        limit: '1',
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual([ids['twice'], ids['shared'], ids['draft']]);
  });

  it.each([
    { limit: '101' },
    { limit: '0' },
    { status: 'lost' },
    { grade: '9Z' },
    { from: 'May' },
    { shared: '2' },
    { cursor: 'x' },
    { cursor: 'WyJhIiwiYiJd' },
    ...['2026-02-31 00:00:00+00', '0000-01-01 00:00:00+00', '2026-01-01 00:00:00+16'].map((at) => ({
      cursor: Buffer.from(JSON.stringify([at, '00000000-0000-4000-8000-000000000000'])).toString('base64url'),
    })),
    { order: 'asc' },
    { area: ['a', 'b'] },
  ])('refuses %j by name', async (query) => {
    const error = await room.list.execute(author, query).catch((thrown: InvalidInput) => thrown);
    expect((error as InvalidInput).fields).toHaveProperty(Object.keys(query)[0]!);
  });

  it('says which reports it returned, for the audit row', async () => {
    nclcc.trail.returned.clear();
    await listed(nclcc);
    expect([...nclcc.trail.returned].sort()).toEqual([ids['twice'], ids['shared']].sort());
  });
});
