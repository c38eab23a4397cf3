import { sha256 } from '@clin/access';
import type { OwnerReport, SharedReport } from '@clin/intelligence';
import { anItem, aReport } from '@clin/intelligence/testing';
import { InvalidInput, NotPermitted, NotVisible, Stale, WrongState, type Actor } from '@clin/platform';
import { Room } from './testing/a-room.js';

const SHARE = {
  agency: 'WMP-CLTF',
  purpose: 'Find the line holder',
  legalBasis: 'Policing purpose',
  agreement: 'CLIN-ISA-001',
  expires: new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10),
};

describe('life after sharing', () => {
  let room: Room;
  let author: Actor,
    supervisor: Actor,
    second: Actor,
    lead: Actor,
    wmp: Actor,
    wmpSupervisor: Actor,
    mer: Actor,
    smh: Actor;
  beforeAll(async () => {
    room = await Room.open();
    author = await room.person('MPS-CLTF', 'analyst');
    supervisor = await room.person('MPS-CLTF', 'supervisor');
    second = await room.person('MPS-CLTF', 'supervisor');
    lead = await room.person('MPS-CLTF', 'lead');
    wmp = await room.person('WMP-CLTF', 'analyst');
    wmpSupervisor = await room.person('WMP-CLTF', 'supervisor');
    mer = await room.person('MER-CLTF', 'analyst');
    smh = await room.person('SMH', 'officer');
  });
  afterAll(() => room.shut());

  /** Two items: the first with West Midlands, the second with Merseyside and formerly the hub; the version is 4. */
  async function shared() {
    const report = aReport({ items: [anItem(), anItem({ sanitised: 'A second thing.' })] as never });
    const { id, itemIds } = await room.disseminated(author, supervisor, report);
    const items = itemIds as [string, string];
    const to = async (agency: string, item: string) =>
      (await room.disclose.execute(supervisor, id, { ...SHARE, agency, items: [item] })).id;
    const given = { wmp: await to('WMP-CLTF', items[0]), mer: await to('MER-CLTF', items[1]) };
    await room.revoke.execute(supervisor, await to('SMH', items[1]), { reason: 'Sent in error' });
    const { reference } = (await room.detail.execute(author, id)) as OwnerReport;
    return { id, items, reference, given };
  }
  const owned = async (id: string) => (await room.detail.execute(author, id)) as OwnerReport;
  const notices = async (who: Actor, reference: string) =>
    (await room.notices.execute(who, { limit: 100 })).items
      .filter((one) => one.reference === reference)
      .map(({ what, changes }) => [what, ...changes]);
  const fields = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (thrown: unknown) => (thrown instanceof InvalidInput ? Object.keys(thrown.fields) : String(thrown)),
    );

  it('leaves what was disseminated as it was, whoever asks the database', async () => {
    const { id, items } = await shared();
    for (const change of [
      `UPDATE intelligence.report_item SET sanitised = 'x' WHERE id = '${items[0]}'`,
      `UPDATE intelligence.report_item SET source_evaluation = 3 WHERE id = '${items[0]}'`,
      `UPDATE intelligence.report_item SET handling_code = 'C' WHERE id = '${items[0]}'`,
      `DELETE FROM intelligence.report_item WHERE id = '${items[0]}'`,
      `DELETE FROM intelligence.report_item_area WHERE item_id = '${items[0]}'`,
      `UPDATE intelligence.report_item_original SET original = 'x' WHERE item_id = '${items[0]}'`,
      `UPDATE intelligence.report SET sanitised_title = 'x' WHERE id = '${id}'`,
      `UPDATE intelligence.report_original SET title = 'x' WHERE report_id = '${id}'`,
      `INSERT INTO intelligence.report_item (id, report_id) VALUES (gen_random_uuid(), '${id}')`,
    ])
      await expect(room.admin.query(change)).rejects.toThrow('through a correction only');
    const draft = await room.save.begin(author, aReport());
    await room.admin.query("UPDATE intelligence.report_item SET sanitised = 'x' WHERE report_id = $1", [draft.id]);
    await room.close.execute(supervisor, id, { version: 4 });
  });

  it('corrects by two people, replaces what recipients read, keeps the former version and tells each what changed in kind', async () => {
    const { id, items, reference } = await shared();
    const proposed = await room.correct.execute(author, id, {
      version: 4,
      reason: 'The witness was mistaken',
      items: [
        {
          id: items[0],
          sanitised: 'Nobody was seen with two phones.',
          intelligenceAssessment: 'E',
          reason: 'Withdrawn by the witness',
        },
      ],
    });
    expect(proposed).toMatchObject({ version: 5, status: 'disseminated' });
    expect(((await room.detail.execute(wmp, id)) as SharedReport).items[0]!.sanitised).not.toContain('Nobody');
    await expect(room.decide.execute(author, id, { version: 5, decision: 'approve' })).rejects.toThrow(NotPermitted);
    expect(await room.decide.execute(second, id, { version: 5, decision: 'approve' })).toMatchObject({ version: 6 });
    expect(((await room.detail.execute(wmp, id)) as SharedReport).items).toMatchObject([
      { id: items[0], sanitised: 'Nobody was seen with two phones.', intelligenceAssessment: 'E' },
    ]);
    expect(await notices(wmp, reference)).toEqual([['corrected', 'grading', 'text']]);
    // Merseyside and the hub never had the first item: they hear nothing of it.
    expect(await notices(mer, reference)).toEqual([]);
    expect(await notices(smh, reference)).toEqual([['recalled']]);
    const kept = await room.admin.query<{ content: { items: { sanitised: string }[] } }>(
      'SELECT content FROM intelligence.report_version WHERE report_id = $1',
      [id],
    );
    expect(JSON.stringify(kept.rows[0]!.content)).toContain('A person was seen with two phones.');
    expect((await owned(id)).history.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['correct', 'approve-correction']),
    );
  });

  it('keeps the proof of what was first given in the receipt, and says what stands since, without the former text', async () => {
    const { id, items, given } = await shared();
    const nca = await room.person('NCA', 'analyst');
    const both = await room.disclose.execute(supervisor, id, { ...SHARE, agency: 'NCA', items });
    const receipts = () =>
      Promise.all([room.receipts.execute(wmp, given.wmp), room.receipts.execute(author, given.wmp)]);
    const [first] = await receipts();
    const [wholly, theirs] = [await room.receipts.execute(nca, both.id), await room.receipts.execute(mer, given.mer)];
    expect([first.stands, first.content.flatMap((part) => part.corrections)]).toEqual([null, []]);
    const stood = [first.content[1]!.sha256];
    for (const [version, sanitised] of [
      [4, 'Nobody was seen.'],
      [6, 'Somebody was seen: “twice”\\ \u00e9.'],
    ] as const) {
      const corrected = { version, reason: 'Mistaken', items: [{ id: items[0], sanitised }] };
      await room.correct.execute(author, id, corrected);
      await room.decide.execute(second, id, { version: version + 1, decision: 'approve' });
      stood.push(sha256(JSON.stringify(((await room.detail.execute(wmp, id)) as SharedReport).items[0])));
      for (const now of await receipts()) {
        expect(now.manifest).toEqual(first.manifest);
        expect(now.content[1]).toMatchObject({ sha256: stood[0] });
        expect(now.content[1]!.corrections.map((one) => one.sha256)).toEqual(stood.slice(1));
        expect(now.content[1]!.corrections.every(({ at }) => at instanceof Date)).toBe(true);
        expect(now.stands!.text).toBe(`${first.content[0]!.sha256}  record\n${stood.at(-1)}  item ${items[0]}\n`);
        expect(JSON.stringify(now)).not.toContain('two phones');
      }
    }
    // Whoever has another item alone hears nothing of it, and a disclosure made since was given what stands.
    expect(await room.receipts.execute(mer, given.mer)).toEqual(theirs);
    const later = await room.disclose.execute(supervisor, id, { ...SHARE, agency: 'NCA', items: [items[0]] });
    const fresh = await room.receipts.execute(nca, later.id);
    expect([fresh.content[1]!.sha256, fresh.stands]).toEqual([stood.at(-1), null]);
    const removal = {
      version: 8,
      reason: 'Not ours',
      sanitisedTitle: 'Other',
      items: [{ id: items[1], withdrawn: true }],
    };
    await room.correct.execute(author, id, removal);
    await room.decide.execute(second, id, { version: 9, decision: 'approve' });
    for (const who of [nca, author]) {
      const left = await room.receipts.execute(who, both.id);
      expect(left.manifest).toEqual(wholly.manifest);
      const part = left.content.find((one) => one.part === `item ${items[1]}`)!;
      expect(part.corrections.map((one) => one.sha256)).toEqual([null]);
      expect(left.content[0]!.corrections).toHaveLength(1);
      expect(left.stands!.text).not.toContain(items[1]);
      expect(left.stands!.text).toContain(`${stood.at(-1)}  item ${items[0]}`);
    }
  });

  it('reaches agencies whose disclosure has ended, and takes a withdrawn item from everybody who had it', async () => {
    const { id, items, reference } = await shared();
    await room.correct.execute(author, id, {
      version: 4,
      reason: 'Not ours to give',
      items: [{ id: items[1], withdrawn: true }],
    });
    await room.decide.execute(supervisor, id, { version: 5, decision: 'approve' });
    await expect(room.detail.execute(mer, id)).rejects.toThrow(NotVisible);
    expect(await notices(mer, reference)).toEqual([['corrected', 'removed']]);
    expect(await notices(smh, reference)).toEqual([['corrected', 'removed'], ['recalled']]);
    expect(((await room.detail.execute(wmp, id)) as SharedReport).items.map((item) => item.id)).toEqual([items[0]]);
    expect(await notices(wmp, reference)).toEqual([]);
    expect(await fields(room.disclose.execute(supervisor, id, { ...SHARE, agency: 'NCA', items: [items[1]] }))).toEqual(
      ['items'],
    );
  });

  it('rejects with a reason, and then nothing has changed but the history', async () => {
    const { id, items, reference } = await shared();
    const before = JSON.stringify(await room.detail.execute(wmp, id));
    await room.correct.execute(author, id, {
      version: 4,
      reason: 'Typo',
      items: [{ id: items[0], sanitised: 'Other.' }],
    });
    expect(await fields(room.decide.execute(supervisor, id, { version: 5, decision: 'reject' }))).toEqual(['reason']);
    await room.decide.execute(supervisor, id, { version: 5, decision: 'reject', reason: 'It was right' });
    expect(JSON.stringify(await room.detail.execute(wmp, id))).toBe(before);
    expect(await notices(wmp, reference)).toEqual([]);
    await expect(room.decide.execute(supervisor, id, { version: 6, decision: 'approve' })).rejects.toThrow(WrongState);
  });

  it('refuses a correction of a draft, of a stale version, by another agency, of nothing, incomplete, or beside an open one', async () => {
    const { id, items } = await shared();
    const ask = (change: object, who = author, which = id) =>
      room.correct.execute(who, which, {
        version: 4,
        reason: 'Typo',
        items: [{ id: items[0], sanitised: 'Other.' }],
        ...change,
      });
    const draft = await room.save.begin(author, aReport());
    await expect(ask({ version: 1, items: [] }, author, draft.id)).rejects.toThrow(WrongState);
    await expect(ask({ version: 3 })).rejects.toThrow(Stale);
    await expect(ask({}, wmpSupervisor)).rejects.toThrow(NotPermitted);
    await expect(ask({}, await room.person('BTP', 'supervisor').catch(() => smh))).rejects.toThrow(NotVisible);
    expect(await fields(ask({ items: [] }))).toEqual(['items']);
    expect(await fields(ask({ items: [{ id: items[0], sanitised: '' }] }))).toEqual(['items.0.sanitised']);
    expect(await fields(ask({ items: [{ id: draft.id, sanitised: 'x' }] }))).toEqual(['items.0.id']);
    expect(await fields(ask({ items: items.map((item) => ({ id: item, withdrawn: true })) }))).toEqual(['items']);
    expect(await fields(ask({ reason: ' ' }))).toEqual(['reason']);
    expect((await owned(id)).version).toBe(4);
    await ask({});
    await expect(ask({ version: 5 })).rejects.toThrow(WrongState);
    await expect(room.decide.execute(supervisor, id, { version: 4, decision: 'approve' })).rejects.toThrow(Stale);
    await expect(room.decide.execute(wmpSupervisor, id, { version: 5, decision: 'approve' })).rejects.toThrow(
      NotPermitted,
    );
  });

  it('is never approved by its author, even a supervisor, and even in the database', async () => {
    const { id, items } = await shared();
    const { correction } = await room.correct.execute(supervisor, id, {
      version: 4,
      reason: 'Typo',
      items: [{ id: items[0], sanitised: 'Other.' }],
    });
    await expect(room.decide.execute(supervisor, id, { version: 5, decision: 'approve' })).rejects.toThrow(
      NotPermitted,
    );
    await expect(
      room.admin.query(
        "UPDATE intelligence.report_correction SET state = 'approved', decided_by = author_id WHERE id = $1",
        [correction],
      ),
    ).rejects.toThrow('another_decides');
    await room.decide.execute(second, id, { version: 5, decision: 'approve' });
  });

  it('is withdrawn by whoever proposed it and by nobody else, while it waits, and another can be proposed', async () => {
    const { id, items, reference } = await shared();
    const before = JSON.stringify(await room.detail.execute(wmp, id));
    const propose = (version: number, sanitised = 'Other.') =>
      room.correct.execute(supervisor, id, { version, reason: 'Typo', items: [{ id: items[0], sanitised }] });
    await expect(room.withdrawCorrection.execute(supervisor, id, { version: 4 })).rejects.toThrow(WrongState);
    await propose(4);
    for (const [who, version, refusal] of [
      [second, 5, NotPermitted],
      [author, 5, NotPermitted],
      [wmpSupervisor, 5, NotPermitted],
      [smh, 5, NotVisible],
      [supervisor, 4, Stale],
    ] as const)
      await expect(room.withdrawCorrection.execute(who, id, { version })).rejects.toThrow(refusal);
    expect(await fields(room.withdrawCorrection.execute(supervisor, id, {}))).toEqual(['version']);
    expect((await owned(id)).correction).toMatchObject({ byId: supervisor.userId });
    const withdrawn = { id, version: 6, status: 'disseminated' };
    expect(await room.withdrawCorrection.execute(supervisor, id, { version: 5 })).toEqual(withdrawn);
    const { correction, history } = await owned(id);
    expect(correction).toBeNull();
    expect(history.find(({ action }) => action === 'withdraw-correction')).toMatchObject({
      by: { id: supervisor.userId },
    });
    expect(JSON.stringify(await room.detail.execute(wmp, id))).toBe(before);
    expect(await notices(wmp, reference)).toEqual([]);
    // It can be decided no more, and stands in nobody's way.
    await expect(room.decide.execute(second, id, { version: 6, decision: 'approve' })).rejects.toThrow(WrongState);
    await expect(room.withdrawCorrection.execute(supervisor, id, { version: 6 })).rejects.toThrow(WrongState);
    await propose(6, 'Better.');
    await room.decide.execute(second, id, { version: 7, decision: 'approve' });
    const kept = await room.admin.query<{ event: string }>(
      'SELECT state, decided_by, decided_at IS NOT NULL AS ended FROM intelligence.report_correction WHERE report_id = $1 ORDER BY proposed_at',
      [id],
    );
    expect(kept.rows).toEqual([
      { state: 'withdrawn', decided_by: null, ended: true },
      { state: 'approved', decided_by: second.userId, ended: true },
    ]);
  });

  it('withdraws: the owner keeps it, everybody who has or had it gets a notice and nothing else', async () => {
    const { id, items, reference } = await shared();
    await expect(room.withdraw.execute(author, id, { version: 4, reason: 'Wrong person' })).rejects.toThrow(
      NotPermitted,
    );
    expect(await room.withdraw.execute(lead, id, { version: 4, reason: 'Wrong person' })).toEqual({
      id,
      version: 5,
      status: 'withdrawn',
    });
    for (const who of [wmp, mer, smh]) await expect(room.detail.execute(who, id)).rejects.toThrow(NotVisible);
    expect(await notices(wmp, reference)).toEqual([['withdrawn']]);
    expect(await notices(smh, reference)).toEqual([['withdrawn'], ['recalled']]);
    expect((await owned(id)).items).toHaveLength(2);
    await expect(room.withdraw.execute(lead, id, { version: 5, reason: 'Again' })).rejects.toThrow(WrongState);
    await expect(room.disclose.execute(supervisor, id, { ...SHARE, items: [items[0]] })).rejects.toThrow(WrongState);
    await expect(room.correct.execute(author, id, { version: 5, reason: 'x', items: [] })).rejects.toThrow(WrongState);
  });
});
