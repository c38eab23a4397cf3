import type { Actor } from '@clin/platform';
import { Register } from './testing/a-register.js';
import { someTerms } from './testing/an-agreement.js';

const first = { version: 1, revision: 1 };

/** Wall 2 alone: whatever SQL the application's own login runs in somebody's name. */
describe('two people and both agencies, in the database', () => {
  let register: Register;
  let author: Actor;
  let lead: Actor;
  let theirs: Actor;
  let administrator: Actor;
  let analyst: Actor;
  let stranger: Actor;
  beforeAll(async () => {
    register = await Register.open();
    author = await register.person('MPS-CLTF', 'supervisor', 'lead');
    lead = await register.person('MPS-CLTF', 'lead');
    administrator = await register.person('MPS-CLTF', 'administrator');
    analyst = await register.person('MPS-CLTF', 'analyst');
    theirs = await register.person('NCLCC', 'coordinator');
    stranger = await register.person('WMP-CLTF', 'lead');
  });
  afterAll(() => register?.shut());

  const outcome = (actor: Actor, text: string, values: unknown[] = []): Promise<string> =>
    register.sql(actor, text, values).then(
      () => 'ran',
      (error: { code: string }) => error.code,
    );
  const everything = async (): Promise<unknown> => {
    const tables = ['agreement', 'agreement_party', 'agreement_version', 'agreement_approval', 'agreement_invitation', 'agreement_suspension', 'agreement_event', 'standing_rule', 'statistics_class']; // prettier-ignore
    const sums = tables.map((name) => `(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM sharing.${name} t)`);
    return (await register.admin.query(`SELECT concat_ws(' ', ${sums.join(', ')}) AS all`)).rows[0];
  };
  const numberOf = async (id: string): Promise<number> =>
    (await register.admin.query<{ id: number }>('SELECT id FROM sharing.agreement WHERE uid = $1', [id])).rows[0]!.id;

  it('stores no approval by the author, not even for the database’s own administrator', async () => {
    const id = await register.proposed(author);
    const approval = `INSERT INTO sharing.agreement_approval (agreement_id, version, author_id, agency_id, approved_by)
      SELECT $1, 1, v.author_id, 1, $2 FROM sharing.agreement_version v WHERE v.agreement_id = $1`;
    const number = await numberOf(id);
    await expect(register.admin.query(approval, [number, author.userId])).rejects.toThrow('author_never_approves');
    const pretending = `INSERT INTO sharing.agreement_approval VALUES ($1, 1, $3, 1, $2)`;
    await expect(register.admin.query(pretending, [number, author.userId, lead.userId])).rejects.toThrow('foreign key');
    await expect(register.admin.query(approval, [number, lead.userId])).resolves.toBeDefined();
    const moved = `UPDATE sharing.agreement_version SET author_id = $2 WHERE agreement_id = $1`;
    await expect(register.admin.query(moved, [number, analyst.userId])).rejects.toThrow('foreign key');
  });

  it('stores no reinstatement by who suspended', async () => {
    const id = await register.inForce(author, lead, theirs);
    await register.decide.execute(theirs, id, 'suspend', { reason: 'Test' });
    const reinstate = `UPDATE sharing.agreement_suspension SET reinstated_by = $2, reinstated_at = now() WHERE agreement_id = $1`;
    const number = await numberOf(id);
    await expect(register.admin.query(reinstate, [number, theirs.userId])).rejects.toThrow('another_reinstates');
    await expect(register.admin.query(reinstate, [number, lead.userId])).resolves.toBeDefined();
  });

  it.each([
    "INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on) VALUES (77, 'X', 'x', 'x', 'x', 1, 'active', '2020-01-01', '2099-01-01')",
    "UPDATE sharing.agreement SET status = 'active'",
    "UPDATE sharing.agreement SET handling = '{P,C}', most_sensitivity = 3",
    'DELETE FROM sharing.agreement_party',
    'INSERT INTO sharing.agreement_party SELECT id, 2 FROM sharing.agreement',
    "UPDATE sharing.agreement_version SET terms = '{}'",
    'INSERT INTO sharing.agreement_approval SELECT agreement_id, version, author_id, 5, author_id FROM sharing.agreement_version',
    'DELETE FROM sharing.agreement_suspension',
    'DELETE FROM sharing.agreement_event',
    "INSERT INTO sharing.standing_rule VALUES (77, 1, 1, 1, 'C', 'agency', 2, 60, '')",
    "INSERT INTO sharing.statistics_class VALUES (1, 'party', 0)",
    'SELECT sharing.enact_if_complete(1, 1)',
    "SELECT sharing.put_terms(1, '{}')",
    'SELECT sharing.leave(1, 2::smallint, $$x$$)',
    'SELECT sharing.known_locked(gen_random_uuid())',
    'SELECT sharing.remind_reviews()',
    'SELECT * FROM sharing.review_reminder',
    "SELECT nextval('sharing.agreement_number')",
  ])('refuses %s', async (text) => {
    await register.inForce(author, lead, theirs);
    const before = await everything();
    expect(await outcome(lead, text)).toBe('42501');
    expect(await everything()).toEqual(before);
  });

  it('lets each function be used by its roles only, on agreements that the agency knows', async () => {
    const id = await register.proposed(author, { parties: ['NCLCC'] });
    const terms = JSON.stringify(someTerms());
    const [approve, suspend] = ['SELECT sharing.approve($1, 1, 1)', "SELECT sharing.suspend($1, 'x')"];
    for (const actor of [administrator, analyst]) {
      expect(await outcome(actor, "SELECT sharing.draft_agreement('MPS-CLTF-X', $1)", [terms])).toBe('CL403');
      for (const call of [approve, suspend, 'SELECT sharing.propose($1, 1)'])
        expect([call, await outcome(actor, call, [id])]).toEqual([call, 'CL403']);
    }
    for (const call of [approve, suspend, "SELECT sharing.revise($1, 'x')", "SELECT sharing.withdraw($1, 'x')"])
      expect([call, await outcome(stranger, call, [id])]).toEqual([call, 'CL404']);
    expect(await outcome(theirs, "SELECT sharing.revise($1, 'x')", [id])).toBe('CL403');
    expect(await outcome(theirs, suspend, [id])).toBe('CL403');
    expect(await outcome(author, approve, [id])).toBe('CL422');
    expect(await outcome(theirs, approve, [id])).toBe('ran');
    expect(await outcome(theirs, approve, [id])).toBe('CL409');
    expect(await outcome(lead, approve, [id])).toBe('ran');
    expect(await outcome(theirs, suspend, [id])).toBe('ran');
    expect(await outcome(theirs, suspend, [id])).toBe('CL409');
    expect(await outcome(theirs, "SELECT sharing.reinstate($1, 'x')", [id])).toBe('CL422');
    expect(await outcome(stranger, "SELECT sharing.reinstate($1, 'x')", [id])).toBe('CL404');
  });

  it('shows a stranger nothing of it, and an invited agency no draft and no right', async () => {
    const hidden = (await register.draft.begin(author, someTerms())).id;
    const invited = await register.proposed(author);
    const tables = [
      'agreement_version',
      'agreement_approval',
      'agreement_invitation',
      'agreement_event',
      'agreement_party',
    ];
    for (const table of tables) {
      const count = `SELECT count(*)::int AS n FROM sharing.${table} t JOIN sharing.agreement a ON a.id = t.agreement_id WHERE a.uid = ANY ($1)`;
      expect(await register.sql(stranger, count, [[hidden, invited]])).toEqual([{ n: 0 }]);
      const alone = `SELECT count(*)::int AS n FROM sharing.${table} t WHERE t.agreement_id = ANY ($1)`;
      expect(await register.sql(stranger, alone, [[await numberOf(hidden), await numberOf(invited)]])).toEqual([
        { n: 0 },
      ]);
      expect(await register.sql(theirs, alone, [[await numberOf(hidden)]])).toEqual([{ n: 0 }]);
    }
    const mine = 'SELECT count(*)::int AS n FROM ctx.my_agreements() m WHERE m = $1';
    expect(await register.sql(theirs, mine, [await numberOf(invited)])).toEqual([{ n: 0 }]);
    await register.approve.execute(theirs, invited, first);
    expect(await register.sql(theirs, mine, [await numberOf(invited)])).toEqual([{ n: 0 }]);
    await register.approve.execute(lead, invited, first);
    expect(await register.sql(theirs, mine, [await numberOf(invited)])).toEqual([{ n: 1 }]);
  });

  it('reminds of each review once, however many ask at once', async () => {
    const id = await register.inForce(author, lead, theirs);
    const remind = (): Promise<unknown> => register.admin.query('SELECT sharing.remind_reviews()');
    const told = async (): Promise<string[]> =>
      (await register.admin.query<{ stage: string }>(`SELECT payload ->> 'stage' AS stage FROM platform.outbox WHERE record_id = $1
        AND type = 'agreement.review-due.v1' ORDER BY id`, [id])).rows.map(({ stage }) => stage); // prettier-ignore
    await remind();
    expect(await told()).toEqual([]);
    await register.admin.query('UPDATE sharing.agreement SET review_on = current_date + 28 WHERE uid = $1', [id]);
    for (let at = 0; at < 3; at += 1) await remind();
    expect(await told()).toEqual(['ahead']);
    await register.admin.query('UPDATE sharing.agreement SET review_on = current_date WHERE uid = $1', [id]);
    for (let at = 0; at < 3; at += 1) await remind();
    expect(await told()).toEqual(['ahead', 'due']);
    await register.decide.execute(lead, id, 'review', { reason: 'Done' });
    await remind();
    expect(await told()).toEqual(['ahead', 'due']);
  });
});
