import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import type pg from 'pg';
import { ROLES, type Role } from '@clin/platform';
import { REPORT_STATES, REPORT_STATUS, type Transition } from '../../libs/intelligence/src/report.states.js';
import { declaredPermissions } from '../../libs/platform/src/permissions.js';
import { aReferral } from './a-referral.js';
import { World, type Person } from './a-world.js';
import { foreignThings } from './foreign-things.js';

const SOON = "now() + interval '1 hour', now() + interval '2 hours'";
const share = (record: string, item: string): string =>
  `access.disclose(@${record}, 902::smallint, ARRAY[@${item}], 'x', 'x', 901, '', now() + interval '1 day', NULL)`;
const move = (step: string): string => `referrals.move(@referral, '${step}', 1, 'x', '{}', NULL, NULL, NULL, NULL)`;

/**
 * What each function that changes something does here, for a person of 901 unless 902 is named, and the permission of the doors that lead to it.
 * Which roles hold that permission is the doors' to say: the table below is held against the program's own, role by role.
 */
const CALLS: readonly (readonly [permission: string, call: string, agency?: 902])[] = [
  ['report.disclose', share('report', 'item')], ['referral.send', share('referral', 'referral.0')], ['case.share', share('case', 'part')],
  ['report.disclose', "access.revoke(@disclosure, 'x')"], ['disclosure.extend', "access.extend(@disclosure, '2031-01-01', 'x')"],
  ['report.withdraw', "access.withdraw(@report, 'x')"], ['referral.send', "access.withdraw(@referral, 'x')"], ['case.share', "access.withdraw(@case, 'x')"], ['report.assess', "intelligence.decide_correction(@correction, false, 'x')"], ['report.correct', 'intelligence.withdraw_correction(@correction)'], ['report.write', 'intelligence.forget_source(@second)'],
  ['referral.send', "referrals.end_pack(@referral, 'x')"], ['referral.send', move('withdraw')], ['referral.note', move('acknowledge'), 902], ['referral.answer', move('accept'), 902],
  ['record.restrict', "access.restrict(@report, NULL, 3::smallint, 'x')"], ['record.restrict', "access.ask_lifting(@restriction, 'x')"], ['record.restrict', 'access.lift(@restriction)'],
  ['discovery.ask', "access.discover('IR-00000000')"], ['discovery.ask', `access.ask_owner('IR-00000000', 'x', ${SOON})`], ['discovery.answer', "access.answer_question(@question, 'not-shared', 'x', NULL)"],
  ['disclosure.acknowledge', 'access.acknowledge(@conditional)', 902],
  ['emergency.open', "access.open_emergency('IR-00000000', 'A child is missing and may be there')"], ['emergency.review', "access.review_emergency(@emergency, 'justified', 'x')"], ['emergency.end', 'access.end_emergency(@emergency)'],
  ['operation.manage', "access.open_operation('x', 'x', current_date + 9)"], ['operation.manage', "access.admit(@operation, @person, 'x', current_date + 9)"], ['operation.manage', 'access.expel(@operation, @person)'],
  ['operation.manage', 'access.join_agency(@operation, 902::smallint)'], ['operation.manage', 'access.part_agency(@operation, 902::smallint)'], ['operation.manage', "access.close_operation(@operation, 'x')"],
  ['operation.manage', "access.reopen_operation(@operation, 'x')"], ['operation.manage', "access.hand_over(@operation, @person, 'x', current_date + 9)"], ['operation.manage', "access.take_over(@operation, 'x', current_date + 9)"],
  ['agreement.draft', "sharing.draft_agreement('T901-NEW', '{}')"], ['agreement.draft', "sharing.begin_version(@agreement, '{}')"], ['agreement.draft', "sharing.save_version(@agreement, 1, '{}')"],
  ['agreement.draft', 'sharing.propose(@agreement, 1)'], ['agreement.draft', "sharing.revise(@agreement, 'x')"], ['agreement.draft', "sharing.discard(@agreement, 'x')"],
  ['agreement.approve', 'sharing.approve(@agreement, 1, 1)'], ['agreement.approve', "sharing.withdraw(@agreement, 'x')"],
  ['agreement.suspend', "sharing.suspend(@agreement, 'x')"], ['agreement.suspend', "sharing.reinstate(@agreement, 'x')"], ['agreement.suspend', "sharing.end_agreement(@agreement, 'x')"], ['agreement.suspend', "sharing.review(@agreement, 'x')"],
  ['permission.ask', `sharing.ask_permission(@new, 'PR-N', @report, ARRAY[@item], 'act', NULL, 'x', '', false, NULL, ${SOON})`, 902], ['permission.answer', "sharing.answer_permission(@request, 'refused', '', NULL, 'x')"],
  ['permission.handle', "sharing.handle_permission(@request, true, 'x')"], ['permission.answer', "sharing.withdraw_permission(@request, 'x')"], ['permission.ask', "sharing.withdraw_permission(@request, 'x')", 902],
  ['threat.answer', "threats.move(@alert, 'accept', 1, 'x', 'x', 'x', NULL, NULL)"],
  ['account.change', 'identity.end_sessions_of(@person)'], ['account.change', "identity.issue_password(@person, 'x')"], ['delivery.redrive', 'notifications.redrive(NULL)'],
]; // prettier-ignore

