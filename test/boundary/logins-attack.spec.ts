import pg from 'pg';
import { randomUUID } from 'node:crypto';
import { aReferral } from './a-referral.js';
import { serve, type Served } from './a-server.js';
import { World, type Person } from './a-world.js';

const CANARY = 'login-canary';
/** All that a login may touch. A new grant fails here until somebody has thought about it. */
const WORKER_TABLES = [
  'access.record_visibility SELECT', 'identity.agency SELECT', 'identity.user_account SELECT', 'identity.user_role SELECT', 'notifications.delivery INSERT SELECT',
  'notifications.kind_choice SELECT', 'notifications.notification INSERT SELECT', 'notifications.time_choice SELECT', 'platform.event_job INSERT SELECT UPDATE',
  'platform.outbox SELECT UPDATE', 'platform.schedule INSERT SELECT UPDATE', 'sharing.agreement SELECT',
]; // prettier-ignore
const WORKER_CALLS = `access.end_emergency_month access.mind_questions access.remind_reviews audit.append audit.head audit.seal cases.end_drafts cases.mind_actions ctx.act_for ctx.agency
  ctx.clearance ctx.compartments ctx.has_role ctx.known_agreements ctx.lapsed_agreements ctx.left_agreements ctx.reading_clearance ctx.user_id notifications.audience
  notifications.audience_beside notifications.claim notifications.hook notifications.hook_call notifications.make_digests notifications.parties notifications.postpone
  notifications.quiet_end notifications.settle notifications.take_due picture.count_event picture.fold platform.applied_migrations referrals.end_drafts referrals.mind sharing.mind_permissions
  sharing.remind_reviews threats.chase`;
const SIGNIN_TABLES = [
  'identity.agency SELECT', 'identity.area SELECT', 'identity.credential SELECT UPDATE', 'identity.session INSERT SELECT UPDATE', 'identity.user_account SELECT', 'identity.user_role SELECT',
]; // prettier-ignore
const SIGNIN_CALLS = 'audit.append ctx.agency ctx.clearance ctx.has_role ctx.user_id platform.applied_migrations';

