import type { OwnerReport, SharedReport } from '@clin/intelligence';
import { anItem, aReport, aRestrictedItem } from '@clin/intelligence/testing';
import { InvalidInput, NotPermitted, NotVisible, Stale, WrongState, type Actor } from '@clin/platform';
import { DISCLOSURE, NOBODY, refused } from './testing/a-disclosure.js';
import { Room } from './testing/a-room.js';

describe('disclosing a report', () => {
  let room: Room;
  let author: Actor, supervisor: Actor, handler: Actor, nclcc: Actor, wmp: Actor, wmpSupervisor: Actor;
  beforeAll(async () => {
    room = await Room.open();
    author = await room.person('MPS-CLTF', 'analyst');
    supervisor = await room.person('MPS-CLTF', 'supervisor');
    handler = await room.person('MPS-CLTF', 'source-handler');
    nclcc = await room.person('NCLCC', 'coordinator');
    wmp = await room.person('WMP-CLTF', 'analyst');
    wmpSupervisor = await room.person('WMP-CLTF', 'supervisor');
  });
  afterAll(() => room.shut());

  const owned = async (actor: Actor, id: string) => (await room.detail.execute(actor, id)) as OwnerReport;
  const shared = async (actor: Actor, id: string) => (await room.detail.execute(actor, id)) as SharedReport;

  it('reaches one more agency by disclosure, until it is revoked', async () => {
    const { id, itemIds } = await room.disseminated(author, supervisor, aReport());
    await expect(room.detail.execute(wmp, id)).rejects.toThrow(NotVisible);
    const made = await room.disclose.execute(supervisor, id, { ...DISCLOSURE, agency: 'WMP-CLTF', items: itemIds });
    expect((await room.detail.execute(wmp, id)).access).toBe('conditions');
    await room.accept.execute(wmp, made.id, {});
    expect((await shared(wmp, id)).share).toMatchObject([
      { agreement: 'CLIN-ISA-001', purpose: 'Find the line holder', conditions: 'Do not share on' },
    ]);
    await expect(
      room.giveBack.execute(wmpSupervisor, id, { version: 4, reason: 'x', dueBy: '2030-01-01' }),
    ).rejects.toThrow(NotPermitted);
    await expect(room.revoke.execute(wmpSupervisor, made.id, { reason: 'Not ours' })).rejects.toThrow(NotVisible);
    expect(await room.revoke.execute(supervisor, made.id, { reason: 'Over' })).toMatchObject({
      recordId: id,
      revoked: true,
    });
    await expect(room.detail.execute(wmp, id)).rejects.toThrow(NotVisible);
    await expect(room.revoke.execute(supervisor, made.id, { reason: 'Again' })).rejects.toThrow(WrongState);
    await expect(room.revoke.execute(supervisor, NOBODY, { reason: 'x' })).rejects.toThrow(NotVisible);
  });

  it('discloses an item under A1 and S2 only after the source handler recorded the originator’s consent', async () => {
    const { id, itemIds } = await room.disseminated(
      author,
      supervisor,
      aReport({ items: [aRestrictedItem()] as never }),
    );
    const ask = () => room.disclose.execute(supervisor, id, { ...DISCLOSURE, agency: 'NCLCC', items: itemIds });
    expect(await refused(ask())).toHaveProperty('items');
    await expect(room.detail.execute(nclcc, id)).rejects.toThrow(NotVisible);
    await room.consent.execute(handler, id, { item: itemIds[0], agency: 'NCLCC', statement: 'By telephone' });
    await room.accept.execute(nclcc, (await ask()).id, {});
    expect((await shared(nclcc, id)).items).toMatchObject([
      { id: itemIds[0], actionCode: 'A1', sanitisationCode: 'S2', instructions: 'Ask the originator first' },
    ]);
    await expect(
      room.consent.execute(supervisor, id, { item: itemIds[0], agency: 'SMH', statement: 'x' }),
    ).rejects.toThrow(NotVisible);
  });

  it('lasts a year where nobody says until when', async () => {
    const { id, itemIds } = await room.disseminated(author, supervisor, aReport());
    const { expires: _left, ...unsaid } = DISCLOSURE;
    await room.disclose.execute(supervisor, id, { ...unsaid, agency: 'WMP-CLTF', items: itemIds });
    const to = (await owned(supervisor, id)).disclosures.find(({ agency }) => agency === 'WMP-CLTF')!;
    const days = Math.round((to.expires.getTime() - Date.now()) / 86_400_000);
    expect([365, 366, 367]).toContain(days);
  });

  it('refuses a disclosure that names what does not reach', async () => {
    const { id, itemIds } = await room.disseminated(author, supervisor, aReport());
    const other = await room.disseminated(author, supervisor, aReport());
    const ask = (change: object) =>
      refused(room.disclose.execute(supervisor, id, { ...DISCLOSURE, agency: 'WMP-CLTF', items: itemIds, ...change }));
    expect(await ask({ items: other.itemIds })).toHaveProperty('items');
    expect(await ask({ agency: 'NOWHERE' })).toHaveProperty('agency');
    expect(await ask({ agreement: 'NONE' })).toHaveProperty('agreement');
    expect(await ask({ expires: '2020-01-01' })).toHaveProperty('expires');
    expect(await ask({ expires: '' })).toHaveProperty('expires');
    expect(await ask({ colour: 'red' })).toHaveProperty('colour');
  });

  it('names the disclosure that failed and then disseminates nothing', async () => {
    const { id, itemIds } = await room.assessed(author, supervisor, aReport());
    const to = [{ ...DISCLOSURE, agency: 'WMP-CLTF', items: itemIds }, { ...DISCLOSURE, agency: 'WMP-CLTF', items: itemIds, agreement: 'NONE' }]; // prettier-ignore
    expect(await refused(room.disseminate.execute(supervisor, id, { version: 3, to }))).toHaveProperty([
      'to.1.agreement',
    ]);
    expect((await owned(supervisor, id)).status).toBe('assessed');
    await expect(room.detail.execute(wmp, id)).rejects.toThrow(NotVisible);
    const { disclosures } = await room.disseminate.execute(supervisor, id, { version: 3, to: to.slice(0, 1) });
    await room.accept.execute(wmp, disclosures.find(({ agency }) => agency === 'WMP-CLTF')!.id, {});
    expect((await shared(wmp, id)).items).toHaveLength(1);
  });
});