/** What is written in statements of one's own, and the permission of the doors that write it. */
const WRITTEN: readonly (readonly [permission: string, statement: string])[] = [
  ['comment.write', "INSERT INTO access.comment (record_id, agency_id, by_user, text) VALUES (@report, 901, ctx.user_id(), 'x')"],
  ['report.correct', "INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state) VALUES (@new, @waits, 'x', '{}', ctx.user_id(), 'proposed')"],
  ['case.write', "INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES (@new, @case, 'summary', 'P')"],
  ['case.write', "INSERT INTO cases.case_text VALUES (@part, @case, 'plan', 'pursue', 'x')"], ['case.write', "UPDATE cases.case_text SET body = 'y'"],
  ['case.write', "INSERT INTO cases.decision (case_id, part_id, by_user, decision, reason, refused) VALUES (@case, @decisions, ctx.user_id(), 'x', 'x', '')"],
  ['case.write', "INSERT INTO cases.risk_entry (case_id, part_id, by_user, risk_id, kind, what, likelihood, impact, control, owner_name, review_on, state) VALUES (@case, @risks, ctx.user_id(), @new, 'risk', 'x', 1, 1, 'x', 'x', '2030-01-01', 'open')"],
  ['case.write', "INSERT INTO cases.result (case_id, part_id, by_user, kind, amount, unit, detail, event_date, attributable) VALUES (@case, @results, ctx.user_id(), 'arrest', 1, 'people', '', '2026-01-01', true)"],
  ['case.write', "INSERT INTO cases.result_strike (case_id, part_id, by_user, result_id, reason) VALUES (@case, @results, ctx.user_id(), @result, 'x')"],
  ['case.write', "INSERT INTO cases.link (case_id, part_id, record_id, kind, why, by_user) VALUES (@case, @links, @report, 1, 'x', ctx.user_id())"], ['case.write', "UPDATE cases.link SET removed_at = now(), removed_by = ctx.user_id(), removed_why = 'x'"],
  ['case.write', "INSERT INTO cases.copied_text (case_id, link_id, record_id, item_id, text, codes, terms, by_user) VALUES (@case, @link, @waits, @waits.0, 'x', 'P', '', ctx.user_id())"],
  ['case.manage', "INSERT INTO cases.case_step (case_id, action, to_status, by_user, reason) VALUES (@case, 'x', 2, ctx.user_id(), 'x')"],
  ['action.raise', "INSERT INTO cases.action (id, reference, owner_agency_id, record_id, kind, what, why, outcome_needed, priority, due_on, due_at, created_by, assigned_agency_id, state, version) VALUES (@new, 'AC-N', 901, @report, 1, 'x', 'x', 'x', 1, '2030-01-01', '2030-01-01', ctx.user_id(), 901, 1, 1)"],
  ['action.work', "INSERT INTO cases.action_step (action_id, step, to_state, by_user, by_agency, reason) VALUES (@action, 'x', 1, ctx.user_id(), 901, 'x')"],
  ['referral.write', "INSERT INTO referrals.referral (id, reference, owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery, retention_group, review_on, version, marking, kind, threat_to_life) VALUES (@new, 'RF-N', 901, now(), 1, ctx.user_id(), 1, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', 'line', false)"],
]; // prettier-ignore

