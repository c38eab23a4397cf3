import { InvalidInput, NotPermitted, NotVisible, Stale, WrongState, type Actor, type Role } from '@clin/platform';
import { declaredPermissions } from '@clin/platform/server';
import { aReport, anItem, aRestrictedItem } from '@clin/intelligence/testing';
import { REFERRAL_ACTIONS, REFERRAL_STATES, REFERRAL_STATUS, STATUSES } from './referral.states.js';
import { aReferral } from './testing/index.js';
import { ReferralRoom } from './testing/a-referral-room.js';

/** Verbs and queries over a real database: what each side can do, and what the other learns of it. */
describe('a referral', () => {
  let room: ReferralRoom;
  let centre: Actor; // co-ordinator of NCLCC
  let chief: Actor; // supervisor of NCLCC
  let essex: Actor; // partner contact
  let kent: Actor;
  let hub: Actor;
  beforeAll(async () => {
    room = await ReferralRoom.open();
    centre = await room.reports.person('NCLCC', 'coordinator');
    chief = await room.reports.person('NCLCC', 'supervisor');
    essex = await room.reports.person('ESX', 'contact');
    kent = await room.reports.person('KNT', 'contact');
    hub = await room.reports.person('SMH', 'officer');
  });
  afterAll(() => room.shut());

  const row = async (id: string) => (await room.admin.query('SELECT * FROM referrals.referral WHERE id = $1', [id])).rows[0] as Record<string, unknown>;

  it('walks from a draft to its outcome, and what each side says to itself stays there', async () => {
    const draft = await room.save.begin(centre, aReferral());
    await expect(room.read(chief, draft.id)).rejects.toThrow(NotVisible);
    await expect(room.read(essex, draft.id)).rejects.toThrow(NotVisible);
    const sent = await room.sending.send(centre, draft.id, { version: 1 });
    expect(sent).toMatchObject({ version: 2, status: 'sent' });
    expect(await room.read(essex, draft.id)).toMatchObject({ access: 'receiver', status: 'sent', actions: ['acknowledge', 'note'] });
    expect((await room.read(chief, draft.id)).access).toBe('sender');
    await expect(room.read(kent, draft.id)).rejects.toThrow(NotVisible);
    const done = await room.steps(sent, [essex, 'acknowledge'], [essex, 'ask'], [centre, 'inform'], [essex, 'accept'], [essex, 'progress'], [essex, 'progress', { audience: 'own', text: 'ours alone' }], [essex, 'outcome', { result: 'adopted' }], [centre, 'close']);
    expect(done).toMatchObject({ status: 'closed' });
    const said = async (who: Actor) => (await room.read(who, draft.id)).steps.map(({ action, by }) => [action, by !== null]);
    expect(await said(essex)).toEqual([['close', false], ['outcome', true], ['note', true], ['progress', true], ['accept', true], ['inform', false], ['ask', true], ['acknowledge', true], ['send', false]]);
    expect(await said(chief)).toEqual([['close', true], ['outcome', false], ['progress', false], ['accept', false], ['inform', true], ['ask', false], ['acknowledge', false], ['send', true]]);
    expect(JSON.stringify(await room.read(centre, draft.id))).not.toContain('ours alone');
    expect(await row(draft.id)).toMatchObject({ due_at: null, status: 9 });
    const reopened = await room.sending.reopen(centre, draft.id, { version: done.version, text: 'Again' });
    expect(reopened.status).toBe('sent');
  });

  it('is in the tables of the database as it is in the states, role for role', async () => {
    const { rows } = await room.admin.query<{ f: number; action: string; side: 'sender'; t: number; roles: Role[] }>('SELECT from_status AS f, action, side, to_status AS t, roles FROM referrals.transition');
    const held = rows.map(({ f, action, side, t, roles }) => [f, side, action, t, [...roles].sort().join()].join(' ')).sort();
    const said = STATUSES.flatMap((from) =>
      (['sender', 'receiver'] as const).flatMap((side) =>
        REFERRAL_ACTIONS.flatMap((action) => {
          const step = REFERRAL_STATES[from][side][action];
          if (!step || action === 'save') return [];
          const roles = [...declaredPermissions().get(step.permission)!].sort().join();
          return [[REFERRAL_STATUS[from], side, action, REFERRAL_STATUS[step.to], roles].join(' ')];
        }),
      ),
    ).sort();
    expect(held).toEqual(said);
  });

  it('refuses every step that is not this side’s, this role’s or this state’s, in the database too', async () => {
    const roles: Role[] = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact', 'administrator', 'auditor', 'reader'];
    const people: { agency: string; role: Role; actor: Actor }[] = [];
    for (const agency of ['NCLCC', 'ESX']) for (const role of roles) people.push({ agency, role, actor: await room.reports.person(agency, role) });
    const { id } = await room.sent(centre);
    const clock = "now() + interval '1 hour', now() + interval '2 hours', now() + interval '3 hours'";
    await room.admin.query(`CREATE FUNCTION referrals.try_moves(id uuid, actions text[]) RETURNS TABLE (answer text) LANGUAGE plpgsql AS $$
      DECLARE action text; BEGIN FOREACH action IN ARRAY actions LOOP BEGIN
        PERFORM FROM referrals.move(id, action, 9999, 'x', '{}', NULL, now() + interval '1 h', now() + interval '2 h', now() + interval '3 h');
        RETURN QUERY SELECT CASE WHEN FOUND THEN 'moved' ELSE 'stale' END; EXCEPTION WHEN OTHERS THEN RETURN QUERY SELECT SQLSTATE; END; END LOOP; END $$`);
    const actions = REFERRAL_ACTIONS.filter((one) => !['save', 'note'].includes(one));
    let [tried, allowed] = [0, 0];
    for (const status of STATUSES.filter((one) => one !== 'draft')) {
      const waits = [2, 3, 4, 5, 6].includes(REFERRAL_STATUS[status]);
      await room.admin.query(`UPDATE referrals.referral SET status = $2, (warn_at, due_at, escalate_at) = (SELECT ${waits ? clock : 'NULL::timestamptz, NULL::timestamptz, NULL::timestamptz'}) WHERE id = $1`, [id, REFERRAL_STATUS[status]]);
      const { version } = (await row(id)) as { version: number };
      for (const { agency, role, actor } of people) {
        const side = agency === 'NCLCC' ? 'sender' : 'receiver';
        const right = actions.map((action) => {
          const step = REFERRAL_STATES[status][side][action];
          return step !== undefined && declaredPermissions().get(step.permission)!.has(role);
        });
        const answers = await room.as(actor, 'SELECT answer FROM referrals.try_moves($1, $2)', [id, actions]);
        tried += answers.length;
        allowed += right.filter(Boolean).length;
        // A version that nobody has: whoever may is told that it is stale, and nothing changes.
        expect([status, side, role, ...answers.map(({ answer }, at) => [actions[at], answer])]).toEqual([status, side, role, ...right.map((may, at) => [actions[at], may ? 'stale' : expect.stringMatching(/^CL40[349]/)])]);
      }
      expect((await row(id))['version']).toBe(version);
    }
    expect([tried, allowed > 100]).toEqual([9 * 20 * 12, true]);
  });

  it('is accepted once, and not after it was withdrawn', async () => {
    const sent = await room.sent(centre);
    const ready = await room.steps(sent, [essex, 'acknowledge']);
    const accept = () => room.moving.execute(essex, sent.id, 'accept', { version: ready.version, text: 'The desk' });
    const answers = await Promise.allSettled([accept(), accept()]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { reason } = answers.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(reason instanceof WrongState || reason instanceof Stale).toBe(true);
    expect((await row(sent.id))['status']).toBe(REFERRAL_STATUS.accepted);

    const other = await room.sent(centre);
    const held = await room.steps(other, [essex, 'acknowledge']);
    const gone = await room.sending.withdraw(centre, other.id, { version: held.version, text: 'No longer needed' });
    await expect(room.moving.execute(essex, other.id, 'accept', { version: gone.version, text: 'x' })).rejects.toThrow(NotVisible);
    await expect(room.moving.execute(centre, other.id, 'accept', { version: gone.version, text: 'x' })).rejects.toThrow(NotPermitted);
    await expect(room.sending.withdraw(centre, other.id, { version: gone.version, text: 'x' })).rejects.toThrow(WrongState);
    expect((await row(other.id))['status']).toBe(REFERRAL_STATUS.withdrawn);
    const again = await room.sending.reopen(centre, other.id, { version: gone.version, text: 'Needed after all' });
    expect(again.status).toBe('sent');
    expect((await room.read(essex, other.id)).steps.map(({ action }) => action)).toEqual(['reopen', 'acknowledge', 'send']);
  });

  it('changes hands: the one that had it loses it in the same moment, and the next one reads nothing of that', async () => {
    const sent = await room.sent(centre);
    const rejected = await room.steps(sent, [essex, 'acknowledge'], [essex, 'reject', { text: 'Kent leads on this' }]);
    const moved = await room.sending.transfer(centre, sent.id, { version: rejected.version, receiver: 'KNT', text: 'Essex was wrong' });
    await expect(room.read(essex, sent.id)).rejects.toThrow(NotVisible);
    await expect(room.moving.execute(essex, sent.id, 'acknowledge', { version: moved.version })).rejects.toThrow(NotVisible);
    const seen = await room.read(kent, sent.id);
    expect(seen).toMatchObject({ access: 'receiver', status: 'sent', receiver: { code: 'KNT' } });
    expect(seen.steps.map(({ action, from }) => [action, from])).toEqual([['send', 'draft']]);
    expect(JSON.stringify(seen)).not.toMatch(/Kent leads|Essex was wrong|ESX/);
    expect((await room.steps(moved, [kent, 'acknowledge'])).status).toBe('acknowledged');
    await expect(room.sending.transfer(centre, sent.id, { version: moved.version + 1, receiver: 'KNT', text: 'x' })).rejects.toThrow(InvalidInput);
    await expect(room.sending.transfer(centre, sent.id, { version: moved.version + 1, receiver: 'NOWHERE', text: 'x' })).rejects.toThrow(InvalidInput);
  });

  it('takes a pack along: A1 and S2 ask first, and what is recalled is simply not there', async () => {
    const analyst = await room.reports.person('NCLCC', 'analyst');
    const handler = await room.reports.person('NCLCC', 'source-handler');
    const report = await room.reports.disseminated(analyst, chief, aReport({ items: [anItem({ sanitised: 'open item' }), aRestrictedItem({ sanitised: 'closed item' })] }));
    const [open, closed] = report.itemIds as [string, string];
    const pack = { pack: [open, closed] };
    await expect(room.save.begin(hub, aReferral({ ...pack, agreement: 'CLIN-ISA-001', receiver: 'NCLCC' }))).rejects.toMatchObject({ fields: { pack: expect.stringMatching(/your agency/) } });
    const draft = await room.save.begin(chief, aReferral(pack));
    await expect(room.sending.send(chief, draft.id, { version: 1 })).rejects.toMatchObject({ fields: { pack: expect.stringMatching(/A1 or S2/) } });
    expect(await row(draft.id)).toMatchObject({ status: 1, version: 1 });
    await room.reports.consent.execute(handler, report.id, { item: closed, agency: 'ESX', statement: 'Agreed by telephone' });
    await room.sending.send(chief, draft.id, { version: 1 });
    const items = async (who: Actor) => (await room.read(who, draft.id)).pack.flatMap((one) => one.items.map(({ text }) => text)).sort();
    expect(await items(essex)).toEqual(['closed item', 'open item']);
    const { rows: given } = await room.admin.query<{ id: string }>(`SELECT d.id FROM access.disclosure d JOIN referrals.pack_disclosure p ON p.disclosure_id = d.id WHERE d.record_id = $1`, [report.id]);
    await room.reports.revoke.execute(chief, given[0]!.id, { reason: 'Recalled' });
    expect((await room.read(essex, draft.id)).pack).toEqual([]);
    expect(await items(chief)).toHaveLength(2);
    const byOne = await room.save.begin(centre, aReferral({ pack: [open] }));
    await expect(room.sending.send(centre, byOne.id, { version: 1 })).rejects.toMatchObject({ fields: { pack: expect.stringMatching(/supervisor or a lead/) } });
    // Asked again by somebody who shares no reports, it goes without its pack, and not before they say so.
    const packed = await room.sent(chief, { pack: [open] });
    expect((await room.read(essex, packed.id)).pack).toMatchObject([{ items: [{ grade: expect.stringMatching(/^[123][A-E]$/) }] }]);
    const gone = await room.sending.withdraw(centre, packed.id, { version: packed.version, text: 'Not now' });
    const anew = { version: gone.version, text: 'Again' };
    await expect(room.sending.reopen(centre, packed.id, anew)).rejects.toMatchObject({ fields: { pack: expect.stringMatching(/Leave them out/) } });
    await room.sending.reopen(centre, packed.id, { ...anew, withPack: false });
    expect(await room.read(essex, packed.id)).toMatchObject({ status: 'sent', pack: [] });
  });

  it('refuses what is incomplete, over, or not covered, and keeps the draft', async () => {
    const lacking = async (change: Parameters<typeof aReferral>[0]) => {
      const { id } = await room.save.begin(centre, aReferral(change));
      return room.sending.send(centre, id, { version: 1 }).then(() => 'sent', (error: InvalidInput) => Object.keys(error.fields));
    };
    expect(await lacking({ title: null, text: null, receiver: null })).toEqual(['receiver', 'title', 'text']);
    expect(await lacking({ expires: '2026-01-01' })).toEqual(['expires']);
    expect(await lacking({ agreement: 'NO-SUCH-ISA' })).toEqual(['agreement']);
    expect(await lacking({ agreement: 'CLIN-ISA-001' })).toEqual(['agreement']);
    await expect(room.save.begin(centre, aReferral({ receiver: 'NCLCC' }))).rejects.toThrow(InvalidInput);
    // Blanks are no day, and count as text.
    await expect(room.save.begin(centre, aReferral({ expires: '   ' }))).rejects.toMatchObject({ fields: { expires: expect.stringContaining('real date') } });
    await expect(room.save.begin(centre, aReferral({ title: ' '.repeat(201) }))).rejects.toMatchObject({ fields: { title: expect.stringContaining('200 characters') } });
    await expect(room.save.begin(centre, { kind: 'other' })).rejects.toThrow(InvalidInput);
    await expect(room.save.begin(centre, aReferral({ owner: 'ESX' }))).rejects.toMatchObject({ fields: { owner: 'Unknown field.' } });
    const sent = await room.sent(centre);
    await expect(room.save.change(centre, sent.id, { version: 2, title: 'Rewritten' })).rejects.toThrow(WrongState);
    await expect(room.as(centre, "UPDATE referrals.referral SET title = 'Rewritten' WHERE id = $1", [sent.id])).rejects.toMatchObject({ code: 'CL409' });
    await expect(room.moving.execute(essex, sent.id, 'acknowledge', { version: 1 })).rejects.toThrow(Stale);
    const ready = await room.steps(sent, [essex, 'acknowledge'], [essex, 'accept']);
    await expect(room.moving.execute(essex, sent.id, 'outcome', { version: ready.version, text: 'x', result: 'removed' })).rejects.toMatchObject({ fields: { result: 'Choose the result.' } });
  });

  it('under conditions shows nothing before each reader accepts them', async () => {
    const sent = await room.sent(centre, { conditions: 'Do not act before Monday' });
    expect(await room.detail.execute(essex, sent.id)).toMatchObject({ access: 'conditions', toAccept: [{ conditions: 'Do not act before Monday' }] });
    await expect(room.moving.execute(essex, sent.id, 'acknowledge', { version: sent.version })).rejects.toThrow(NotVisible);
    const inbox = await room.list.execute(essex, { box: 'inbox' });
    expect([inbox.items.some(({ id }) => id === sent.id), inbox.waiting.some(({ id }) => id === sent.id)]).toEqual([false, true]);
    const [{ id: disclosure }] = (await room.admin.query<{ id: string }>('SELECT id FROM access.disclosure WHERE record_id = $1', [sent.id])).rows as [{ id: string }];
    await room.reports.accept.execute(essex, disclosure, {});
    expect((await room.steps(sent, [essex, 'acknowledge'])).status).toBe('acknowledged');
  });

  it('counts a platform’s replies, which add up', async () => {
    const sent = await room.sent(centre, { kind: 'platform', receiver: 'SMH', agreement: 'CLIN-ISA-001' });
    const ready = await room.steps(sent, [hub, 'acknowledge'], [hub, 'accept']);
    const outcome = (counts: object) => room.moving.execute(hub, sent.id, 'outcome', { version: ready.version, text: 'All answered', result: 'removed', ...counts });
    await expect(outcome({ referred: 5, removed: 3, refused: 1 })).rejects.toMatchObject({ fields: { referred: expect.stringMatching(/add up to 4/) } });
    expect((await outcome({ referred: 5, removed: 3, refused: 1, noResponse: 1 })).status).toBe('outcome');
    expect((await room.read(centre, sent.id)).steps[0]!.facts).toEqual({ result: 'removed', referred: 5, removed: 3, restricted: 0, refused: 1, noResponse: 1 });
  });

  it('asks of a child what the law asks, whoever writes it', async () => {
    const { id } = await room.save.begin(centre, aReferral({ kind: 'safeguarding', fields: { authorityInformedOn: '' } }));
    await expect(room.sending.send(centre, id, { version: 1 })).rejects.toMatchObject({ fields: { 'fields.authorityInformedOn': expect.stringMatching(/first/) } });
    await expect(room.as(centre, `SELECT * FROM referrals.move($1, 'send', 1, NULL, '{}', NULL, now() + interval '1 h', now() + interval '2 h', now() + interval '3 h')`, [id])).rejects.toMatchObject({ code: 'CL422', message: expect.stringMatching(/^fields.authorityInformedOn/) });
    await room.save.change(centre, id, { version: 1, fields: aReferral({ kind: 'safeguarding' })['fields'] });
    expect((await room.sending.send(centre, id, { version: 2 })).status).toBe('sent');
  });

  it('warns, is late, is escalated, each once and in that order, and starts anew with each step', async () => {
    const sent = await room.sent(centre);
    const about = async () => (await room.mind()).filter(({ payload }) => payload['recipientAgencyId'] !== undefined).map(({ type, payload }) => [type, payload['stage'], payload['late'], payload['centre']]);
    await room.admin.query(`UPDATE referrals.referral SET due_at = NULL, warn_at = NULL, escalate_at = NULL, status = 9 WHERE id <> $1 AND status BETWEEN 2 AND 6`, [sent.id]);
    expect(await about()).toEqual([]);
    const back = (hours: number) => room.admin.query(`UPDATE referrals.referral SET warn_at = warn_at - $2 * interval '1 h', due_at = due_at - $2 * interval '1 h', escalate_at = escalate_at - $2 * interval '1 h' WHERE id = $1`, [sent.id, hours]);
    const { warn_at: warn, due_at: due, escalate_at: escalate } = (await row(sent.id)) as Record<string, Date>;
    const hours = (a: Date, b: Date) => (a.getTime() - b.getTime()) / 3_600_000;
    await back(hours(warn!, new Date()) + 0.1);
    expect(await about()).toEqual([['referral.warned.v1', 'acknowledge', 'receiver', true]]);
    expect(await about()).toEqual([]);
    await back(hours(due!, warn!));
    expect(await about()).toEqual([['referral.overdue.v1', 'acknowledge', 'receiver', true]]);
    expect(await about()).toEqual([]);
    expect((await room.list.execute(essex, { box: 'inbox' })).items[0]).toMatchObject({ id: sent.id, overdue: true });
    expect((await room.list.execute(essex, { overdue: '1' })).items.map(({ id }) => id)).toEqual([sent.id]);
    await back(hours(escalate!, due!));
    expect(await about()).toEqual([['referral.escalated.v1', 'acknowledge', 'receiver', true]]);
    expect(await about()).toEqual([]);
    const next = await room.steps(sent, [essex, 'acknowledge'], [essex, 'ask']);
    expect(await row(sent.id)).toMatchObject({ warned_at: null, overdue_at: null, escalated_at: null });
    await back(24 * 60);
    expect(await about()).toEqual([['referral.overdue.v1', 'answer', 'sender', false]]);
    expect(await about()).toEqual([['referral.escalated.v1', 'answer', 'sender', false]]);
    expect((await room.steps(next, [centre, 'inform'])).status).toBe('acknowledged');
  });

  it('is paged overdue first, without gaps and repeats', async () => {
    const all = (await room.list.execute(centre, { box: 'sent', limit: '100' })).items.map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: { items: { id: string }[]; next: string | null } = await room.list.execute(centre, { box: 'sent', limit: '3', ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
    await expect(room.list.execute(centre, { cursor: 'nonsense' })).rejects.toThrow(InvalidInput);
    await expect(room.list.execute(centre, { box: 'attic' })).rejects.toThrow(InvalidInput);
  });
}); // prettier-ignore
