import { anItem, aReport, aRestrictedItem } from '@clin/intelligence/testing';
import { aRule, someTerms } from '@clin/sharing/testing';
import type { Actor } from '@clin/platform';
import { Room } from './testing/a-room.js';
import { agreementVerbs } from './testing/agreement-verbs.js';

const reason = { reason: 'Because of the test' };
const seen = { version: 1, revision: 1 };
const WALES = 'W15000001';
const ESSEX = 'E23000028';

/** What an agreement's life does to what was disclosed under it, and what a rule would disclose. */
describe('disclosures under an agreement', () => {
  let room: Room;
  let author: Actor;
  let supervisor: Actor;
  let lead: Actor;
  let theirs: Actor;
  let theirSecond: Actor;
  let verbs: ReturnType<typeof agreementVerbs>;
  beforeAll(async () => {
    room = await Room.open();
    verbs = agreementVerbs(room);
    author = await room.person('MER-CLTF', 'analyst');
    supervisor = await room.person('MER-CLTF', 'supervisor');
    lead = await room.person('MER-CLTF', 'lead');
    theirs = await room.person('WMP-CLTF', 'lead');
    theirSecond = await room.person('WMP-CLTF', 'lead');
  });
  afterAll(() => room?.shut());

  const fields = (attempt: Promise<unknown>): Promise<string[]> =>
    attempt.then(
      () => ['ran'],
      (error: { fields?: object; name: string }) => (error.fields ? Object.keys(error.fields) : [error.name]),
    );
  const sees = async (actor: Actor, id: string): Promise<boolean> =>
    room.detail.execute(actor, id).then(
      () => true,
      () => false,
    );
  async function anAgreement(change: Parameters<typeof someTerms>[0] = {}): Promise<{ id: string; reference: string }> {
    const terms = someTerms({ parties: ['WMP-CLTF'], rules: [], ...change });
    const made = await verbs.draft.begin(supervisor, terms);
    await verbs.propose.execute(supervisor, made.id, { revision: 1 });
    await verbs.approve.execute(lead, made.id, seen);
    return made;
  }
  const share = async (
    reference: string,
    body = aReport(),
    items?: number[],
  ): Promise<{ id: string; by: Promise<unknown> }> => {
    const { id } = await room.disseminated(author, supervisor, body);
    const held = await room.admin.query<{ id: string }>(
      'SELECT id FROM intelligence.report_item WHERE report_id = $1',
      [id],
    );
    const input = {
      agency: 'WMP-CLTF',
      items: held.rows.map((row) => row.id).filter((_id, at) => items === undefined || items.includes(at)),
      purpose: 'Testing',
      legalBasis: 'Test',
      agreement: reference,
      expires: '2027-05-05',
    };
    const by = room.disclose.execute(lead, id, input);
    await by.catch(() => undefined);
    return { id, by };
  };

  it('are refused before the recipient has acceded, and visible after', async () => {
    const { id, reference } = await anAgreement();
    expect(await fields((await share(reference)).by)).toEqual(['agreement']);
    await verbs.approve.execute(theirs, id, seen);
    const shared = await share(reference);
    expect(await fields(shared.by)).toEqual(['ran']);
    expect(await sees(theirs, shared.id)).toBe(true);
  });

  it('vanish with suspension, come back with reinstatement and go for good with the end', async () => {
    const { id, reference } = await anAgreement();
    await verbs.approve.execute(theirs, id, seen);
    const shared = await share(reference);
    expect(await sees(theirs, shared.id)).toBe(true);
    await verbs.decide.execute(theirs, id, 'suspend', reason);
    expect(await sees(theirs, shared.id)).toBe(false);
    expect(await sees(author, shared.id)).toBe(true);
    expect(await fields((await share(reference)).by)).toEqual(['agreement']);
    await verbs.decide.execute(theirSecond, id, 'reinstate', reason);
    expect(await sees(theirs, shared.id)).toBe(true);
    await verbs.decide.execute(lead, id, 'end', reason);
    expect(await sees(theirs, shared.id)).toBe(false);
    const past = await anAgreement();
    await verbs.approve.execute(theirs, past.id, seen);
    const lapsing = await share(past.reference);
    expect(await sees(theirs, lapsing.id)).toBe(true);
    await room.admin.query(
      "UPDATE sharing.agreement SET starts_on = '2020-01-01', ends_on = current_date - 1 WHERE uid = $1",
      [past.id],
    );
    expect(await sees(theirs, lapsing.id)).toBe(false);
  });

  it('vanish both ways when one party withdraws, and others keep theirs', async () => {
    const { id, reference } = await anAgreement({ parties: ['WMP-CLTF', 'NCLCC'] });
    const nclcc = await room.person('NCLCC', 'coordinator');
    for (const actor of [theirs, nclcc]) await verbs.approve.execute(actor, id, seen);
    const mine = await share(reference);
    const theirAuthor = await room.person('WMP-CLTF', 'analyst');
    const theirSupervisor = await room.person('WMP-CLTF', 'supervisor');
    const back = await room.disseminated(theirAuthor, theirSupervisor, aReport({ items: [anItem({ handlingCode: 'C', reason: 'r', actionCode: 'A2', sanitisationCode: 'S1', instructions: 'i' })] })); // prettier-ignore
    const { rows } = await room.admin.query<{ id: string }>(
      'SELECT id FROM intelligence.report_item WHERE report_id = $1',
      [back.id],
    );
    const input = { items: [rows[0]!.id], purpose: 'p', legalBasis: 'l', agreement: reference, expires: '2027-05-05' };
    for (const agency of ['MER-CLTF', 'NCLCC']) await room.disclose.execute(theirs, back.id, { ...input, agency });
    expect([await sees(theirs, mine.id), await sees(author, back.id), await sees(nclcc, back.id)]).toEqual([
      true,
      true,
      true,
    ]);
    await verbs.decide.execute(theirs, id, 'withdraw', reason);
    expect([await sees(theirs, mine.id), await sees(author, back.id), await sees(nclcc, back.id)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(await fields((await share(reference)).by)).toEqual(['agreement']);
  });

  it('are refused beyond its data classes, and go through within them', async () => {
    const plain = await anAgreement({ handling: ['P'], mostSensitive: 'OFFICIAL' });
    await verbs.approve.execute(theirs, plain.id, seen);
    expect(await fields((await share(plain.reference, aReport())).by)).toEqual(['agreement']);
    const official = aReport({ marking: 'OFFICIAL', items: [anItem()] });
    expect(await fields((await share(plain.reference, official)).by)).toEqual(['ran']);
    const conditional = anItem({
      handlingCode: 'C',
      reason: 'r',
      actionCode: 'A2',
      sanitisationCode: 'S1',
      instructions: 'i',
    });
    const wider = aReport({ marking: 'OFFICIAL', items: [conditional] });
    expect(await fields((await share(plain.reference, wider)).by)).toEqual(['items']);
    const both = await anAgreement({ handling: ['P', 'C'], mostSensitive: 'OFFICIAL' });
    await verbs.approve.execute(theirs, both.id, seen);
    expect(await fields((await share(both.reference, wider)).by)).toEqual(['ran']);
    await room.admin.query("UPDATE sharing.agreement SET kinds = '{99}' WHERE uid = $1", [both.id]);
    expect(await fields((await share(both.reference, wider)).by)).toEqual(['agreement']);
  });

  it('by a rule are what its preview counted: own records only, by the same answer as dissemination', async () => {
    author = await room.person('SMH', 'officer');
    supervisor = await room.person('SMH', 'supervisor');
    lead = await room.person('SMH', 'lead');
    const items = [anItem({ areas: [WALES] }), anItem({ areas: [ESSEX], sourceEvaluation: 2, intelligenceAssessment: 'D' }), aRestrictedItem()]; // prettier-ignore
    const before = await room.disseminated(author, supervisor, aReport({ items }));
    const other = await room.person('NCLCC', 'supervisor');
    await room.disseminated(
      await room.person('NCLCC', 'analyst'),
      other,
      aReport({ items: [anItem({ areas: [WALES] })] }),
    );
    const rules = [
      aRule({ to: 'WMP-CLTF', areas: [WALES] }),
      aRule({ to: 'WMP-CLTF', handling: 'C' }),
      aRule({ to: 'NCLCC', from: 'WMP-CLTF' }),
      aRule({ to: 'NCLCC', lowestConfidence: 'high', areas: [ESSEX] }),
    ];
    const made = await verbs.draft.begin(supervisor, someTerms({ parties: ['WMP-CLTF', 'NCLCC'], rules }));
    const preview = await verbs.preview.execute(lead, made.id, {});
    expect(preview).toEqual({
      records: 1,
      items: 1,
      agencies: [
        {
          agency: 'WMP-CLTF',
          name: 'West Midlands Police County Lines Task Force',
          people: 4,
          records: 1,
          items: 1,
          newRecords: 1,
        },
      ],
    });
    expect(await fields(verbs.preview.execute(theirs, made.id, {}))).toEqual(['NotVisible']);
    await verbs.propose.execute(supervisor, made.id, { revision: 1 });
    expect((await verbs.preview.execute(theirs, made.id, {})).records).toBe(0);
    expect((await verbs.preview.execute(lead, made.id, {})).agencies[0]!.people).toBeGreaterThan(1);
    for (const actor of [lead, theirs]) await verbs.approve.execute(actor, made.id, seen);
    expect(await sees(theirs, before.id)).toBe(false);
    const after = await room.disseminated(author, supervisor, aReport({ items }));
    const { rows } = await room.admin.query<{ code: string; items: number; version: number; conditions: string }>(
      `SELECT a.code, count(*)::int AS items, r.version, d.conditions FROM access.disclosure d JOIN access.disclosure_item i ON i.disclosure_id = d.id
         JOIN identity.agency a ON a.id = d.recipient_agency_id JOIN sharing.standing_rule r ON r.id = d.standing_rule_id
         JOIN sharing.agreement g ON g.id = r.agreement_id WHERE d.record_id = $1 AND g.uid = $2 GROUP BY 1, 3, 4`,
      [after.id, made.id],
    );
    expect(rows).toEqual([{ code: 'WMP-CLTF', items: 1, version: 1, conditions: 'Ask the owner before sharing on.' }]);
    expect(await sees(theirs, after.id)).toBe(true);
    expect((await verbs.preview.execute(lead, made.id, {})).agencies).toMatchObject([{ records: 2, newRecords: 1 }]);
  });

  it('never give every item of a record of several where single items are covered, at once or one by one', async () => {
    const rules = [aRule({ to: 'WMP-CLTF' }), aRule({ to: 'WMP-CLTF', handling: 'C' })];
    const single = await anAgreement({ wholeRecords: false, rules });
    await verbs.approve.execute(theirs, single.id, seen);
    const two = aReport({ items: [anItem(), anItem({ sanitised: 'The second' })] });
    const first = await share(single.reference, two, [0]);
    expect(await fields(first.by)).toEqual(['ran']);
    expect(await fields((await share(single.reference, two)).by)).toEqual(['items']);
    const { rows } = await room.admin.query<{ id: string }>(
      `SELECT i.id FROM intelligence.report_item i WHERE i.report_id = $1 AND NOT EXISTS (SELECT 1 FROM access.disclosure_item d
         JOIN access.disclosure e ON e.id = d.disclosure_id JOIN sharing.agreement g ON g.id = e.agreement_id WHERE d.item_id = i.id AND g.uid = $2)`,
      [first.id, single.id],
    );
    const rest = { agency: 'WMP-CLTF', items: [rows[0]!.id], purpose: 'p', legalBasis: 'l', expires: '2027-05-05' };
    expect(await fields(room.disclose.execute(lead, first.id, { ...rest, agreement: single.reference }))).toEqual(['items']); // prettier-ignore
    const whole = await anAgreement();
    await verbs.approve.execute(theirs, whole.id, seen);
    expect(await fields(room.disclose.execute(lead, first.id, { ...rest, agreement: whole.reference }))).toEqual(['ran']); // prettier-ignore
    // Its rules fit both items of the reports above and gave neither; the only item of a report is a single item.
    const only = await room.disseminated(author, supervisor, aReport({ items: [anItem()] }));
    const given = await room.admin.query<{ record: string }>(
      'SELECT d.record_id AS record FROM access.disclosure d JOIN sharing.agreement g ON g.id = d.agreement_id WHERE g.uid = $1 AND d.standing_rule_id IS NOT NULL',
      [single.id],
    );
    expect(given.rows).toEqual([{ record: only.id }]);
  });
});