/** Events that people write, and the permissions of the doors that lead to it. What is not here is nobody's, or the database's own. */
const TOLD: Record<string, string> = {
  'report.submit': 'report.submitted', 'report.correct': 'report.correction-proposed', 'report.return': 'report.returned', 'report.assess': 'report.assessed report.corrected',
  'report.disseminate': 'report.disseminated', 'report.disclose': 'report.disclosed permission.shared-on', 'report.close': 'report.closed', 'report.withdraw': 'report.withdrawn',
  'report.disclose referral.send': 'disclosure.revoked', 'disclosure.extend': 'disclosure.extended', 'agreement.apply-rule': 'agreement.rule-applied',
  'referral.send': 'referral.sent referral.informed referral.closed referral.reopened referral.withdrawn', 'referral.note': 'referral.acknowledged referral.progressed',
  'referral.answer': 'referral.accepted referral.rejected referral.information-asked referral.outcome-given',
  'permission.ask': 'permission.asked permission.withdrawn', 'permission.answer': 'permission.answered permission.taken-back',
  'action.work': 'action.assigned action.team-assigned action.requested action.handed-back action.done', 'action.raise': 'action.request-withdrawn',
  'comment.write': 'comment.written', 'case.share': 'case.shared case.kept', 'record.restrict': 'restriction.lifting-asked',
  'operation.manage': 'operation.agency-joined operation.lead-changed operation.reopened', 'agreement.draft': 'agreement.proposed',
  'agreement.suspend': 'agreement.suspended agreement.reinstated agreement.ended', 'agreement.approve': 'agreement.enacted agreement.left',
  'threat.answer': 'threat.accepted threat.handed-over',
}; // prettier-ignore

/** Functions that write and that every role may call, and why. */
const ASIDE = `access.count_attempt audit.append identity.actor_for identity.change_own_password identity.end_session cases.read_by`;

/** What a function says to somebody whose role it does not ask for; an emergency of others is ended by nobody else, and as if it were not there. */
const REFUSED =
  /^CL403 (no-permission|not-lead|not-decider|not-supervisor|not-on-duty|not-owners-lead|administrators-only|own-account)$|^CL404 /;