/** Arbitrary SQL as the logins of the worker and of signing in. Every denial stands beside its positive control. */
describe('the other logins against arbitrary SQL', () => {
  let world: World;
  let served: Served;
  let worker: pg.Client;
  let signin: pg.Client;
  let owner: Person;
  let reader: Person;
  let report: string;
  let event: string;
  beforeAll(async () => {
    world = await World.create();
    served = await serve(world.database);
    [worker, signin] = [new pg.Client(world.database.workerUrl), new pg.Client(world.database.signinUrl)];
    await Promise.all([worker.connect(), signin.connect()]);
    owner = await world.aPerson(901, ['analyst', 'supervisor', 'lead', 'source-handler']);
    reader = await world.aPerson(902);
    const made = await world.aReport(owner, CANARY);
    report = made.id;
    await world.disclose(owner, report, [made.items[0]], 902);
    await aReferral(world, owner, CANARY);
    const { rows } = await world.admin.query<{ id: string }>(
      "INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('report.disclosed.v1', $1, $2, 901, '{}') RETURNING id::text",
      [report, owner.id],
    );
    event = rows[0]!.id;
  });
  afterAll(async () => {
    await Promise.all([worker?.end(), signin?.end()]);
    await served?.close();
    await world?.end();
  });

  const granted = async (login: string): Promise<[tables: string[], calls: string[]]> => {
    const tables = await world.admin.query<{ one: string }>(
      `SELECT format('%s.%s %s', n.nspname, c.relname, string_agg(p.what, ' ' ORDER BY p.what)) AS one FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
         unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p (what)
       WHERE c.relkind IN ('r','v','m','p') AND n.nspname NOT IN ('pg_catalog','information_schema')
         AND (has_table_privilege($1, c.oid, p.what) OR (p.what IN ('SELECT','INSERT','UPDATE') AND has_any_column_privilege($1, c.oid, p.what)))
       GROUP BY n.nspname, c.relname ORDER BY 1`,
      [login],
    );
    const calls = await world.admin.query<{ one: string }>(
      `SELECT DISTINCT n.nspname || '.' || p.proname AS one FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname NOT IN ('pg_catalog','information_schema') AND p.prorettype <> 'trigger'::regtype AND has_function_privilege($1, p.oid, 'EXECUTE') ORDER BY 1`,
      [login],
    );
    return [tables.rows.map(({ one }) => one), calls.rows.map(({ one }) => one)];
  };
  /** All that a login can read of the tables that it may read, as text, in one transaction that begins with a statement. */
  const everything = async (client: pg.Client, first = 'SELECT 1'): Promise<string> => {
    await client.query('BEGIN');
    try {
      await client.query(first);
      const looks = await client.query<{ look: string }>(
        `SELECT format('SELECT coalesce(json_agg(row_to_json(t)), ''[]'')::text AS text FROM (SELECT %s FROM %I.%I) t', string_agg(quote_ident(a.attname), ', '), n.nspname, c.relname) AS look
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relkind IN ('r','v','m','p') AND n.nspname NOT IN ('pg_catalog','information_schema') AND has_column_privilege(c.oid, a.attnum, 'SELECT') GROUP BY n.nspname, c.relname`,
      );
      let text = '';
      for (const { look } of looks.rows) text += (await client.query<{ text: string }>(look)).rows[0]!.text;
      return text;
    } finally {
      await client.query('ROLLBACK');
    }
  };
  const outcome = (client: pg.Client, sql: string): Promise<string> =>
    client.query(sql).then(
      ({ rowCount }) => `${rowCount} rows`,
      (error: pg.DatabaseError) => error.code ?? error.message,
    );

  it('may touch what their job needs, by name, and nothing else', async () => {
    const words = (text: string): string[] => text.split(/\s+/);
    expect(await granted('app_worker')).toEqual([WORKER_TABLES, words(WORKER_CALLS)]);
    expect(await granted('app_signin')).toEqual([SIGNIN_TABLES, words(SIGNIN_CALLS)]);
  });

  it('the worker reads facts of events, and of a person whom it acts for their grants by id; never a word of a record', async () => {
    const alone = await everything(worker);
    // Its job: which event, about which record. Of records themselves it sees none.
    expect(alone).toContain(event);
    for (const hidden of [CANARY, reader.id]) expect(alone).not.toContain(hidden);
    for (const who of [reader, owner]) {
      const acting = await everything(worker, `SELECT ctx.act_for('${who.id}', ${event})`);
      expect(acting).toContain(who.id);
      expect([who.agencyId, acting.includes(`"record_id":"${report}","kind"`)]).toEqual([who.agencyId, true]);
      expect(acting).not.toContain(CANARY);
      for (const other of [reader, owner].filter((one) => one !== who)) expect(acting).not.toContain(`${other.id}@`);
    }
  });

  it.each([
    ['act without an event', () => `SELECT ctx.act_for('${owner.id}', 999999)`, 'CL404'],
    ['read a report', () => 'SELECT * FROM intelligence.report', '42501'],
    ['read what is said of a report', () => 'SELECT * FROM intelligence.report_item', '42501'],
    ['read a referral', () => 'SELECT * FROM referrals.referral', '42501'],
    ['read a case', () => 'SELECT * FROM cases.case_file', '42501'],
    ['read an action', () => 'SELECT * FROM cases.action', '42501'],
    ['read an alert', () => 'SELECT * FROM threats.alert', '42501'],
    ['read sessions', () => 'SELECT * FROM identity.session', '42501'],
    ['read passwords', () => 'SELECT * FROM identity.credential', '42501'],
    ['read the log', () => 'SELECT * FROM audit.entry', '42501'],
    ['disclose', () => `SELECT access.disclose('${report}', 903::smallint, '{}', 'x', 'x', 901, '', now(), NULL)`, '42501'],
    ['grant', () => 'INSERT INTO access.record_visibility SELECT * FROM access.record_visibility', '42501'],
    ['write an event', () => "INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) SELECT 'x.v1', record_id, actor_id, agency_id, '{}' FROM platform.outbox", '42501'],
    ['change what an event says', () => "UPDATE platform.outbox SET payload = '{}'", '42501'],
    ['tell somebody without acting for them', () => `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) VALUES ('${reader.id}', ${event}, 'x', '${report}', false, 'off')`, '42501'],
    ['read the secret of a webhook', () => 'SELECT secret FROM notifications.webhook', '42501'],
    ['become the keeper', () => 'SET ROLE keeper', '42501'],
    ['become the server', () => 'SET ROLE app_request', '42501'],
  ])('the worker cannot %s', async (_what, sql, code) => expect(await outcome(worker, sql())).toBe(code)); // prettier-ignore

  it('the token with which a worker acts for somebody opens no door of the server', async () => {
    const { rows } = await worker.query<{ token: string }>('SELECT ctx.act_for($1, $2) AS token', [owner.id, event]);
    const ask = async (token: string): Promise<number[]> => {
      const paths = ['/api/v1/reports', `/api/v1/reports/${report}`, '/', '/api/v1/notifications/unread'];
      const headers = { authorization: `Bearer ${token}` };
      const replies = await Promise.all(paths.map((url) => served.inject({ url, headers })));
      return replies.map(({ statusCode }) => statusCode);
    };
    expect(await ask(owner.token)).toEqual([200, 200, 200, 200]);
    expect((await ask(rows[0]!.token)).filter((status) => status < 300)).toEqual([]);
  });

  it.each([
    ['a report', 'SELECT * FROM intelligence.report'],
    ['a grant', 'SELECT * FROM access.record_visibility'],
    ['a referral', 'SELECT * FROM referrals.referral'],
    ['an event', 'SELECT * FROM platform.outbox'],
    ['a notification', 'SELECT * FROM notifications.notification'],
    ['the log', 'SELECT * FROM audit.entry'],
    ['an agreement', 'SELECT * FROM sharing.agreement'],
  ])('signing in reads no %s', async (_what, sql) => expect(await outcome(signin, sql)).toBe('42501'));

  it('signing in reads accounts, passwords’ hashes and sessions’ hashes, finds no token in them and acts for nobody', async () => {
    const text = await everything(signin);
    expect(text).toContain(owner.id);
    for (const hidden of [CANARY, report, owner.token]) expect(text).not.toContain(hidden);
    for (const sql of [
      `SELECT ctx.act_for('${owner.id}', ${event})`,
      `SELECT * FROM identity.actor_for('${owner.token}')`,
      `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at, outbox_id) VALUES (sha256('x'), '${owner.id}', 'acting', now() + interval '1 m', now() + interval '1 m', ${event})`,
      "UPDATE identity.user_account SET clearance = 3",
      "INSERT INTO identity.user_role SELECT id, 'administrator' FROM identity.user_account",
      'SET ROLE app_request',
    ]) expect([sql, await outcome(signin, sql)]).toEqual([sql, '42501']);
    // Of a session that it opens itself it is who that is, and still sees no record.
    const fresh = randomUUID();
    await signin.query(`INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES (sha256(convert_to($1, 'UTF8')), $2, 'api', now() + interval '1 m', now() + interval '1 m')`, [fresh, owner.id]);
    expect(await everything(signin, `SELECT set_config('ctx.token', '${fresh}', true)`)).not.toContain(CANARY);
  }); // prettier-ignore

  it('nobody chooses a password but with the present one, which signing in compares, and once', async () => {
    const choose = (): Promise<string> =>
      owner.sql("SELECT identity.change_own_password('chosen')").then(
        () => 'chosen',
        (error: pg.DatabaseError) => error.message,
      );
    const confirm = (ago: string): Promise<string> =>
      outcome(signin, `UPDATE identity.credential SET confirmed_at = clock_timestamp() - interval '${ago}' WHERE user_id = '${owner.id}'`);
    await world.admin.query("INSERT INTO identity.credential (user_id, password_hash) VALUES ($1, 'before')", [owner.id]);
    expect(await choose()).toBe('not-confirmed');
    await expect(owner.sql('UPDATE identity.credential SET confirmed_at = now()')).rejects.toMatchObject({ code: '42501' });
    for (const [ago, said] of [['1 minute', 'not-confirmed'], ['30 seconds', 'chosen'], ['0 s', 'chosen']] as const) {
      expect([await confirm(ago), await choose(), await choose()]).toEqual(['1 rows', said, 'not-confirmed']);
    }
  }); // prettier-ignore
});
