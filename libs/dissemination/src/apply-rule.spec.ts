import { anItem, aReport, aRestrictedItem } from '@clin/intelligence/testing';
import { aRule, someTerms } from '@clin/sharing/testing';
import { ApplyRule } from '@clin/standing-rules';
import { Work, type Actor } from '@clin/platform';
import { Room } from './testing/a-room.js';
import { agreementVerbs } from './testing/agreement-verbs.js';

const reason = { reason: 'Because of the test' };
const seen = { version: 1, revision: 1 };
const WALES = 'W15000001';
const ESSEX = 'E23000028';

class OneAtATime extends ApplyRule {
  protected override readonly atOnce = 1;
}

/** A rule that takes effect later, and the records that were disseminated before it. */
describe('records disseminated before a rule', () => {
  let room: Room;
  let verbs: ReturnType<typeof agreementVerbs>;
  let author: Actor, supervisor: Actor, lead: Actor, theirs: Actor, theirSecond: Actor;
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
  let made: { id: string; reference: string };
  let rule: string;
  const reports: Record<string, string> = {};
  const to = { agencies: ['WMP-CLTF', 'NCLCC'] };
  const disclosed = async (agreement: string) =>
    (
      await room.admin.query<{ line: string; cites: string }>(
        `SELECT a.code || ' ' || d.record_id AS line, r.id || ' ' || r.version AS cites FROM access.disclosure d JOIN identity.agency a ON a.id = d.recipient_agency_id
         JOIN sharing.agreement g ON g.id = d.agreement_id LEFT JOIN sharing.standing_rule r ON r.id = d.standing_rule_id WHERE g.uid = $1 ORDER BY 1`,
        [agreement],
      )
    ).rows;
  beforeAll(async () => {
    room = await Room.open();
    verbs = agreementVerbs(room);
    theirs = await room.person('WMP-CLTF', 'lead');
    theirSecond = await room.person('WMP-CLTF', 'lead');
    author = await room.person('BTP', 'analyst');
    supervisor = await room.person('BTP', 'supervisor');
    lead = await room.person('BTP', 'lead');
    const official = { marking: 'OFFICIAL' };
    const publish = async (name: string, items: Record<string, unknown>[], change = {}) =>
      (reports[name] = (await room.disseminated(author, supervisor, aReport({ items, ...change }))).id);
    const fits = { areas: [WALES] };
    await publish('one', [anItem(fits), anItem({ areas: [ESSEX] })]);
    await publish('two', [anItem(fits)], official);
    await publish('asked', [aRestrictedItem({ areas: [WALES], handlingCode: 'C' }), anItem({ areas: [ESSEX] })]);
    await publish('held', [anItem(fits)]);
    await publish('limited', [anItem(fits)]);
    await publish('withdrawn', [anItem(fits)]);
    await publish('elsewhere', [anItem({ areas: [ESSEX] })]);
    await room.withdraw.execute(lead, reports['withdrawn']!, { version: 4, reason: 'x' });
    await room.admin.query(
      `INSERT INTO access.compartment (id, key, name, owner_agency_id, lead_id) SELECT 9001, gen_random_uuid(), 'Test', agency_id, id FROM identity.user_account WHERE id = $1`,
      [lead.userId],
    );
    await room.admin.query(
      `INSERT INTO access.compartment_member (compartment_id, user_id, reason, ends_on, agency_id, added_by) VALUES (9001, $1, 'x', current_date + 9, $2, $1)`,
      [lead.userId, lead.agencyId],
    );
    await room.admin.query('UPDATE intelligence.report SET compartment_id = 9001 WHERE id = $1', [reports['held']]);
    await room.admin.query(
      `INSERT INTO access.restriction (record_id, owner_agency_id, sensitivity, reason, decided_by) VALUES ($1, $2, 2, 'x', $3)`,
      [reports['limited'], lead.agencyId, lead.userId],
    );
    made = await verbs.draft.begin(
      supervisor,
      someTerms({
        parties: ['WMP-CLTF', 'NCLCC', 'MPS-CLTF'],
        rules: [aRule({ to: 'WMP-CLTF', areas: [WALES] }), aRule({ to: 'WMP-CLTF', handling: 'C' })],
      }),
    );
    await verbs.propose.execute(supervisor, made.id, { revision: 1 });
    for (const actor of [lead, theirs]) await verbs.approve.execute(actor, made.id, seen);
    rule = String((await verbs.detail.execute(lead, made.id)).rules[0]!.id);
  });

  afterAll(() => room?.shut());

  it('are named before, with every organisation, how many people and records, and what is left out and why', async () => {
    const reach = await verbs.reach.execute(lead, made.id, rule);
    expect(reach).toMatchObject({ records: 2, rule: { areas: [WALES] }, agreement: { version: 1 } });
    expect(reach.agencies).toEqual([
      { agency: 'WMP-CLTF', name: 'West Midlands Police County Lines Task Force', people: expect.any(Number), records: 2, items: 2 },
    ]); // prettier-ignore
    expect(reach.agencies[0]!.people).toBeGreaterThan(1);
    expect(reach.leftOut).toEqual({ already: 0, ended: 0, recalled: 0, restricted: 2, consent: 0, whole: 0 });
    // Somebody who is not in the operation does not learn that it has a record that fits.
    expect((await verbs.reach.execute(supervisor, made.id, rule)).leftOut.restricted).toBe(1);
    const ofC = String((await verbs.detail.execute(lead, made.id)).rules[1]!.id);
    expect((await verbs.reach.execute(lead, made.id, ofC)).leftOut.consent).toBe(1);
  });

  it('are refused to whom the rule does not name, to nobody, to strangers, and where it is not in force', async () => {
    const tries: [Actor, string, unknown, string[]][] = [
      [lead, rule, { agencies: [] }, ['agencies']],
      [lead, rule, {}, ['agencies']],
      [lead, rule, { agencies: ['MPS-CLTF'] }, ['agencies']],
      [lead, rule, { agencies: ['WMP-CLTF'], records: ['all'] }, ['records']],
      [lead, '999999', to, ['NotVisible']],
      [lead, 'x', to, ['NotVisible']],
      [await room.person('MER-CLTF', 'lead'), rule, to, ['NotVisible']],
      [await room.person('MPS-CLTF', 'lead'), rule, to, ['WrongState']],
    ];
    for (const [who, which, body, said] of tries)
      expect([which, body, await fields(verbs.apply.execute(who, made.id, which, body))]).toEqual([which, body, said]);
    await verbs.decide.execute(theirs, made.id, 'suspend', reason);
    const one = { agencies: ['WMP-CLTF'] };
    expect(await fields(verbs.apply.execute(lead, made.id, rule, one))).toEqual(['WrongState']);
    await verbs.decide.execute(theirSecond, made.id, 'reinstate', reason);
    expect(await disclosed(made.id)).toEqual([]);
  });

  it('are shared once, by however many at the same time, each citing rule and version, and told once', async () => {
    const one = { agencies: ['WMP-CLTF'] };
    const small = new OneAtATime(new Work(room.databases), room.clock);
    expect(await small.execute(lead, made.id, rule, one)).toMatchObject({ disclosures: 1, records: 1, left: 1 });
    expect(await verbs.reach.execute(lead, made.id, rule)).toMatchObject({ records: 1, leftOut: { already: 1 } });
    const answers = await Promise.all(
      [lead, supervisor, lead].map((who) => verbs.apply.execute(who, made.id, rule, one)),
    );
    expect(answers.reduce((sum, { disclosures }) => sum + disclosures, 0)).toBe(1);
    const lines = [`WMP-CLTF ${reports['one']}`, `WMP-CLTF ${reports['two']}`].sort();
    expect(await disclosed(made.id)).toEqual(lines.map((line) => ({ line, cites: `${rule} 1` })));
    // As every other disclosure, to the end of a day in Europe/London.
    const ends = await room.admin.query("SELECT DISTINCT (d.expires_at AT TIME ZONE 'Europe/London')::time::text AS at, d.expires_at > now() + interval '360 days' AS later FROM access.disclosure d JOIN sharing.agreement g ON g.id = d.agreement_id WHERE g.uid = $1", [made.id]); // prettier-ignore
    expect(ends.rows).toEqual([{ at: '00:00:00', later: true }]);
    expect([await sees(theirs, reports['one']!), await sees(theirs, reports['two']!)]).toEqual([true, true]);
    for (const hidden of ['held', 'limited', 'asked', 'withdrawn', 'elsewhere'])
      expect([hidden, await sees(theirs, reports[hidden]!)]).toEqual([hidden, false]);
    const events = await room.admin.query<{ told: string }>(
      "SELECT payload ->> 'recipientAgencyId' AS told FROM platform.outbox WHERE type = 'agreement.rule-applied.v1' AND record_id = $1",
      [made.id],
    );
    expect(events.rows).toEqual([1, 2].map(() => ({ told: String(theirs.agencyId) })));
    const log = await room.admin.query<{ ids: string[]; detail: { disclosures: { recordId: string }[] } }>(
      "SELECT record_ids AS ids, detail FROM audit.entry WHERE event = 'agreement.apply-rule' AND cardinality(record_ids) > 0",
    );
    expect(log.rows).toHaveLength(2);
    expect(log.rows.flatMap(({ ids }) => ids).sort()).toEqual([reports['one'], reports['two']].sort());
    for (const { ids, detail } of log.rows) expect(detail.disclosures.map(({ recordId }) => recordId)).toEqual(ids);
  });

  it('are left alone when they were shared, recalled or expired before', async () => {
    const { rows } = await room.admin.query<{ id: string; record: string }>(
      'SELECT d.id, d.record_id AS record FROM access.disclosure d JOIN sharing.agreement g ON g.id = d.agreement_id WHERE g.uid = $1',
      [made.id],
    );
    const of = (name: string): string => rows.find(({ record }) => record === reports[name])!.id;
    expect((await verbs.reach.execute(lead, made.id, rule)).leftOut).toMatchObject({ already: 2, recalled: 0 });
    await room.revoke.execute(lead, of('one'), { reason: 'x' });
    await room.admin.query("UPDATE access.disclosure SET decided_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE id = $1", [of('two')]); // prettier-ignore
    const again = await verbs.apply.execute(lead, made.id, rule, { agencies: ['WMP-CLTF'] });
    expect(again).toMatchObject({
      disclosures: 0,
      left: 0,
      leftOut: { already: 0, recalled: 1, ended: 1, restricted: 2 },
    });
    expect(await sees(theirs, reports['one']!)).toBe(false);
  });
});
