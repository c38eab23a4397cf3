import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import type pg from 'pg';
import { ROLES, type Role } from '@clin/platform';
import { REPORT_STATES, REPORT_STATUS, type Transition } from '../../libs/intelligence/src/report.states.js';
import { declaredPermissions } from '../../libs/platform/src/permissions.js';
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
  ['report.withdraw', "access.withdraw(@report, 'x')"], ['report.assess', "intelligence.decide_correction(@correction, false, 'x')"], ['report.write', 'intelligence.forget_source(@second)'],
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

  /** As they call it, undone: whether it refuses their role. What else it may say of this call is other specs' to ask. */
  const refuses = async (who: Person, call: string): Promise<boolean> => {
    const client = await world.request.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [who.token]);
      await client.query(`SELECT ${call.replaceAll(/@([\w.]+)/g, (_all, name: string) => `'${ids.get(name) ?? randomUUID()}'::uuid`)}`); // prettier-ignore
      return false;
    } catch (error) {
      const { code, message } = error as pg.DatabaseError;
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

  it.each(CALLS.map(([permission, call, agency = 901]) => [permission, agency, call] as const))(
    '%s of %i opens %s to its holders and to nobody else',
    async (permission, agency, call) => {
      const held = declaredPermissions().get(permission)!;
      const entered: Role[] = [];
      for (const role of ROLES) if (!(await refuses(people.get(`${agency} ${role}`)!, call))) entered.push(role);
      expect(entered.sort()).toEqual([...held].sort());
    },
  );

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
});
