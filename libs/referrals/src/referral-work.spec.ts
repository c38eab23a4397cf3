import type { Actor } from '@clin/platform';
import { Read } from '@clin/platform';
import { workListsOf, type WorkLine } from '@clin/web-kit';
import './web/my-referrals.js';
import { aReferral } from './testing/index.js';
import { ReferralRoom } from './testing/a-referral-room.js';

/** "My work": what waits for each side, and for nobody else. */
describe('referrals that wait', () => {
  let room: ReferralRoom;
  let centre: Actor;
  let chief: Actor;
  let essex: Actor;
  let kent: Actor;
  beforeAll(async () => {
    room = await ReferralRoom.open();
    centre = await room.reports.person('NCLCC', 'coordinator');
    chief = await room.reports.person('NCLCC', 'supervisor');
    essex = await room.reports.person('ESX', 'contact');
    kent = await room.reports.person('KNT', 'contact');
  });
  afterAll(() => room.shut());

  const waits = async (who: Actor): Promise<WorkLine[]> => {
    const list = workListsOf(who).find(({ title }) => title === 'Referrals for you')!;
    return (await new Read(room.reports.databases).run(who, (q) => list.find(q, who))).lines;
  };
  const said = async (who: Actor, id: string) =>
    (await waits(who)).find(({ href }) => href.endsWith(id))?.detail.replace(/: .*(left|late).*$/, '') ?? null;
  const clock = (id: string, warn: string, due: string) =>
    room.admin.query(
      `UPDATE referrals.referral SET warn_at = now() + $2::interval, due_at = now() + $3::interval, escalate_at = now() + interval '9 days' WHERE id = $1`,
      [id, warn, due],
    );

  it('stand in the work of the side that the state waits for', async () => {
    const draft = await room.save.begin(centre, aReferral());
    expect([await said(centre, draft.id), await said(chief, draft.id)]).toEqual(['Draft, not sent', null]);
    let at = await room.sending.send(centre, draft.id, { version: 1 });
    const both = async () => [await said(chief, at.id), await said(essex, at.id), await said(kent, at.id)];
    expect(await both()).toEqual([null, 'Acknowledge it', null]);
    at = await room.steps(at, [essex, 'acknowledge']);
    expect(await both()).toEqual([null, 'Accept or reject it', null]);
    at = await room.steps(at, [essex, 'ask']);
    expect(await both()).toEqual(['Give the information that was asked', null, null]);
    at = await room.steps(at, [chief, 'inform'], [essex, 'accept'], [essex, 'progress']);
    // Under way is nobody's to be reminded of until its clock warns.
    expect(await both()).toEqual([null, null, null]);
    await clock(at.id, '-1 minute', '3 hours 1 minute');
    expect(await both()).toEqual([null, 'Give an outcome', null]);
    at = await room.steps(at, [essex, 'outcome', { result: 'adopted' }]);
    expect(await both()).toEqual(['Outcome given: read it, then close it', null, null]);
    // It is read and closed on the list itself, by whoever may close it; whoever may only look reads it there.
    const [line] = (await waits(chief)).filter(({ href }) => href.endsWith(at.id));
    expect(line).toMatchObject({
      says: { title: 'Read the outcome', text: expect.stringContaining('outcome in words') as string },
      step: {
        text: 'Close',
        action: `/referrals/${at.id}/steps/close`,
        fields: { version: String(at.version), back: 'my-work' },
      },
    });
    const looks = { ...chief, permissions: new Set(['referral.answer', 'referral.read']) };
    expect((await waits(looks)).filter(({ href }) => href.endsWith(at.id))).toEqual([{ ...line, step: undefined }]);
    at = await room.steps(at, [chief, 'close']);
    expect(await both()).toEqual([null, null, null]);
  });

  it('and were never sent, are erased by themselves, unless somebody changed them since or something refers to them', async () => {
    const draft = async (title: string, days: number) => {
      const { id } = await room.save.begin(centre, aReferral({ title }));
      await room.admin.query(`UPDATE referrals.referral_original SET updated_at = now() - make_interval(secs => $2::float8 * 86400) WHERE referral_id = $1`, [id, days]); // prettier-ignore
      return id;
    };
    const [left, kept, spoken] = [await draft('Left', 28), await draft('Kept', 27.9), await draft('Spoken of', 40)] as const; // prettier-ignore
    const sent = await room.sent(centre, { title: 'Sent' });
    await room.admin.query("UPDATE referrals.referral_original SET updated_at = now() - interval '400 days' WHERE referral_id = $1", [sent.id]); // prettier-ignore
    await room.as(centre, 'INSERT INTO access.comment (record_id, agency_id, by_user, text) VALUES ($1, $2, $3, $4)', [spoken, centre.agencyId, centre.userId, 'Ask']); // prettier-ignore
    const ends = async (id: string) => (await room.read(centre, id)).draftEndsOn;
    const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string;
    expect([await ends(left), await ends(kept), await ends(spoken), await ends(sent.id)]).toEqual([day, day, null, null]); // prettier-ignore
    await room.endDrafts();
    await expect(room.read(centre, left)).rejects.toMatchObject({ reason: 'not-disclosed' });
    for (const id of [kept, spoken, sent.id]) expect((await room.read(centre, id)).id).toBe(id);
    const { rows } = await room.admin.query<{ count: number }>(`SELECT (SELECT count(*) FROM referrals.referral_item WHERE report_id = $1) + (SELECT count(*) FROM access.record_visibility WHERE record_id = $1)
      + (SELECT count(*) FROM access.item_visibility WHERE record_id = $1) + (SELECT count(*) FROM referrals.referral_original WHERE referral_id = $1) AS count`, [left]); // prettier-ignore
    expect(Number(rows[0]!.count)).toBe(0);
    const logged = await room.admin.query(
      "SELECT record_ids, detail FROM audit.entry WHERE event = 'referral.end-drafts'",
    );
    expect(logged.rows).toEqual([{ record_ids: [left], detail: { ended: 1 } }]);
    await room.sending.withdraw(centre, sent.id, { version: sent.version, text: 'Only tried' });
  });

  it('say by when, late ones first, and nothing of what was withdrawn', async () => {
    const [first, second] = [await room.sent(centre), await room.sent(centre, { title: 'The second' })];
    await clock(second.id, '-2 days', '-25 hours -5 minutes');
    expect((await waits(essex)).map(({ title, late, detail }) => [title, late, detail])).toEqual([
      ['The second', true, 'Acknowledge it: late by 25 hours'],
      ['Line ‘Rico’ has no lead', false, expect.stringMatching(/^Acknowledge it: \d+ (hours|days) left$/)],
    ]);
    await room.sending.withdraw(centre, second.id, { version: second.version, text: 'A mistake' });
    expect((await waits(essex)).map(({ href }) => href)).toEqual([`/referrals/${first.id}`]);
    await room.sending.transfer(chief, first.id, { version: first.version, text: 'Kent’s', receiver: 'KNT' });
    expect([await waits(essex), await said(kent, first.id)]).toEqual([[], 'Acknowledge it']);
  });

  it('that are due at one moment stand as they were sent, then by reference, page by page', async () => {
    const sent = await Promise.all([1, 2, 3, 4, 5, 6].map((at) => room.sent(centre, { receiver: 'KNT', title: `At once ${at}` }))); // prettier-ignore
    const ids = sent.map(({ id }) => id);
    await room.admin.query("UPDATE referrals.referral SET warn_at = now() + '1 day', due_at = date_trunc('day', now()) + '5 days', escalate_at = now() + '9 days', sent_at = '2026-01-02' WHERE id = ANY ($1)", [ids]); // prettier-ignore
    await room.admin.query("UPDATE referrals.referral SET sent_at = '2026-01-01' WHERE id = $1", [ids[4]]);
    const first = sent[4]!;
    const others = sent.filter((one) => one !== first).map(({ reference }) => reference).sort(); // prettier-ignore
    const walked: string[] = [];
    for (let cursor: string | null = '', pages = 0; cursor !== null && pages < 9; pages += 1) {
      const { items, next } = await room.list.execute(kent, {
        box: 'inbox',
        limit: '2',
        ...(cursor ? { cursor } : {}),
      });
      walked.push(...items.filter(({ title }) => title?.startsWith('At once')).map(({ reference }) => reference));
      cursor = next;
      // Between two pages something else comes, which stands behind;
      if (pages === 0) await room.sent(centre, { receiver: 'KNT', title: 'Meanwhile' });
    }
    expect(walked).toEqual([first.reference, ...others]);
    await expect(room.list.execute(kent, { cursor: Buffer.from('0|1|2|x y|z').toString('base64url') })).rejects.toMatchObject({ fields: { cursor: expect.any(String) as string } }); // prettier-ignore
    for (const one of sent) await room.sending.withdraw(centre, one.id, { version: one.version, text: 'Only tried' });
  });

  it('under conditions wait to be accepted, and show nothing before', async () => {
    const { id, reference } = await room.sent(centre, { title: 'Hidden until accepted', conditions: 'Ask first' });
    const [line] = (await waits(essex)).filter(({ href }) => href.endsWith(id));
    expect(line).toMatchObject({ reference, detail: 'Accept its conditions to read it' });
    expect(JSON.stringify(await waits(essex))).not.toContain('Hidden until accepted');
    expect(await waits(await room.reports.person('ESX', 'auditor')).catch(() => 'no list')).toBe('no list');
  });
});
