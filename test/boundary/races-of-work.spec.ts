import { createHash, randomUUID } from 'node:crypto';
import type { Reply } from './a-served-world.js';
import { serve, type Served } from './a-server.js';
import { World, type Person } from './a-world.js';
import { Race, roundsOf, type Round, type Surface } from './race.js';

/** Three ways in which each ends. */
const ROUNDS = roundsOf(3);
const DAY = '2027-06-01';
const SHARE = { purpose: 'x', legalBasis: 'x', agreement: 'TEST-ISA', expires: DAY };
type Body = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** T8 for work that crosses agencies: a request that begins after the change was answered shows nothing of what is over. */
describe('races with the end of a referral, a case part, a membership, an action and a standing', () => {
  let world: World;
  let served: Served;
  let owner: Person;
  let second: Person;
  let receiver: Person;
  let third: Person;
  const reply = async (who: Person, method: string, url: string, body?: object): Promise<Reply> => {
    const { statusCode, headers, body: text } = await served.inject({ method: method as 'GET', url, headers: { authorization: `Bearer ${who.token}` }, ...(body ? { payload: body } : {}) }); // prettier-ignore
    return { status: statusCode, headers, body: text, requestId: '' };
  };
  const post = async (who: Person, path: string, body: object): Promise<Body> => {
    const made = await reply(who, 'POST', `/api/v1${path}`, body);
    if (made.status >= 300) throw new Error(`${path}: ${made.status} ${made.body}`);
    return JSON.parse(made.body) as Body;
  };
  const get = (who: Person, url: string): Surface => ({ name: url, ask: () => reply(who, 'GET', url) });
  /** Whoever sees it is told what is wrong with what they send; to nobody else it is there. */
  const verb = (who: Person, path: string, body: object): Surface => ({
    name: `POST ${path}`,
    ask: () => reply(who, 'POST', `/api/v1${path}`, body),
    shows: ({ status }) => [403, 409, 422].includes(status),
  });
  /** By what the surface is, and not by the ids in it, so that rounds add up. */
  const named = (surfaces: Surface[], ...ids: string[]): Surface[] =>
    surfaces.map((one) => ({ ...one, name: ids.reduce((name, id) => name.replaceAll(id, ':id'), one.name) }));
  const told = (who: Person, record: string): Promise<unknown> =>
    world.admin.query(
      "INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) VALUES ($1, (random() * 1e15)::bigint, 'report-shared', $2, true, 'off')",
      [who.id, record],
    );
  const aReport = async (canary: string): Promise<{ id: string; items: [string, string] }> => {
    const made = await world.aReport(owner, canary);
    for (const agency of [902, 905]) await world.disclose(owner, made.id, [made.items[0]], agency);
    return made;
  };
  const suspend = (status: string): Promise<unknown> => world.admin.query('UPDATE sharing.agreement SET status = $1 WHERE id = 901', [status]); // prettier-ignore
  const anAction = (change: object): object => ({ what: 'x', why: 'x', outcomeNeeded: 'x', priority: 1, dueOn: DAY, to: 'agency', agency: 'T902', ...change }); // prettier-ignore

  beforeAll(async () => {
    world = await World.create();
    await world.admin.query(`
      UPDATE sharing.agreement SET kinds = '{1,2,3}';
      INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (905, 'T905', 'Third agency', 'task-force', '2020-01-01');
      INSERT INTO sharing.agreement_party VALUES (901, 905)`);
    served = await serve(world.database);
    owner = await world.aPerson(901, ['supervisor', 'lead', 'analyst']);
    second = await world.aPerson(901, ['supervisor', 'lead']);
    receiver = await world.aPerson(902, ['supervisor', 'lead', 'analyst']);
    third = await world.aPerson(905, ['supervisor']);
  });
  afterAll(async () => {
    await served?.close();
    await world?.end();
  });

  /** What earlier rounds left is seen by nobody any more: it would fill the first pages of lists. */
  const clear = (): Promise<unknown> => world.admin.query(`
    BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM access.record_visibility; DELETE FROM access.item_visibility; DELETE FROM notifications.notification; COMMIT`); // prettier-ignore

  const rounds = (scene: string, round: (at: number, canary: string) => Promise<Round>) => async (): Promise<void> => {
    const race = new Race(scene);
    for (let at = 0; at < ROUNDS; at += 1) {
      await clear();
      await race.run(await round(at, `race-${randomUUID()}`));
    }
    race.say();
    expect(race.wrong).toEqual([]);
    expect(race.counted.size).toBeGreaterThan(5);
  };

  it('a referral that is withdrawn, transferred or whose agreement is suspended, with its pack', rounds('referral', async (at, canary) => {
    await suspend('active');
    const report = await world.aReport(owner, canary);
    const made = await post(owner, '/referrals', { kind: 'threat-to-life', receiver: 'T902', title: canary, text: canary, ...SHARE, fields: { telephoned: 'x', atRisk: canary, where: 'x' }, pack: [report.items[0]] });
    const id = made['id'] as string;
    const { version } = await post(owner, `/referrals/${id}/sending`, { version: 1 });
    await told(receiver, id);
    await told(receiver, report.id);
    await post(owner, `/records/${id}/comments`, { text: canary, audience: 'T902' });
    const { rows } = await world.admin.query<{ id: string }>('SELECT id FROM threats.alert WHERE record_id = $1 AND agency_id = 902', [id]);
    const alert = rows[0]!.id;
    const action = (await post(receiver, `/records/${id}/actions`, anAction({ what: canary, to: 'team', team: 'supervisor' })))['id'] as string;
    const [of, and] = [`/api/v1/referrals/${id}`, `/api/v1/records/${id}`];
    return {
      canaries: [canary, id, report.id, made['reference'] as string, alert],
      surfaces: named([
        get(receiver, of), get(receiver, `/referrals/${id}`), get(receiver, '/api/v1/referrals?box=inbox'), get(receiver, '/referrals'), get(receiver, `/referrals/${id}/steps/acknowledge`),
        verb(receiver, `/referrals/${id}/acknowledgement`, { version: 9999 }), get(receiver, `/api/v1/reports/${report.id}`), get(receiver, `/reports/${report.id}`), get(receiver, '/api/v1/reports?shared=1'),
        get(receiver, `${and}/explanation`), get(receiver, `/records/${id}/access`), get(receiver, `${and}/actions`), verb(receiver, `/records/${id}/actions`, anAction({ agency: 'NOWHERE' })),
        get(receiver, `${and}/comments`), verb(receiver, `/records/${id}/comments`, { text: 'x', audience: 'NOWHERE' }), get(receiver, `/api/v1/actions/${action}`), get(receiver, `/actions/${action}`),
        get(receiver, '/api/v1/actions?view=team'), get(receiver, '/team-board'), get(receiver, '/api/v1/triage'), get(receiver, '/api/v1/disclosures?direction=shared-with-us'), get(receiver, '/api/v1/notifications'),
        get(receiver, '/notifications'), get(receiver, '/api/v1/threats/waiting'), get(receiver, '/threats'), get(receiver, `/api/v1/threats/${alert}`), verb(receiver, `/threats/${alert}/end`, { version: 9999, result: 'protected', outcome: 'x' }), get(receiver, '/'),
      ], id, report.id, alert, action),
      change: async () => {
        if (at % 3 === 0) await post(owner, `/referrals/${id}/withdrawal`, { version, text: 'x' });
        else if (at % 3 === 1) await post(owner, `/referrals/${id}/transfer`, { version, text: 'x', receiver: 'T905' });
        else await suspend('suspended');
      },
    };
  }), 36_000_000); // prettier-ignore

  it('a case whose parts are kept again, whose member is removed or whose joint agency leaves', rounds('case', async (at, canary) => {
    await suspend('active');
    const report = await aReport(`about-${canary}`);
    const made = await post(owner, '/cases', { name: canary, reason: 'x', endsOn: DAY, summary: canary });
    const [id, operation] = [made['id'] as string, made['operation'] as string];
    await owner.sql("INSERT INTO cases.link (case_id, part_id, record_id, kind, why, by_user) SELECT $1, id, $2, 1, $3, $4 FROM cases.case_part WHERE report_id = $1 AND part = 'links'", [id, report.id, canary, owner.id]);
    await post(owner, `/operations/${operation}/agencies`, { agency: 'T902' });
    const member = await world.aPerson(902, ['analyst', 'lead']);
    await post(receiver, `/operations/${operation}/members`, { user: receiver.id, reason: 'x', endsOn: DAY });
    await post(receiver, `/operations/${operation}/members`, { user: member.id, reason: 'x', endsOn: DAY });
    await post(owner, `/cases/${id}/sharing`, { ...SHARE, agency: 'T902', parts: ['actions', 'links'] });
    const action = (await post(owner, `/records/${id}/actions`, anAction({ what: canary })))['id'] as string;
    await told(member, id);
    const of = `/api/v1/cases/${id}`;
    return {
      canaries: [canary, id, action, made['reference'] as string],
      surfaces: named([
        get(member, of), get(member, `/cases/${id}`), get(member, `/cases/${id}/timeline`), get(member, '/api/v1/cases'), get(member, '/cases'), get(member, `/api/v1/records/${report.id}/cases`),
        get(member, `/api/v1/records/${id}/explanation`), get(member, `/records/${id}/access`), get(member, `/api/v1/records/${id}/actions`), get(member, `/records/${id}/actions`), verb(member, `/records/${id}/actions`, anAction({ agency: 'NOWHERE' })),
        verb(member, `/cases/${id}/decisions`, { decision: 'x', reason: 'x' }), get(member, `/api/v1/actions/${action}`), get(member, `/actions/${action}`), get(member, '/api/v1/actions?view=team'), get(member, '/team-board'),
        get(member, '/api/v1/triage'), get(member, '/triage'), verb(member, `/actions/${action}/acceptance`, { version: 9999 }), get(member, '/api/v1/notifications'), get(member, '/notifications'),
        { ...verb(member, '/triage/preview', { step: 'accept', rows: [{ id: action, version: 1 }] }), shows: ({ body }) => body.includes('"accepted"') },
        get(member, '/api/v1/disclosures?direction=shared-with-us'), get(member, '/shared/with-us'),
      ], id, report.id, action, operation),
      change: async () => {
        if (at % 3 === 0) for (const part of ['actions', 'links']) await post(owner, `/cases/${id}/sharing/end`, { agency: 'T902', part, reason: 'x' });
        else if (at % 3 === 1) await post(receiver, `/operations/${operation}/members/${member.id}/removal`, {});
        else await post(owner, `/operations/${operation}/agencies/T902/removal`, {});
      },
    };
  }), 36_000_000); // prettier-ignore

  it('an action that is asked of another agency instead, or whose report is revoked', rounds('action', async (at, canary) => {
    const report = await world.aReport(owner, 'x');
    const disclosure = await world.disclose(owner, report.id, [report.items[0]], 902);
    await world.disclose(owner, report.id, [report.items[0]], 905);
    const made = await post(owner, `/records/${report.id}/actions`, anAction({ what: canary, why: canary }));
    const id = made['id'] as string;
    return {
      canaries: [canary, id, made['reference'] as string],
      surfaces: named([
        get(receiver, `/api/v1/actions/${id}`), get(receiver, `/actions/${id}`), get(receiver, '/api/v1/actions?view=team'), get(receiver, '/team-board'), get(receiver, '/api/v1/triage'), get(receiver, '/triage'),
        get(receiver, `/api/v1/records/${report.id}/actions`), get(receiver, `/records/${report.id}/actions`), verb(receiver, `/actions/${id}/acceptance`, { version: 9999 }),
        { ...verb(receiver, '/triage/preview', { step: 'accept', rows: [{ id, version: 1 }] }), shows: ({ body }) => body.includes('"accepted"') },
      ], id, report.id),
      change: () => at % 2 === 0
        ? post(second, `/actions/${id}/reassignment`, { version: 1, reason: 'x', to: 'agency', agency: 'T905', dueOn: DAY })
        : post(owner, `/disclosures/${disclosure}/revocation`, { reason: 'x' }),
    };
  }), 36_000_000); // prettier-ignore

  it('a person who signs out, is posted, leaves, or loses role, clearance or session; a grant that expires', async () => {
    await clear();
    await suspend('active');
    const report = await aReport('standing-report');
    const made = await post(owner, '/referrals', { kind: 'threat-to-life', receiver: 'T902', title: 'standing-referral', text: 'x', ...SHARE, fields: { telephoned: 'x', atRisk: 'x', where: 'x' } }); // prettier-ignore
    const id = made['id'] as string;
    await post(owner, `/referrals/${id}/sending`, { version: 1 });
    const action = (await post(owner, `/records/${report.id}/actions`, anAction({ what: 'standing-action' })))['id'] as string; // prettier-ignore
    const { rows: alerts } = await world.admin.query<{ id: string }>('SELECT id FROM threats.alert WHERE record_id = $1 AND agency_id = 902', [id]); // prettier-ignore
    const sql = (text: string) => (who: Person): Promise<unknown> => world.admin.query(text, [who.id]); // prettier-ignore
    const ways: [string, (who: Person) => Promise<unknown>][] = [
      ['sign-out', (who) => reply(who, 'DELETE', '/api/v1/session')],
      ['session ended', sql('UPDATE identity.session SET ended_at = now() WHERE user_id = $1')],
      ['session over', sql("UPDATE identity.session SET idle_until = now() - interval '1 s' WHERE user_id = $1")],
      ['posted', sql('UPDATE identity.user_account SET agency_id = 903 WHERE id = $1')],
      ['left', sql('UPDATE identity.user_account SET left_at = now() WHERE id = $1')],
      ['no role', sql('DELETE FROM identity.user_role WHERE user_id = $1')],
      ['clearance', sql('UPDATE identity.user_account SET clearance = 1 WHERE id = $1')],
      ['expired', () => world.admin.query("WITH gone AS (UPDATE access.item_visibility SET valid_until = now() - interval '1 s' WHERE agency_id = 902) UPDATE access.record_visibility SET valid_until = now() - interval '1 s' WHERE agency_id = 902")],
    ]; // prettier-ignore
    const races = ways.map(([name]) => new Race(`standing, ${name}`));
    for (let at = 0; at < Math.max(ROUNDS, ways.length); at += 1) {
      const way = at % ways.length;
      const who = await world.aPerson(902, ['supervisor', 'lead', 'analyst']);
      await told(who, report.id);
      await told(who, id);
      await world.admin.query("UPDATE access.record_visibility SET valid_until = '2030-01-01' WHERE agency_id = 902; UPDATE access.item_visibility SET valid_until = '2030-01-01' WHERE agency_id = 902");
      await races[way]!.run({
        canaries: ['standing-', report.id, id, action, createHash('md5').update('x').digest('hex'), alerts[0]!.id],
        surfaces: named([
          get(who, `/api/v1/reports/${report.id}`), get(who, `/reports/${report.id}`), get(who, '/api/v1/reports'), get(who, `/api/v1/referrals/${id}`), get(who, `/referrals/${id}`), get(who, '/api/v1/referrals?box=inbox'),
          get(who, `/api/v1/actions/${action}`), get(who, '/api/v1/actions?view=team'), get(who, '/team-board'), get(who, '/api/v1/triage'), get(who, '/api/v1/notifications'), get(who, '/notifications'),
          { ...get(who, '/api/v1/notifications/unread'), shows: ({ status, body }) => status < 300 && body !== '{"unread":0}' },
          get(who, '/api/v1/threats/waiting'), get(who, `/api/v1/threats/${alerts[0]!.id}`), get(who, `/api/v1/records/${report.id}/explanation`), verb(who, `/records/${report.id}/comments`, { text: 'x', audience: 'NOWHERE' }), get(who, '/'),
        ], report.id, id, action, alerts[0]!.id).map((one) => (one.name.startsWith('POST') ? { ...one, shows: ({ status }) => status === 422 } : one)),
        change: () => ways[way]![1](who),
      });
    }
    for (const race of races) race.say();
    expect(races.flatMap(({ wrong }, at) => wrong.map((one) => `${ways[at]![0]}: ${one}`))).toEqual([]);
  }, 36_000_000); // prettier-ignore
});
