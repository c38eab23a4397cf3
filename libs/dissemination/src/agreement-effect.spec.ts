import { anItem, aReport } from '@clin/intelligence/testing';
import { AgreementEffectQuery } from '@clin/sharing';
import { aRule, someTerms } from '@clin/sharing/testing';
import { NotVisible, Read, type Actor } from '@clin/platform';
import '@clin/intelligence';
import { Room } from './testing/a-room.js';
import { agreementVerbs } from './testing/agreement-verbs.js';

const reason = { reason: 'Because of the test' };
const seen = { version: 1, revision: 1 };
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** What a decision about an agreement is said to do, before it is made, against what it does. */
describe('the effect of a decision about an agreement', () => {
  let room: Room;
  let verbs: ReturnType<typeof agreementVerbs>;
  let effect: AgreementEffectQuery;
  let author: Actor, supervisor: Actor, lead: Actor, theirs: Actor, theirSecond: Actor, theirLow: Actor, nclcc: Actor;
  let made: { id: string; reference: string };
  let [one, two] = ['', ''];
  beforeAll(async () => {
    room = await Room.open();
    verbs = agreementVerbs(room);
    effect = new AgreementEffectQuery(new Read(room.databases), room.clock);
    author = await room.person('MER-CLTF', 'analyst');
    supervisor = await room.person('MER-CLTF', 'supervisor');
    lead = await room.person('MER-CLTF', 'lead');
    theirs = await room.person('WMP-CLTF', 'lead');
    theirSecond = await room.person('WMP-CLTF', 'lead');
    theirLow = { ...(await room.person('WMP-CLTF', 'analyst')), clearance: 1 };
    await room.admin.query('UPDATE identity.user_account SET clearance = 1 WHERE id = $1', [theirLow.userId]);
    await room.person('WMP-CLTF', 'auditor');
    nclcc = await room.person('NCLCC', 'coordinator');
    made = await verbs.draft.begin(supervisor, someTerms({ parties: ['WMP-CLTF', 'NCLCC'], rules: [] }));
    await verbs.propose.execute(supervisor, made.id, { revision: 1 });
    for (const actor of [lead, theirs, nclcc]) await verbs.approve.execute(actor, made.id, seen);
    one = await share(['WMP-CLTF', 'NCLCC']);
    two = await share(['WMP-CLTF']);
    await give(two, 'WMP-CLTF', 'CLIN-ISA-001');
    // Recalled and expired ones count no more.
    const gone = await share([]);
    await room.revoke.execute(lead, await give(gone, 'WMP-CLTF'), reason);
    const over = await give(gone, 'NCLCC');
    await room.admin.query("UPDATE access.disclosure SET decided_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE id = $1", [over]); // prettier-ignore
  });
  afterAll(() => room?.shut());

  const itemsOf = async (id: string): Promise<string[]> =>
    (await room.admin.query<{ id: string }>('SELECT id FROM intelligence.report_item WHERE report_id = $1', [id])).rows.map((row) => row.id); // prettier-ignore
  const give = async (id: string, agency: string, agreement = made.reference): Promise<string> =>
    (await room.disclose.execute(lead, id, { agency, items: await itemsOf(id), purpose: 'p', legalBasis: 'l', agreement, expires: '2027-05-05' })).id; // prettier-ignore
  async function share(agencies: string[]): Promise<string> {
    const conditional = anItem({
      handlingCode: 'C',
      reason: 'r',
      actionCode: 'A2',
      sanitisationCode: 'S1',
      instructions: 'i',
    });
    const { id } = await room.disseminated(author, supervisor, aReport({ items: [conditional] }));
    for (const agency of agencies) await give(id, agency);
    return id;
  }
  const sees = async (actor: Actor, id: string): Promise<boolean> =>
    room.detail.execute(actor, id).then(
      () => true,
      () => false,
    );
  const sight = async (): Promise<boolean[]> =>
    Promise.all([theirs, theirSecond, theirLow, nclcc].flatMap((who) => [sees(who, one), sees(who, two)]));
  const asked = (decision: string, who = lead) => effect.execute(who, made.id, { decision });
  const WHOM = [
    { agency: 'NCLCC', name: expect.any(String), disclosures: 1, records: 1, kept: 0, people: 1 },
    { agency: 'WMP-CLTF', name: expect.any(String), disclosures: 2, records: 1, kept: 1, people: 2 },
  ];

  it('names whom a suspension, an end or a withdrawal would hide one’s disclosures from, and changes nothing', async () => {
    const before = await sight();
    expect(before).toEqual([true, true, true, true, false, false, true, false]);
    for (const decision of ['suspend', 'end', 'withdraw'])
      expect(await asked(decision)).toEqual({
        inForce: { before: true, after: false },
        from: null,
        given: WHOM,
        received: 0,
        more: false,
      });
    for (const decision of ['reinstate', 'approve']) expect((await asked(decision)).given).toEqual([]);
    expect(await asked('suspend', theirs)).toMatchObject({ given: [], received: 2 });
    expect(await sight()).toEqual(before);
    await expect(effect.execute(await room.person('SMH', 'lead'), made.id, { decision: 'suspend' })).rejects.toThrow(NotVisible); // prettier-ignore
    await expect(asked('burn')).rejects.toMatchObject({ fields: { decision: expect.any(String) } });
  });

  it('is what the suspension then does, and the reinstatement undoes', async () => {
    await verbs.decide.execute(theirs, made.id, 'suspend', reason);
    // Of the two at West Midlands each loses the first report and keeps the second, which is theirs through another agreement.
    expect(await sight()).toEqual([false, true, false, true, false, false, false, false]);
    expect((await asked('suspend')).given).toEqual([]);
    expect(await asked('reinstate')).toMatchObject({ inForce: { before: false, after: true }, given: WHOM });
    await verbs.decide.execute(theirSecond, made.id, 'reinstate', reason);
    expect(await sight()).toEqual([true, true, true, true, false, false, true, false]);
  });

  it('of rules and classes that are not saved is counted as they stand in the form', async () => {
    const rules = [aRule({ to: 'WMP-CLTF', handling: 'C' })];
    const preview = async (change: object) => {
      const { records, agencies } = await verbs.preview.execute(lead, made.id, { rules, ...change });
      return [records, agencies.map((each) => [each.agency, each.records, each.newRecords])];
    };
    expect(await preview({})).toEqual([3, [['WMP-CLTF', 3, 1]]]);
    for (const narrower of [{ handling: ['P'] }, { mostSensitive: 'OFFICIAL' }, { rules: [] }])
      expect([narrower, await preview(narrower)]).toEqual([narrower, [0, []]]);
    const elsewhere = { rules: [aRule({ to: 'SMH', handling: 'C' })] };
    expect(await preview(elsewhere)).toEqual([0, []]);
    expect(await preview({ ...elsewhere, parties: ['SMH'], wholeRecords: false })).toEqual([3, [['SMH', 3, 3]]]);
    await expect(verbs.preview.execute(lead, made.id, { kinds: ['ghost'] }).catch((thrown: { fields: object }) => thrown.fields)).resolves.toHaveProperty('kinds'); // prettier-ignore
  });

  it('of a next version that begins later is that everything is hidden until then', async () => {
    const terms = someTerms({ parties: ['WMP-CLTF', 'NCLCC'], rules: [], startsOn: tomorrow });
    const unsaved = { decision: 'approve', startsOn: tomorrow };
    expect(await effect.execute(lead, made.id, unsaved)).toMatchObject({ from: tomorrow, given: WHOM });
    expect((await asked('approve')).given).toEqual([]);
    await expect(effect.execute(lead, made.id, { ...unsaved, startsOn: '2026-02-30' })).rejects.toMatchObject({ fields: { startsOn: expect.any(String) } }); // prettier-ignore
    await verbs.draft.renew(supervisor, made.id, terms);
    expect((await asked('approve', theirs)).given).toEqual([]);
    expect(await asked('approve')).toMatchObject({ from: tomorrow, given: WHOM });
    await verbs.propose.execute(supervisor, made.id, { revision: 1 });
    expect(await asked('approve')).toMatchObject({ inForce: { after: false }, from: tomorrow, given: WHOM });
    for (const actor of [lead, theirSecond, nclcc]) await verbs.approve.execute(actor, made.id, { version: 2, revision: 1 }); // prettier-ignore
    expect(await sight()).toEqual([false, true, false, true, false, false, false, false]);
  });
});
