import type { OwnerReport, SharedReport } from '@clin/intelligence';
import { anItem, aReport, aRestrictedItem } from '@clin/intelligence/testing';
import { InvalidInput, NotPermitted, NotVisible, Stale, WrongState, type Actor } from '@clin/platform';
import { DISCLOSURE, NOBODY, refused } from './testing/a-disclosure.js';
import { Room } from './testing/a-room.js';

describe('a report from draft to closure', () => {
  let room: Room;
  let author: Actor,
    supervisor: Actor,
    colleague: Actor,
    handler: Actor,
    nclcc: Actor,
    wmp: Actor,
    wmpSupervisor: Actor;
  beforeAll(async () => {
    room = await Room.open();
    author = await room.person('MPS-CLTF', 'analyst');
    colleague = await room.person('MPS-CLTF', 'analyst');
    supervisor = await room.person('MPS-CLTF', 'supervisor');
    handler = await room.person('MPS-CLTF', 'source-handler');
    nclcc = await room.person('NCLCC', 'coordinator');
    wmp = await room.person('WMP-CLTF', 'analyst');
  });
  afterAll(() => room.shut());

  const owned = async (actor: Actor, id: string) => (await room.detail.execute(actor, id)) as OwnerReport;
  const shared = async (actor: Actor, id: string) => (await room.detail.execute(actor, id)) as SharedReport;

  it('keeps a draft to its author', async () => {
    const { id, reference, version, status } = await room.save.begin(author, { title: 'Half a thought' });
    expect([version, status]).toEqual([1, 'draft']);
    expect(reference).toMatch(/^IR-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/);
    expect(await owned(author, id)).toMatchObject({
      title: 'Half a thought',
      version: 1,
      status: 'draft',
      actions: ['save', 'submit'],
    });
    for (const other of [colleague, supervisor, nclcc]) {
      await expect(room.detail.execute(other, id)).rejects.toThrow(NotVisible);
      await expect(room.save.change(other, id, { version: 1 })).rejects.toThrow(NotVisible);
    }
  });

  it('saves what was given, leaves what was not, and drops items no longer sent', async () => {
    const saved = await room.save.begin(
      author,
      aReport({ items: [anItem(), anItem({ sanitised: 'Second' })] as never }),
    );
    const again = await room.save.change(author, saved.id, {
      version: 1,
      provenance: 'CCTV',
      items: [{ id: saved.itemIds[1] }, anItem({ original: 'Third' })],
    });
    const report = await owned(author, saved.id);
    expect(again).toMatchObject({ version: 2, status: 'draft' });
    expect(report).toMatchObject({ title: 'Two phones at the station', provenance: 'CCTV', version: 2 });
    expect(report.items.map((item) => [item.sanitised, item.original])).toEqual([
      ['Second', 'Seen at the station with two phones.'],
      ['A person was seen with two phones.', 'Third'],
    ]);
  });

  it('answers a stale version with both versions and keeps what was stored', async () => {
    const { id } = await room.save.begin(author, aReport());
    await room.save.change(author, id, { version: 1, title: 'First' });
    const stale = await room.save.change(author, id, { version: 1, title: 'Second' }).catch((thrown: Stale) => thrown);
    expect(stale).toBeInstanceOf(Stale);
    expect((stale as Stale).current).toMatchObject({ id, version: 2, yours: 1 });
    expect((await owned(author, id)).title).toBe('First');
  });

  it('lets nobody but a source handler read a source reference, and keeps it through changes', async () => {
    const { id, itemIds } = await room.save.begin(author, aReport({ items: [aRestrictedItem()] as never }));
    await room.save.change(author, id, { version: 1, items: [{ id: itemIds[0], original: 'Changed' }] });
    await room.submit.execute(author, id, { version: 2 });
    expect((await owned(author, id)).items[0]).toMatchObject({ hasSource: true, original: 'Changed' });
    for (const other of [author, supervisor]) expect((await owned(other, id)).items[0]).not.toHaveProperty('sourceRef');
    expect((await owned(handler, id)).items[0]!.sourceRef).toBe('TEST/SR/1');
  });

  it('names every missing field on submission and keeps the draft', async () => {
    const { id } = await room.save.begin(author, {
      title: 'x',
      items: [{ sourceEvaluation: 3, intelligenceAssessment: 'E', handlingCode: 'C' }],
    });
    const fields = await refused(room.submit.execute(author, id, { version: 1 }));
    expect(Object.keys(fields)).toEqual(
      expect.arrayContaining(['sanitisedTitle', 'eventDate', 'provenance', 'items.0.original', 'items.0.sanitised', 'items.0.reason', 'items.0.actionCode', 'items.0.sanitisationCode', 'items.0.instructions', 'items.0.areas']), // prettier-ignore
    );
    expect(await owned(author, id)).toMatchObject({ status: 'draft', version: 1 });
  });

  it('goes back to its author with a reason and a date, and comes again', async () => {
    const { id } = await room.save.begin(author, aReport());
    await room.submit.execute(author, id, { version: 1 });
    expect(
      await refused(room.giveBack.execute(supervisor, id, { version: 2, reason: ' ', dueBy: '2020-01-01' })),
    ).toHaveProperty('reason');
    expect(
      await refused(room.giveBack.execute(supervisor, id, { version: 2, reason: 'Too thin', dueBy: '2020-01-01' })),
    ).toHaveProperty('dueBy');
    expect(
      await room.giveBack.execute(supervisor, id, { version: 2, reason: 'Too thin', dueBy: '2030-01-01' }),
    ).toEqual({ id, version: 3, status: 'returned' });
    expect((await owned(author, id)).returned).toEqual({ reason: 'Too thin', dueBy: '2030-01-01' });
    await expect(room.save.change(colleague, id, { version: 3, title: 'Not mine' })).rejects.toThrow(NotPermitted);
    await room.save.change(author, id, { version: 3, title: 'Thicker' });
    expect(await room.submit.execute(author, id, { version: 4 })).toEqual({ id, version: 5, status: 'submitted' });
    expect((await owned(supervisor, id)).history.map((line) => line.action)).toEqual(['submit', 'return', 'submit']);
  });

  it('is never assessed by its author, and by another it is', async () => {
    const { id } = await room.save.begin(supervisor, aReport());
    await room.submit.execute(supervisor, id, { version: 1 });
    await expect(room.assess.execute(supervisor, id, { version: 2 })).rejects.toThrow(NotPermitted);
    const other = await room.person('MPS-CLTF', 'supervisor');
    expect(
      await room.assess.execute(other, id, {
        version: 2,
        sanitisedTitle: 'Quieter',
        items: [{ sanitised: 'Less', sourceEvaluation: 2 }],
      }),
    ).toMatchObject({ status: 'assessed', version: 3 });
    expect(await owned(supervisor, id)).toMatchObject({
      sanitisedTitle: 'Quieter',
      items: [{ sanitised: 'Less', sourceEvaluation: 2, originalGrading: { sourceEvaluation: 1 } }],
    });
  });

  it('refuses an action that its state does not have', async () => {
    const { id } = await room.assessed(author, supervisor, aReport());
    await expect(room.submit.execute(author, id, { version: 3 })).rejects.toThrow(WrongState);
    await expect(room.close.execute(supervisor, id, { version: 3 })).rejects.toThrow(WrongState);
    await expect(
      room.disclose.execute(supervisor, id, { ...DISCLOSURE, agency: 'WMP-CLTF', items: [NOBODY] }),
    ).rejects.toThrow(WrongState);
  });

  it('travels by standing rules, item by item, and tells a recipient nothing of the rest', async () => {
    const { id, itemIds } = await room.disseminated(author, supervisor, aReport({ items: [anItem({ areas: ['E23000001', 'W15000001'] }), aRestrictedItem({ areas: ['W15000001', 'E23000004'] })] as never })); // prettier-ignore
    const wales = await room.person('NWP', 'contact').catch(() => undefined);
    for (const reader of [nclcc, ...(wales ? [wales] : [])]) {
      const report = await shared(reader, id);
      expect(Object.keys(report).sort()).toEqual([
        'access',
        'areas',
        'eventDate',
        'id',
        'items',
        'marking',
        'owner',
        'ownerName',
        'reference',
        'sanitisedTitle',
        'share',
        'toAccept',
      ]);
      expect(report.items.map((item) => item.id)).toEqual([itemIds[0]]);
      expect(report.areas).toEqual(['E23000001', 'W15000001']);
      expect(JSON.stringify(report)).not.toMatch(/Seen at|TEST\/SR|Few people|Small circle/);
    }
    await expect(room.detail.execute(wmp, id)).rejects.toThrow(NotVisible);
    expect((await owned(supervisor, id)).disclosures.map((one) => one.agency)).toContain('NCLCC');
  });

  it('closes, and what was disclosed stays disclosed', async () => {
    const { id } = await room.disseminated(author, supervisor, aReport());
    expect(await room.close.execute(supervisor, id, { version: 4 })).toEqual({ id, version: 5, status: 'closed' });
    expect((await shared(nclcc, id)).items).toHaveLength(1);
  });

  it.each(['', 'x', NOBODY])('says of the id "%s" that it is absent', async (id) => {
    await expect(room.detail.execute(author, id)).rejects.toThrow(NotVisible);
    await expect(room.submit.execute(author, id, { version: 1 })).rejects.toThrow(NotVisible);
  });
});
