import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { aReferral } from './a-referral.js';
import { World, type Person } from './a-world.js';

/** Arbitrary SQL as the application's own login: what an injection could do. Every denial stands beside its positive control. */
describe('wall 2 against arbitrary SQL', () => {
  const CANARY = 'heron-canary';
  let world: World;
  let owner: Person;
  let recipient: Person;
  let stranger: Person;
  let report: { id: string; items: [string, string] };

  beforeAll(async () => {
    world = await World.create();
    owner = await world.aPerson(901, ['analyst', 'supervisor']);
    recipient = await world.aPerson(902);
    stranger = await world.aPerson(903, ['analyst', 'supervisor']);
    report = await world.aReport(owner, CANARY);
    await world.disclose(owner, report.id, [report.items[0]], 902);
  });
  afterAll(() => world.end());

  /** Every column that the login may read, dumped whole as JSON text. */
  async function everythingReadable(person: Person): Promise<string> {
    const looks = await person.sql(
      `SELECT format('SELECT %s FROM %I.%I', string_agg(quote_ident(a.attname), ', '), n.nspname, c.relname) AS look
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relkind IN ('r','v','m','p') AND n.nspname NOT IN ('pg_catalog','information_schema') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
       GROUP BY n.nspname, c.relname`,
    );
    let text = '';
    for (const { look } of looks) text += JSON.stringify(await person.sql(String(look)));
    return text;
  }

  it('shows the owner everything but the source', async () => {
    const text = await everythingReadable(owner);
    expect(text).toContain(`${CANARY} original 1`);
    expect(text).not.toContain(`${CANARY} source`);
  });

  it('shows a source handler of the owning agency the source', async () => {
    const handler = await world.aPerson(901, ['source-handler']);
    expect(await everythingReadable(handler)).toContain(`${CANARY} source`);
    const foreignHandler = await world.aPerson(902, ['source-handler']);
    expect(await everythingReadable(foreignHandler)).not.toContain(`${CANARY} source`);
  });

  it('shows the recipient the disclosed item and nothing else of the report', async () => {
    const text = await everythingReadable(recipient);
    expect(text).toContain(`${CANARY} item 0`);
    expect(text).toContain(`${CANARY} title`);
    for (const hidden of ['item 1', 'original', 'source']) expect(text).not.toContain(`${CANARY} ${hidden}`);
    expect(text).not.toContain(report.items[1]);
  });

  it.each([
    ['administrator', false], ['auditor', false], ['reader', false], ['none', false],
    ['analyst', true], ['supervisor', true], ['lead', true], ['officer', true], ['coordinator', true], ['source-handler', true], ['contact', true],
  ])('shows the %s of the owning and of a receiving agency any of it: %s', async (role, reads) => {
    const roles = role === 'none' ? [] : [role];
    for (const agency of [901, 902]) {
      const text = await everythingReadable(await world.aPerson(agency, roles, 3));
      expect(text.includes(`${CANARY} item 0`)).toBe(reads);
      expect(text.includes(CANARY)).toBe(reads);
    }
  }); // prettier-ignore

  it('shows a stranger neither text nor id', async () => {
    const text = await everythingReadable(stranger);
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(report.id);
  });

  it('shows nothing without a token, or with a made-up one', async () => {
    for (const token of ['', randomUUID()]) {
      const nobody = new (stranger.constructor as typeof Person)(stranger.id, 901, token, world.request);
      const text = await everythingReadable(nobody);
      expect(text).not.toContain(CANARY);
    }
  });

  it.each([
    [
      'forge the agency by a setting',
      "SELECT set_config('ctx.agency', '901', true), set_config('app.agency', '901', true)",
    ],
    ['read sessions', 'SELECT * FROM identity.session'],
    ['read passwords', 'SELECT * FROM identity.credential'],
    ['write a visibility row', 'INSERT INTO access.record_visibility SELECT * FROM access.record_visibility LIMIT 1'],
    ['move a visibility row', 'UPDATE access.record_visibility SET agency_id = 903'],
    [
      'write a disclosure',
      'INSERT INTO access.disclosure (id, record_id) SELECT gen_random_uuid(), record_id FROM access.disclosure',
    ],
    ['move the end of a disclosure', "UPDATE access.disclosure SET expires_at = now() + interval '9 years'"],
    [
      'write an extension',
      "INSERT INTO access.disclosure_extension (disclosure_id, reason) VALUES (gen_random_uuid(), 'x')",
    ],
    [
      'accept for another',
      'INSERT INTO access.acknowledgement (disclosure_id, user_id) VALUES (gen_random_uuid(), gen_random_uuid())',
    ],
    ['waive a condition', 'UPDATE access.item_visibility SET acknowledge = false'],
    [
      'write a notice',
      "INSERT INTO access.notice (record_id, reference, what) VALUES (gen_random_uuid(), 'x', 'recalled')",
    ],
    ['act for another', 'SELECT ctx.act_for(gen_random_uuid(), 1)'],
    ['read what became of e-mails', 'SELECT * FROM notifications.delivery'],
    ['read which events failed', 'SELECT * FROM platform.event_job'],
    ['read the secret of a webhook', 'SELECT secret FROM notifications.webhook'],
    [
      'have what happens told to an address',
      "INSERT INTO notifications.webhook (agency_id, url, secret, sensitivity, created_by) SELECT 901, 'https://x.example/', repeat('x', 40), 3, ctx.user_id()",
    ],
    ['have failed e-mails sent again', 'SELECT notifications.redrive(NULL)'],
    ['count what is to be sent', 'SELECT * FROM notifications.overview()'],
    [
      'choose for another',
      "INSERT INTO notifications.kind_choice VALUES (gen_random_uuid(), 'report-shared', false, 'never')",
    ],
    [
      'write into the life of an operation',
      "INSERT INTO access.compartment_step (compartment_id, owner_agency_id, what, lead_id, by_id) SELECT 1, 901, 'closed', ctx.user_id(), ctx.user_id()",
    ],
    ['count steps by their serial', 'SELECT max(id) FROM access.compartment_step'],
    [
      'learn by which disclosure a question was answered',
      'SELECT disclosure_id, answered_by FROM access.discovery_question',
    ],
    ['answer a question', "UPDATE access.discovery_question SET answer = 'telephone'"],
    ['put somebody in the lead', "SELECT access.put_in_lead(1, ctx.user_id(), 'taken-over', 'x', current_date + 9)"],
    ['end the month of emergencies', 'SELECT access.end_emergency_month()'],
    ['change what a case logged', "UPDATE cases.decision SET decision = 'x'"],
    ['become the keeper', 'SET ROLE keeper'],
    ['become the migrator', 'SET SESSION AUTHORIZATION migrator'],
    ['switch row-level security off', 'ALTER TABLE intelligence.report DISABLE ROW LEVEL SECURITY'],
    ['erase the audit log', 'DELETE FROM audit.entry'],
    ['make a function', "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
  ])('cannot %s', async (_what, attack) => {
    const outcome = await stranger.sql(attack).then(
      () => 'ran',
      (error: pg.DatabaseError) => error.code,
    );
    if (outcome === 'ran') expect(await everythingReadable(stranger)).not.toContain(CANARY);
    else expect(['42501', '42704', '0LP01', '42883', 'CL403']).toContain(outcome);
  });

  /** What a row of one's own becomes when it is given the id of another record, of another kind and another agency. */
  it.each([
    ['report', 'id'],
    ['report_item', 'id'],
    ['report_item', 'report_id'],
  ])('cannot give a %s of its own another %s', async (table, column) => {
    const own = await world.aReport(recipient, 'own', 1);
    const { id, items } = await aReferral(world, owner, CANARY);
    const row = table === 'report' ? own.id : own.items[0];
    const change = (
      set: string,
    ) => `DO $$ DECLARE mine CURSOR FOR SELECT 1 FROM intelligence.${table} WHERE id = '${row}' FOR UPDATE; it record;
      BEGIN OPEN mine; FETCH mine INTO it; UPDATE intelligence.${table} SET ${set} WHERE CURRENT OF mine; END $$`;
    const labels = () => world.admin.query('SELECT * FROM access.record_visibility WHERE record_id = $1', [id]);
    const before = (await labels()).rows;
    const other = table === 'report' || column === 'report_id' ? id : items[0];
    await expect(recipient.sql(change(`${column} = '${other}'`))).rejects.toMatchObject({ code: '42501' });
    expect((await labels()).rows).toEqual(before);
    await recipient.sql(change(table === 'report' ? 'version = version + 1' : "sanitised = 'changed'"));
  });

  /** What is above their clearance, or in an operation that is not theirs, as is what the whole agency sees. */
  it('names what waits for its conditions, and erases a source, only with sight of the record', async () => {
    const handler = await world.aPerson(901, ['lead', 'supervisor']);
    const [{ key }] = (await handler.sql("SELECT access.open_operation('x', 'x', current_date + 9) AS key")) as [{ key: string }];
    const hide: [string, (id: string) => Promise<unknown>][] = [
      ['seen', () => Promise.resolve()],
      ['above', (id) => world.admin.query('UPDATE intelligence.report SET sensitivity = 3 WHERE id = $1', [id])],
      ['in an operation', async (id) => {
        const [held] = await handler.sql('SELECT compartment_id AS c FROM access.restrict($1, $2, NULL, $3)', [id, key, 'x']);
        await handler.sql('UPDATE intelligence.report SET compartment_id = $2 WHERE id = $1', [id, held!['c']]);
      }],
    ];
    for (const [how, change] of hide) {
      const { id, items } = await world.aReport(handler, 'withheld');
      await handler.sql("SELECT access.disclose($1, 902::smallint, $2, 'x', 'x', 901, 'Ask first', now() + interval '1 day', NULL)", [id, [items[0]]]);
      const returned = await world.aReport(owner, 'returned', 3);
      for (const one of [id, returned.id]) await change(one);
      const named = await recipient.sql('SELECT w FROM ctx.withheld() w WHERE w = $1', [id]);
      await owner.sql('SELECT intelligence.forget_source($1)', [returned.items[0]]);
      const { rowCount } = await world.admin.query('SELECT 1 FROM intelligence.report_item_source WHERE item_id = $1', [returned.items[0]]);
      expect([how, named.length, rowCount]).toEqual(how === 'seen' ? [how, 1, 0] : [how, 0, 1]);
    }
  }); // prettier-ignore

  /** Their emergency access was reviewed, their question answered, a threat to life raised: told to whomever the event names, of any agency. */
  it('cannot tell anybody of another agency what only the database tells', async () => {
    const { rows: told } = await world.admin.query<{ type: string }>(
      `SELECT DISTINCT m[1] AS type FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, regexp_matches(p.prosrc, '''([a-z-]+\\.[a-z-]+\\.v1)''', 'g') m
       WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prosrc LIKE '%INTO platform.outbox%'`,
    );
    expect(told.length).toBeGreaterThan(15);
    const tell = (type: string): Promise<string> =>
      stranger
        .sql(
          'INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ($1, $2, $3, 903, $4)',
          [type, randomUUID(), stranger.id, { personId: recipient.id, recipientAgencyId: 902 }],
        )
        .then(
          () => 'told',
          (error: pg.DatabaseError) => error.code!,
        );
    expect(await tell('report.submitted.v1')).toBe('told');
    for (const { type } of told) expect([type, await tell(type)]).toEqual([type, '42501']);
    expect(await tell('nothing.known.v1')).toBe('42501');
  });

  it('cannot put a record of its own over another in a transaction that began before it', async () => {
    const [id, item] = [randomUUID(), randomUUID()];
    const own = await aReferral(world, stranger, 'own', 1);
    const client = await world.request.connect();
    const begin = async (isolation: string): Promise<void> => {
      await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
      await client.query("SELECT set_config('ctx.token', $1, true)", [stranger.token]);
    };
    const put = (of: string) =>
      client.query(
        `INSERT INTO referrals.referral (id, reference, owner_agency_id, receiver_agency_id, created_at, sensitivity, private_to, status, handling, discovery,
          retention_group, review_on, version, marking, kind, title, threat_to_life)
         VALUES ($1::uuid, 'RF-' || $1::uuid, 903, 902, now(), 2, $2, 1, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', 'line', 'x', false)`,
        [of, stranger.id],
      );
    const putItem = (of: string, under: string) =>
      client.query("INSERT INTO referrals.referral_item (id, report_id, part, text, fields, handling_code) VALUES ($1, $2, 'request', 'x', '{}', 'P')", [of, under]); // prettier-ignore
    try {
      for (const attack of [() => put(id), () => putItem(item, own.id)]) {
        await begin('REPEATABLE READ');
        await expect(attack()).rejects.toMatchObject({ code: '23505' });
        await client.query('ROLLBACK');
      }
      await begin('READ COMMITTED');
      await put(id);
      await putItem(item, id);
      await client.query('ROLLBACK');
    } finally {
      client.release();
    }
  });

  it('writes no entry into the log that names no record, or whose page could not be shown', async () => {
    const append = (ids: string, beside = "'{}'") =>
      stranger
        .sql(`SELECT audit.append('[{"event": "x", "outcome": "allowed", "firstRecord": 1, "lastRecord": 1${ids}}]', ${beside}::uuid[])`)
        .then(() => 'written', ({ code }: pg.DatabaseError) => code);
    const id = randomUUID();
    expect([await append(`, "recordIds": ["${id}"]`), await append('', `'{${id}}'`), await append('')]).toEqual(Array(3).fill('written'));
    expect([await append(', "recordIds": [null]'), await append(`, "recordIds": [["${id}"]]`)]).toEqual(['23514', '23514']);
    expect([await append('', "'{NULL}'"), await append('', `'{{${id}},{${id}}}'`)]).toEqual(['23514', '23514']);
  }); // prettier-ignore

  it('lets people choose for themselves, and administrators register a webhook and count what is to be sent', async () => {
    const administrator = await world.aPerson(901, ['administrator']);
    const can = async (person: Person, text: string): Promise<unknown> => (await person.sql(text)).length;
    expect(await can(stranger, "INSERT INTO notifications.kind_choice VALUES (ctx.user_id(), 'report-shared', false, 'never') RETURNING kind")).toBe(1);
    expect(await can(administrator, "INSERT INTO notifications.webhook (agency_id, url, secret, sensitivity, created_by) VALUES (901, 'https://x.example/', repeat('x', 40), 3, ctx.user_id()) RETURNING id")).toBe(1);
    expect(await can(administrator, 'SELECT notifications.redrive(NULL), (SELECT count(*) FROM notifications.overview())')).toBe(1);
  }); // prettier-ignore

  it('lets the owner disclose and refuses everybody else with the answer for absent records', async () => {
    const call = (person: Person, record: string) =>
      person
        .sql("SELECT access.disclose($1, 902::smallint, $2, 'x', 'x', 901, '', now() + interval '1 day', NULL)", [
          record,
          [report.items[0]],
        ])
        .then(
          () => 'disclosed',
          (error: pg.DatabaseError) => `${error.code} ${error.message}`,
        );
    expect(await call(owner, report.id)).toBe('disclosed');
    for (const role of ['analyst', 'officer', 'coordinator', 'source-handler'])
      expect([role, await call(await world.aPerson(901, [role]), report.id)]).toEqual([role, 'CL403 no-permission']);
    expect(await call(await world.aPerson(901, ['lead']), report.id)).toBe('disclosed');
    const refused = await call(stranger, report.id);
    expect(refused).toBe('CL404 not visible');
    for (const role of ['administrator', 'auditor', 'reader'])
      expect([role, await call(await world.aPerson(901, [role]), report.id)]).toEqual([role, refused]);
    expect(await call(stranger, randomUUID())).toBe(refused);
    expect(await call(recipient, report.id)).toBe(refused);
  });

  /** An officer takes back what a supervisor's referral gave with it, and nothing else by calling it a pack. */
  it('lets whoever may send a referral take its pack back, and make nothing else of its pack', async () => {
    const officer = await world.aPerson(901, ['officer']);
    const shared = await world.aReport(owner, 'packed');
    const referral = await aReferral(world, owner, 'packed');
    const given = await world.disclose(owner, shared.id, [shared.items[0]], 902);
    const pack = (person: Person) =>
      person.sql('INSERT INTO referrals.pack_disclosure VALUES ($1, $2)', [referral.id, given]);
    const end = (person: Person) => person.sql("SELECT disclosure FROM referrals.end_pack($1, 'Over')", [referral.id]);
    await expect(pack(officer)).rejects.toMatchObject({ code: '42501' });
    await expect(officer.sql("SELECT access.revoke($1, 'x')", [given])).rejects.toMatchObject({ code: 'CL403' });
    await pack(owner);
    await expect(end(await world.aPerson(901))).rejects.toMatchObject({ code: 'CL403' });
    await expect(end(await world.aPerson(902, ['officer']))).rejects.toMatchObject({ code: 'CL404' });
    expect(await end(officer)).toEqual([{ disclosure: given }]);
    expect(await end(officer)).toEqual([]);
  });

  it('answers an insert under a hidden report exactly as one under an absent report', async () => {
    const insert = (id: string) =>
      stranger
        .sql('INSERT INTO intelligence.report_item (id, report_id) VALUES ($1, $2)', [randomUUID(), id])
        .catch((error: pg.DatabaseError) => [error.code, error.message, error.constraint]);
    expect(await insert(report.id)).toEqual(await insert(randomUUID()));
    const own = (id: string): Promise<unknown> =>
      owner.sql('INSERT INTO intelligence.report_item (id, report_id) VALUES ($1, $2)', [randomUUID(), id]);
    await expect(own((await world.aReport(owner, 'draft', 1)).id)).resolves.toEqual([]);
    await expect(own(report.id)).rejects.toThrow('through a correction only');
  });

  it('refuses an A1 or S2 item until a source handler has consented to that agency', async () => {
    await expect(world.disclose(owner, report.id, [report.items[1]], 902)).rejects.toMatchObject({ code: 'CL422' });
    const consent = `INSERT INTO access.originator_consent (id, item_id, record_id, owner_agency_id, recipient_agency_id, statement, given_by)
      VALUES (gen_random_uuid(), $1, $2, 901, 902, 'The source unit agrees', $3)`;
    await expect(owner.sql(consent, [report.items[1], report.id, owner.id])).rejects.toMatchObject({ code: '42501' });
    const handler = await world.aPerson(901, ['source-handler']);
    await handler.sql(consent, [report.items[1], report.id, handler.id]);
    const disclosure = await world.disclose(owner, report.id, [report.items[1]], 902);
    expect(await everythingReadable(recipient)).toContain(`${CANARY} item 1`);
    const analyst = await world.aPerson(901);
    await expect(analyst.sql("SELECT access.revoke($1, 'mine')", [disclosure])).rejects.toMatchObject({
      code: 'CL403',
    });
    expect(await everythingReadable(recipient)).toContain(`${CANARY} item 1`);
    await owner.sql("SELECT access.revoke($1, 'test over')", [disclosure]);
    expect(await everythingReadable(recipient)).not.toContain(`${CANARY} item 1`);
    await expect(owner.sql("SELECT access.revoke($1, 'again')", [disclosure])).rejects.toMatchObject({ code: 'CL409' });
  });

  it.each(["title >= 'h' AND title < 'i'", "title::name >= 'h'", "title >= ANY ('{h}')", "starts_with(title, 'h')", "(title, title) >= ('h', 'h')"])(
    'cannot tell what a hidden text is from how a statement runs: %s',
    async (words) => {
      const plan = async (person: Person, where: string): Promise<string> => {
        const lines = await person.sql(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT 1 FROM intelligence.report_original WHERE ${where}`);
        return lines.map((line) => String(line['QUERY PLAN'])).join('\n').replaceAll(/Filter: .*/g, '');
      };
      const other = words.replaceAll("'h'", "'zz'").replaceAll("'i'", "'zzz'").replace('{h}', '{zz}');
      expect(await plan(stranger, words)).toBe(await plan(stranger, other));
      expect(await plan(owner, words)).not.toBe(await plan(owner, other));
    },
  ); // prettier-ignore

  it('puts no original under a report that is there, and keeps none whose report does not follow', async () => {
    const bare = (id: string) =>
      `INSERT INTO intelligence.report_original VALUES ('${id}', 'x', 'x', '{}', ctx.user_id(), NULL, now())`;
    for (const one of [owner, recipient, stranger])
      await expect(one.sql(bare(report.id))).rejects.toMatchObject({ code: '23505' });
    await expect(owner.sql(bare(randomUUID()))).rejects.toMatchObject({ code: '23503' });
    await expect(owner.sql(bare(report.items[0]))).rejects.toMatchObject({ code: '23503' });
    const made = await world.aReport(owner, 'original-canary');
    const look = 'SELECT title FROM access.record_visibility WHERE record_id = $1';
    expect(await owner.sql(look, [made.id])).toEqual([{ title: 'original-canary original' }]);
  });

  it('writes no step of a report in another’s name', async () => {
    const closed = await world.aReport(owner, 'closed-canary');
    const step = (by: Person) =>
      owner
        .sql(
          `WITH moved AS (UPDATE intelligence.report SET status = 6 WHERE id = $1 RETURNING id)
          INSERT INTO intelligence.report_transition SELECT gen_random_uuid(), id, 'close', 5, 6, $2::uuid, now() FROM moved`,
          [closed.id, by.id],
        )
        .then(
          () => 'written',
          (error: pg.DatabaseError) => error.code,
        );
    expect([await step(await world.aPerson(901, ['supervisor'])), await step(owner)]).toEqual(['42501', 'written']);
  });

  it('proposes no correction that was decided or withdrawn, and withdraws it before the history says so', async () => {
    const { id } = await world.aReport(owner, 'proposed-canary');
    const propose = (more = '', value = ''): string => `INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state${more}) VALUES (gen_random_uuid(), '${id}', 'x', '{}', ctx.user_id(), 'proposed'${value})`;
    for (const [column, value] of [['decided_at', 'now()'], ['decision_reason', "'x'"], ['proposed_at', "now() + interval '1 minute'"]])
      await expect(owner.sql(propose(`, ${column}`, `, ${value}`))).rejects.toMatchObject({ code: '42501' });
    await owner.sql(propose());
    const line = (before: string) => owner.sql(`${before}; INSERT INTO intelligence.report_transition VALUES (gen_random_uuid(), '${id}', 'withdraw-correction', 5, 5, ctx.user_id(), now())`);
    await expect(line('SELECT 1')).rejects.toMatchObject({ code: 'CL403' });
    await line(`SELECT intelligence.withdraw_correction(c.id) FROM intelligence.report_correction c WHERE c.report_id = '${id}'`);
  }); // prettier-ignore

  it('corrects nothing that was not disseminated, or that was withdrawn', async () => {
    const [chief, reader] = [await world.aPerson(901, ['supervisor']), await world.aPerson(901)];
    const { id } = await world.aReport(reader, 'corrected-canary');
    const content = { sanitisedTitle: 'forged', eventDate: '2026-01-01', items: [] };
    const propose = () => reader.sql(`INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state) VALUES (gen_random_uuid(), $1, 'x', $2, ctx.user_id(), 'proposed')`, [id, content]);
    const decide = () => chief.sql("SELECT intelligence.decide_correction(c.id, true, 'x') FROM intelligence.report_correction c WHERE c.report_id = $1 AND c.state = 'proposed'", [id]);
    const put = (status: number) => world.admin.query('UPDATE intelligence.report SET status = $2 WHERE id = $1', [id, status]);
    for (const status of [2, 4, 7]) {
      await put(status);
      await expect(propose()).rejects.toMatchObject({ code: '42501' });
    }
    await put(6);
    await propose();
    for (const status of [4, 7]) {
      await put(status);
      await expect(decide()).rejects.toMatchObject({ code: 'CL404' });
    }
    await put(5);
    await decide();
  }); // prettier-ignore

  it('says how a referral is shared in the transaction that transfers it, and not in one that began before', async () => {
    const { id } = await aReferral(world, owner, 'terms');
    const set = (expires: string): string => `UPDATE referrals.referral_original SET expires_on = '${expires}' WHERE referral_id = '${id}'`;
    const transfer = (version: number, to: number): string => `SELECT referrals.move('${id}', 'transfer', ${version}, 'x', '{}', ${to}::smallint, '2030-01-01', '2030-01-01', '2030-01-01')`;
    const before = await world.request.connect();
    try {
      await before.query('BEGIN');
      await before.query("SELECT set_config('ctx.token', $1, true), now()", [owner.token]);
      await owner.sql(`${transfer(1, 903)}; ${set('2031-01-01')}`);
      await expect(before.query(set('2099-01-01'))).rejects.toMatchObject({ code: 'CL409' });
    } finally {
      await before.query('ROLLBACK');
      before.release();
    }
  }); // prettier-ignore

  it('keeps a draft to its author, and gives it to the agency when it is submitted', async () => {
    const colleague = await world.aPerson(901);
    const draft = await world.aReport(owner, 'draft-canary', 1);
    expect(await everythingReadable(colleague)).not.toContain('draft-canary');
    expect(await everythingReadable(owner)).toContain('draft-canary');
    await expect(
      owner.sql('UPDATE intelligence.report SET private_to = $2 WHERE id = $1', [draft.id, colleague.id]),
    ).rejects.toMatchObject({ code: '42501' });
    await owner.sql('UPDATE intelligence.report SET status = 2, private_to = NULL WHERE id = $1', [draft.id]);
    expect(await everythingReadable(colleague)).toContain('draft-canary');
  });

  it.each<[string, (person: Person, disclosure: string) => Promise<unknown>]>([
    [
      'the agreement is suspended',
      () => world.admin.query("UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901"),
    ],
    [
      'the disclosure expires',
      (_p, d) =>
        world.admin.query(
          "UPDATE access.record_visibility SET valid_until = now() - interval '1 s' WHERE disclosure_id = $1",
          [d],
        ),
    ],
    ['it is revoked', (_p, d) => owner.sql("SELECT access.revoke($1, 'enough')", [d])],
    [
      'the reader is posted elsewhere',
      (p) => world.admin.query('UPDATE identity.user_account SET agency_id = 903 WHERE id = $1', [p.id]),
    ],
    [
      'the reader leaves',
      (p) => world.admin.query('UPDATE identity.user_account SET left_at = now() WHERE id = $1', [p.id]),
    ],
    [
      'the reader loses clearance',
      (p) => world.admin.query('UPDATE identity.user_account SET clearance = 1 WHERE id = $1', [p.id]),
    ],
    [
      'the reader keeps no role that reads',
      (p) => world.admin.query("UPDATE identity.user_role SET role = 'administrator' WHERE user_id = $1", [p.id]),
    ],
    [
      'the session ends',
      (p) => world.admin.query('UPDATE identity.session SET ended_at = now() WHERE user_id = $1', [p.id]),
    ],
  ])('hides the report from the next query when %s', async (_when, change) => {
    const reader = await world.aPerson(902);
    const shared = await world.aReport(owner, 'change-canary');
    const disclosure = await world.disclose(owner, shared.id, [shared.items[0]], 902);
    const look = () => reader.sql('SELECT sanitised_title FROM intelligence.report WHERE id = $1', [shared.id]);
    expect(await look()).toHaveLength(1);
    await change(reader, disclosure);
    expect(await look()).toHaveLength(0);
    await world.admin.query("UPDATE sharing.agreement SET status = 'active' WHERE id = 901");
  });
});