describe('roles, at the second wall as at the first', () => {
  let world: World;
  let ids: Map<string, string>;
  const people = new Map<string, Person>();

  beforeAll(async () => {
    for (const file of globSync('libs/*/src/**/*permissions.ts')) await import(resolve(file));
    world = await World.create();
    const things = await foreignThings(world, 'roles');
    ids = things.ids;
    const put = async (name: string, sql: string, values: unknown[]): Promise<void> => {
      ids.set(name, (await world.admin.query<{ id: string }>(sql, values)).rows[0]!.id);
    };
    await put('referral.0', "SELECT id FROM referrals.referral_item WHERE report_id = $1 AND part = 'request'", [ids.get('referral')]);
    await put('restriction', "INSERT INTO access.restriction (record_id, owner_agency_id, sensitivity, reason, decided_by, lift_asked_by, lift_asked_at, lift_reason) VALUES ($1, 901, 2, 'x', $2, $2, now(), 'x') RETURNING id", [ids.get('report'), ids.get('person')]);
    await put('correction', "INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state) VALUES (gen_random_uuid(), $1, 'x', '{}', $2, 'proposed') RETURNING id", [ids.get('report'), ids.get('person')]);
    const waits = await world.aReport(things.owner, 'conditional');
    const [given] = await things.owner.sql("SELECT access.disclose($1, 902::smallint, $2, 'x', 'x', 901, 'Wait', now() + interval '1 day', NULL) AS id", [waits.id, [waits.items[0]]]);
    ids.set('conditional', given!['id'] as string);
    ids.set('waits', waits.id).set('waits.0', waits.items[0]);
    for (const part of ['decisions', 'risks', 'results', 'links'])
      await put(part, "INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES (gen_random_uuid(), $1, $2, 'P') RETURNING id", [ids.get('case'), part]);
    await put('text', "INSERT INTO cases.case_text VALUES ($1, $2, 'plan', 'prevent', 'x') RETURNING part_id AS id", [ids.get('part'), ids.get('case')]);
    await put('result', "INSERT INTO cases.result (case_id, part_id, by_user, kind, amount, unit, detail, event_date, attributable) VALUES ($1, $2, $3, 'arrest', 1, 'people', '', '2026-01-01', true) RETURNING id", [ids.get('case'), ids.get('results'), ids.get('person')]);
    await put('link', "INSERT INTO cases.link (case_id, part_id, record_id, kind, why, by_user) VALUES ($1, $2, $3, 1, 'x', $4) RETURNING id", [ids.get('case'), ids.get('links'), waits.id, ids.get('person')]);
    await things.owner.sql('SELECT access.join_agency($1, 902::smallint)', [ids.get('operation')]);
    await world.disclose(things.owner, ids.get('referral')!, [ids.get('referral.0')!], 902);
    for (const agency of [901, 902])
      for (const role of ROLES) {
        const person = await world.aPerson(agency, [role], 3);
        people.set(`${agency} ${role}`, person);
        if (agency === 901)
          await world.admin.query("INSERT INTO access.compartment_member (compartment_id, user_id, reason, ends_on, agency_id, added_by) SELECT c.id, $2, 'x', current_date + 9, 901, $2 FROM access.compartment c WHERE c.key = $1", [ids.get('operation'), person.id]);
      }
  }); // prettier-ignore
  afterAll(() => world?.end());

  /** The others see no row of a record, so that a policy refuses them what they add, and what they change is nothing. */
  const reads = (role: Role): boolean => declaredPermissions().get('record.explain')!.has(role);

  /** As they call it, undone: whether it refuses their role. What else it may say of this call is other specs' to ask. */
  const refuses = async (agency: number, role: Role, call: string): Promise<boolean> => {
    const who = people.get(`${agency} ${role}`)!;
    const client = await world.request.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [who.token]);
      const { rowCount } = await client.query(`${/^[A-Z]/.test(call) ? '' : 'SELECT '}${call.replaceAll(/@([\w.]+)/g, (_all, name: string) => `'${ids.get(name) ?? randomUUID()}'::uuid`)}`); // prettier-ignore
      return rowCount === 0 && !reads(role);
    } catch (error) {
      const { code, message } = error as pg.DatabaseError;
      if (code === '42501' && !reads(role)) return true;
      if (!code?.startsWith('CL')) throw new Error(`${call}: ${code} ${message}`, { cause: error });
      return REFUSED.test(`${code} ${message}`);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };

  it('are asked by every function that writes, but for those of everybody', async () => {
    const { rows } = await world.admin.query<{ name: string }>(
      `SELECT DISTINCT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
         AND p.prosecdef AND p.provolatile = 'v' AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('app_request', p.oid, 'EXECUTE') ORDER BY 1`,
    );
    const known = [...CALLS.map(([, call]) => call.split('(')[0]!), ...ASIDE.split(' ')];
    expect([...new Set(known)].sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it.each([...CALLS, ...WRITTEN].map(([permission, call, agency = 901]) => [permission, agency, call] as const))(
    '%s of %i opens %s to its holders and to nobody else',
    async (permission, agency, call) => {
      const held = declaredPermissions().get(permission)!;
      const entered: Role[] = [];
      for (const role of ROLES) if (!(await refuses(agency, role, call))) entered.push(role);
      expect(entered.sort()).toEqual([...held].sort());
    },
  );

  /** An event counts in the figures and reaches people. */
  it('tell of a step by an event where they take it, and of nothing else', async () => {
    const files = await Promise.all(globSync('libs/*/src/events.ts').map((file) => import(resolve(file)) as Promise<object>));
    const declared = files.flatMap((file) => Object.entries(file).filter(([name]) => name.endsWith('_EVENTS')).flatMap(([, events]) => Object.values(events as object) as string[]));
    const { rows } = await world.admin.query<{ text: string }>("SELECT prosrc AS text FROM pg_proc WHERE prosrc LIKE '%INTO platform.outbox%'");
    const told = Object.entries(TOLD).flatMap(([permissions, types]) => types.split(' ').map((type) => [`${type}.v1`, permissions] as const));
    const others = declared.filter((type) => !told.some(([one]) => one === type));
    // Some put its last word to it: 'referral.' || level.
    const writes = (text: string, type: string): boolean => text.includes(`'${type}'`) || text.includes(`'${type.split('.')[0]}.' ||`);
    expect(others.filter((type) => !rows.some(({ text }) => writes(text, type)))).toEqual([]);
    const tells = async (role: Role, type: string): Promise<boolean> => {
      const who = people.get(`901 ${role}`)!;
      return who.sql('INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ($1, $2, $3, 901, $4)', [type, ids.get('report'), who.id, {}])
        .then(() => true, ({ code }: pg.DatabaseError) => (code === '42501' ? false : Promise.reject(new Error(code))));
    };
    for (const [type, permissions] of [...told, ...others.map((type) => [type, ''] as const)]) {
      const held = new Set(permissions.split(' ').flatMap((permission) => [...(declaredPermissions().get(permission) ?? [])]));
      const telling: Role[] = [];
      for (const role of ROLES) if (await tells(role, type)) telling.push(role);
      expect([type, telling.sort()]).toEqual([type, [...held].sort()]);
    }
    expect(told.length).toBeGreaterThan(40);
  }); // prettier-ignore

  /** From each status to each other one, by its author and by anybody else, in every role: the state table and the database say the same. */
  it('move a report where its state table lets them, and nowhere else', async () => {
    const steps = Object.entries(REPORT_STATES).flatMap(([from, actions]) =>
      Object.values(actions).map((step: Transition) => ({ from: REPORT_STATUS[from as 'draft'], to: REPORT_STATUS[step.to], step })),
    );
    const may = (role: Role, author: boolean, from: number, to: number): boolean =>
      steps.some((one) => one.from === from && one.to === to && declaredPermissions().get(one.step.permission)!.has(role)
        && !(one.step.requires.includes('author') && !author) && !(one.step.requires.includes('not-author') && author));
    const report = await world.aReport(people.get('901 analyst')!, 'moves', 4);
    const move = 'UPDATE intelligence.report SET status = $2::smallint, private_to = CASE WHEN $2::smallint = 1 THEN ctx.user_id() END WHERE id = $1';
    const [wrong, tally]: [string[], { moved: number; refused: number }] = [[], { moved: 0, refused: 0 }];
    for (const role of ROLES)
      for (const author of [true, false]) {
        const who = people.get(`901 ${role}`)!;
        const writer = author ? who.id : people.get('901 lead')!.id === who.id ? people.get('901 analyst')!.id : people.get('901 lead')!.id;
        for (const from of Object.values(REPORT_STATUS)) {
          await world.admin.query('UPDATE intelligence.report SET status = 2, private_to = NULL WHERE id = $1', [report.id]);
          await world.admin.query('UPDATE intelligence.report_original SET author_id = $2, assessor_id = NULL WHERE report_id = $1', [report.id, writer]);
          await world.admin.query('UPDATE intelligence.report SET status = $2::smallint, private_to = CASE WHEN $2::smallint = 1 THEN $3::uuid END WHERE id = $1', [report.id, from, writer]);
          for (const to of Object.values(REPORT_STATUS).filter((status) => status !== from)) {
            const moved = await who.sql(`${move} RETURNING id`, [report.id, to]).then(({ length }) => length > 0, ({ code }: pg.DatabaseError) => (code === 'CL403' ? false : Promise.reject(new Error(code))));
            if (moved !== may(role, author, from, to)) wrong.push(`${role}${author ? ', its author' : ''}: ${from} to ${to}`);
            tally[moved ? 'moved' : 'refused'] += 1;
            if (moved) await world.admin.query('UPDATE intelligence.report SET status = $2::smallint, private_to = CASE WHEN $2::smallint = 1 THEN $3::uuid END WHERE id = $1', [report.id, from, writer]);
          }
        }
      }
    process.stdout.write(`steps of a report: ${JSON.stringify(tally)}\n`);
    expect(wrong).toEqual([]);
    expect(tally.moved).toBeGreaterThan(20);
    await expect(people.get('901 supervisor')!.sql('UPDATE intelligence.report_original SET author_id = ctx.user_id() WHERE report_id = $1', [report.id])).rejects.toMatchObject({ code: '42501' });
  }); // prettier-ignore

  /** Named or silent, more or less sensitive, kept for longer: on every status of a report, by its author and by anybody else, in every role. */
  it('label and write a report where its doors let them, and nowhere else', async () => {
    const report = await world.aReport(people.get('901 analyst')!, 'labels', 4);
    const put = (status: number, writer: string) =>
      world.admin.query(`WITH who AS (UPDATE intelligence.report_original SET author_id = $3, assessor_id = NULL WHERE report_id = $1)
        UPDATE intelligence.report SET status = $2::smallint, private_to = CASE WHEN $2::smallint = 1 THEN $3::uuid END, discovery = 'silent', sensitivity = 2, review_on = '2032-01-01' WHERE id = $1`, [report.id, status, writer]);
    const holds = (permission: string, role: Role): boolean => declaredPermissions().get(permission)!.has(role);
    const wrong: string[] = [];
    const tally = { changed: 0, refused: 0 };
    for (const role of ROLES)
      for (const author of [true, false])
        for (const [name, status] of Object.entries(REPORT_STATUS)) {
          const who = people.get(`901 ${role}`)!;
          const writes = author ? holds('report.write', role) && ['draft', 'returned'].includes(name) : holds('report.assess', role) && name === 'submitted';
          const names = holds('record.restrict', role) && name !== 'draft';
          for (const [set, may] of [["discovery = 'named'", names], ['sensitivity = 1', writes], ['sensitivity = 3', writes], ["review_on = '2033-01-01'", writes], [null, writes]] as const) {
            await world.admin.query("UPDATE intelligence.report SET status = 2, private_to = NULL WHERE id = $1", [report.id]);
            await put(status, author ? who.id : ids.get('person')!);
            const change = set ? `report SET ${set} WHERE id` : 'report_item SET usage = gen_random_uuid() WHERE report_id';
            const did = await who.sql(`UPDATE intelligence.${change} = $1 RETURNING id`, [report.id])
              .then(({ length }) => length > 0, ({ code }: pg.DatabaseError) => (code === 'CL403' || (!set && code === 'CL409') ? false : Promise.reject(new Error(code))));
            if (did !== may) wrong.push(`${role}${author ? ', its author' : ''}: ${name}, ${set ?? 'an item'}`);
            tally[did ? 'changed' : 'refused'] += 1;
          }
        }
    process.stdout.write(`labels of a report: ${JSON.stringify(tally)}\n`);
    expect(wrong).toEqual([]);
    expect(tally.changed).toBeGreaterThan(20);
  }); // prettier-ignore

  it.each([['referrals.referral', 'referral'], ['cases.case_file', 'case']])('label %s as whoever restricts it', async (table, name) => {
    const label = async (role: Role, set: string): Promise<string> =>
      people.get(`901 ${role}`)!.sql(`UPDATE ${table} SET ${set} WHERE id = $1 RETURNING id`, [ids.get(name)]).then(({ length }) => (length > 0 ? 'changed' : 'unseen'), ({ code }: pg.DatabaseError) => code!);
    const restricts = declaredPermissions().get('record.restrict')!;
    await world.admin.query(`UPDATE ${table} SET sensitivity = 2 WHERE id = $1`, [ids.get(name)]);
    for (const role of ROLES) {
      expect([role, await label(role, "discovery = CASE discovery WHEN 'named' THEN 'silent' ELSE 'named' END")]).toEqual([role, restricts.has(role) ? 'changed' : reads(role) ? 'CL403' : 'unseen']);
      expect([role, await label(role, 'sensitivity = 3')]).toEqual([role, expect.stringMatching(/unseen|CL403/)]);
      expect([role, await label(role, 'sensitivity = 1')]).toEqual([role, expect.stringMatching(/unseen|CL403/)]);
    }
    const [chief, other] = [people.get('901 lead')!, people.get('901 supervisor')!];
    const { id } = (await chief.sql("SELECT id FROM access.restrict($1, NULL, 3::smallint, 'x')", [ids.get(name)]))[0]!;
    expect(await label('lead', 'sensitivity = 3')).toBe('changed');
    await chief.sql("SELECT access.ask_lifting($1, 'x')", [id]);
    await other.sql('SELECT access.lift($1)', [id]);
    expect([await label('supervisor', 'sensitivity = 2'), await label('lead', 'sensitivity = 2')]).toEqual(['CL403', 'CL403']);
  }); // prettier-ignore

  it('move a case as its leads do, and name it as its writers', async () => {
    const did: Record<string, Role[]> = { "name = 'New'": [], "marking = 'OFFICIAL-SENSITIVE'": [], 'status = 3': [] };
    for (const set of Object.keys(did))
      for (const role of ROLES) {
        await world.admin.query("UPDATE cases.case_file SET status = 2, name = 'Old', marking = 'OFFICIAL' WHERE id = $1", [ids.get('case')]);
        const moved = await people.get(`901 ${role}`)!.sql(`UPDATE cases.case_file SET ${set} WHERE id = $1 RETURNING id`, [ids.get('case')])
          .then(({ length }) => length > 0, ({ code }: pg.DatabaseError) => (code === 'CL403' ? false : Promise.reject(new Error(code))));
        if (moved) did[set]!.push(role);
      }
    const holders = (permission: string): Role[] => ROLES.filter((role) => declaredPermissions().get(permission)!.has(role));
    expect(Object.values(did)).toEqual([holders('case.write'), holders('case.write'), holders('case.manage')]);
  }); // prettier-ignore

  it('move an action as whoever raised it, or as whoever is asked', async () => {
    await world.admin.query('UPDATE cases.action SET assigned_agency_id = 902');
    const wrong: string[] = [];
    for (const agency of [901, 902])
      for (const role of ROLES)
        for (const set of ['due_on = due_on + 1', "due_at = due_at + interval '1 day'", 'overdue_told_at = now()', 'state = 6', 'assigned_to = ctx.user_id(), state = 2']) {
          await world.admin.query("UPDATE cases.action SET state = 1, assigned_to = NULL, overdue_told_at = NULL, due_on = '2030-01-01', due_at = '2030-01-01'");
          const moved = await people.get(`${agency} ${role}`)!.sql(`UPDATE cases.action SET ${set} WHERE id = $1 RETURNING id`, [ids.get('action')])
            .then(({ length }) => length > 0, ({ code }: pg.DatabaseError) => (code === 'CL403' ? false : Promise.reject(new Error(code))));
          if (moved !== ((set.endsWith('state = 2') && reads(role)) || (agency === 901 && declaredPermissions().get('action.raise')!.has(role)))) wrong.push(`${agency} ${role}: ${set}`);
        }
    expect(wrong).toEqual([]);
  }); // prettier-ignore

  /** Each with its step, without it, and with another. */
  it('write what a step leaves behind where they take it, and nowhere else', async () => {
    const [writer, chief] = [people.get('901 analyst')!, people.get('901 supervisor')!];
    const report = await world.aReport(writer, 'steps', 4);
    const put = (status: number) => world.admin.query(`WITH original AS (UPDATE intelligence.report_original SET assessor_id = NULL, assessed_at = NULL, submitted_at = NULL, return_reason = NULL, return_due_by = NULL WHERE report_id = $1)
      UPDATE intelligence.report SET status = $2, private_to = NULL, disseminated_at = NULL WHERE id = $1`, [report.id, status]);
    /** All in one transaction. Something else may refuse first: who wrote it does not assess it, and what was disseminated stays. */
    const says = (who: Person, ...parts: string[]): Promise<string> =>
      who.sql(parts.join('; ')).then(() => 'done', ({ code }: pg.DatabaseError) => (/^(CL403|CL409|23514)$/.test(code!) ? 'refused' : code!));
    const beside = (set: string): string => `UPDATE intelligence.report_original SET ${set} WHERE report_id = '${report.id}'`;
    const step = (to: number, more = ''): string => `UPDATE intelligence.report SET status = ${to}${more} WHERE id = '${report.id}'`;
    const line = (action: string, from: number, to: number): string => `INSERT INTO intelligence.report_transition (id, report_id, action, from_status, to_status, by_user, at) VALUES (gen_random_uuid(), '${report.id}', '${action}', ${from}, ${to}, ctx.user_id(), now())`;
    const MARKS = ['submitted_at = now()', "return_reason = 'x'", "return_due_by = '2030-01-01'", 'assessed_at = now(), assessor_id = ctx.user_id()', `assessor_id = '${ids.get('person')}'`];
    const STEPS: [from: number, to: number, action: string, who: Person, own: string[]][] = [
      [3, 2, 'submit', writer, MARKS.slice(0, 1)], [2, 3, 'return', chief, MARKS.slice(1, 3)], [2, 4, 'assess', chief, MARKS.slice(3, 4)], [4, 5, 'disseminate', chief, []], [5, 6, 'close', chief, []],
    ];
    for (const [from, to, action, who, own] of STEPS) {
      for (const mark of MARKS) {
        await put(from);
        expect([action, mark, await says(who, beside(mark))]).toEqual([action, mark, 'refused']);
        expect([action, mark, await says(who, beside(mark), step(to))]).toEqual([action, mark, own.includes(mark) ? 'done' : 'refused']);
      }
      await put(from);
      const lines = [line(action, from, to), line(action, to, to), line('correct', from, to), line(action, to, from)];
      for (const one of lines) expect([action, await says(who, one)]).toEqual([action, 'refused']);
      for (const one of lines.slice(1)) expect([action, await says(who, step(to), one)]).toEqual([action, 'refused']);
      expect([action, await says(who, ...own.map(beside).slice(0, 1), step(to), lines[0]!), await says(who, lines[0]!)]).toEqual([action, 'done', 'refused']);
      await put(from);
      expect([action, await says(who, step(to, ', disseminated_at = now()'))]).toEqual([action, action === 'disseminate' ? 'done' : 'refused']);
    }
    await put(4);
    expect([await says(chief, step(4, ', disseminated_at = now()')), await says(chief, step(5, ', disseminated_at = now()'), line('disseminate', 4, 5)), await says(chief, step(5, ", disseminated_at = '2020-01-01'"))]).toEqual(['refused', 'done', 'refused']);
    const propose = `INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state) VALUES (gen_random_uuid(), '${report.id}', 'x', '{}', ctx.user_id(), 'proposed')`;
    expect([await says(writer, line('correct', 5, 5)), await says(writer, propose, line('correct', 5, 5)), await says(writer, line('correct', 5, 5)), await says(chief, line('reject-correction', 5, 5))]).toEqual(['refused', 'done', 'refused', 'refused']);
    const [open] = await chief.sql("SELECT id FROM intelligence.report_correction WHERE report_id = $1", [report.id]);
    const decide = `INSERT INTO intelligence.report_transition (id, report_id, action, from_status, to_status, by_user, at) SELECT gen_random_uuid(), '${report.id}', 'reject-correction', 5, 5, ctx.user_id(), now()
      FROM (SELECT count(*) FROM intelligence.decide_correction('${open!['id'] as string}', false, 'x')) told`;
    expect([await says(chief, decide), await says(chief, line('reject-correction', 5, 5))]).toEqual(['done', 'refused']);
  }); // prettier-ignore

  it('write how a referral is shared until it is sent, and then with a transfer', async () => {
    const { id } = await aReferral(world, people.get('901 lead')!, 'terms', 1);
    const set = (what: string): string => `UPDATE referrals.referral_original SET ${what} WHERE referral_id = '${id}'`;
    const says = (role: Role, ...parts: string[]): Promise<string> => people.get(`901 ${role}`)!.sql(parts.join('; ')).then(() => 'done', ({ code }: pg.DatabaseError) => code!);
    const writes = declaredPermissions().get('referral.write')!;
    const conditions = async (): Promise<unknown> => (await world.admin.query('SELECT conditions FROM referrals.referral_original WHERE referral_id = $1', [id])).rows;
    for (const role of ROLES.filter((one) => !reads(one))) {
      await world.admin.query('UPDATE referrals.referral SET private_to = $2 WHERE id = $1', [id, people.get(`901 ${role}`)!.id]);
      const before = await conditions();
      expect([role, await says(role, set(`conditions = '${role}'`)), await conditions()]).toEqual([role, 'done', before]);
    }
    for (const role of ROLES.filter(reads)) {
      await world.admin.query('UPDATE referrals.referral SET private_to = $2 WHERE id = $1', [id, people.get(`901 ${role}`)!.id]);
      expect([role, await says(role, set(`conditions = '${role}'`))]).toEqual([role, writes.has(role) ? 'done' : 'CL403']);
    }
    await world.admin.query("UPDATE referrals.referral SET private_to = NULL, status = 2, sent_at = now(), warn_at = '2030-01-01', due_at = '2030-01-01', escalate_at = '2030-01-01' WHERE id = $1", [id]);
    for (const role of ROLES.filter(reads))
      for (const what of ["purpose = 'y'", "legal_basis = 'y'", "agreement = 'y'", "conditions = 'y'", "expires_on = '2031-01-01'"]) expect([role, await says(role, set(what))]).toEqual([role, writes.has(role) ? 'CL409' : 'CL403']);
    const transfer = `SELECT referrals.move('${id}', 'transfer', 1, 'x', '{}', 903::smallint, '2030-01-01', '2030-01-01', '2030-01-01')`;
    expect([await says('lead', transfer, set("purpose = 'y'")), await says('lead', transfer, set("expires_on = '2031-01-01'")), await says('lead', set("expires_on = '2032-01-01'"))]).toEqual(['CL409', 'done', 'CL409']);
  }); // prettier-ignore

  it('name nothing that they begin', async () => {
    const who = people.get('901 analyst')!;
    const draft = (id: string, discovery: string) =>
      who.sql(`WITH original AS (INSERT INTO intelligence.report_original VALUES ($1::uuid, 'x', 'x', '{}', $2, NULL, now()))
        INSERT INTO intelligence.report (id, reference, owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery, retention_group, review_on, version, marking, safeguarding, threat_to_life)
        VALUES ($1::uuid, 'IR-' || $1::uuid, 901, now(), 2, $2, 1, 'P', $3, 3, '2032-01-01', 1, 'OFFICIAL', '{}', false)`, [id, who.id, discovery]);
    await expect(draft(randomUUID(), 'named')).rejects.toMatchObject({ code: '42501' });
    await expect(draft(randomUUID(), 'silent')).resolves.toEqual([]);
  }); // prettier-ignore
});
