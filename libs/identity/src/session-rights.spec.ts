import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Client, type DatabaseError } from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';

/** What a session carries of its person is the person's, also when both change at the same time. */
describe('the rights of a session', () => {
  let database: FreshDatabase;
  let changing: Client;
  let signingIn: Client;
  let asking: Client;
  beforeAll(async () => {
    database = await freshDatabase();
    [changing, signingIn, asking] = [database.adminUrl, database.adminUrl, database.requestUrl].map(
      (connectionString) => new Client({ connectionString }),
    ) as [Client, Client, Client];
    await Promise.all([changing.connect(), signingIn.connect(), asking.connect()]);
    await changing.query(`INSERT INTO identity.agency (id, code, name, kind, starts_on)
      VALUES (901, 'T1', 'One', 'task-force', '2020-01-01'), (902, 'T2', 'Two', 'task-force', '2020-01-01')`);
  });
  afterAll(async () => {
    await Promise.all([changing.end(), signingIn.end(), asking.end()]);
    await database.drop();
  });

  const aPerson = async (): Promise<string> => {
    const id = randomUUID();
    await changing.query(
      `INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ($1::uuid, $1::text || '@t.example', 'T', 901, 2)`,
      [id],
    );
    return id;
  };
  const begin = async (id: string): Promise<string> => {
    const token = randomBytes(32).toString('base64url');
    await signingIn.query(
      `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')`,
      [createHash('sha256').update(token).digest(), id],
    );
    return token;
  };
  const rightsOf = async (token: string): Promise<unknown[]> => {
    await asking.query(`SELECT set_config('ctx.token', $1, false)`, [token]);
    const { rows } = await asking.query('SELECT ctx.user_id() AS id, ctx.agency() AS agency, ctx.clearance() AS clearance'); // prettier-ignore
    return Object.values(rows[0] as object);
  };

  /** Until this connection stands behind somebody's lock. */
  async function waits(client: Client): Promise<void> {
    const { processID } = client as unknown as { processID: number };
    for (let tries = 0; tries < 500; tries += 1) {
      const { rows } = await asking.query('SELECT cardinality(pg_blocking_pids($1)) AS n', [processID]);
      if ((rows[0] as { n: number }).n > 0) return;
    }
    throw new Error('Nobody waits.');
  }

  it.each([
    ['cleared for less', 'clearance = 1', [901, 1]],
    ['posted elsewhere', 'agency_id = 902', [902, 2]],
    ['marked as a leaver', 'left_at = now()', undefined],
  ])('are those of somebody who is %s, whether it began before, meanwhile or after', async (_how, change, rights) => {
    const id = await aPerson();
    const before = await begin(id);
    expect(await rightsOf(before)).toEqual([id, 901, 2]);
    await changing.query('BEGIN');
    await changing.query(`UPDATE identity.user_account SET ${change} WHERE id = $1`, [id]);
    const meanwhile = begin(id);
    // Until the change is there for all, the session that began before has what it had.
    expect(await rightsOf(before)).toEqual([id, 901, 2]);
    await changing.query('COMMIT');
    for (const token of [before, await meanwhile, await begin(id)])
      expect(await rightsOf(token)).toEqual(rights ? [id, ...rights] : [null, null, null]);
  });

  it('end with the last day of the agency, and are there again when that day is moved', async () => {
    const id = await aPerson();
    const token = await begin(id);
    for (const [day, rights] of [
      ['current_date - 1', [null, null, null]],
      ['current_date', [id, 901, 2]],
      ['NULL', [id, 901, 2]],
    ] as const) {
      await changing.query(`UPDATE identity.agency SET ends_on = ${day} WHERE id = 901`);
      expect(await rightsOf(token)).toEqual(rights);
    }
  });

  it('change while a worker acts for the person, and neither waits for the other in a circle', async () => {
    const [id, other] = [await aPerson(), await aPerson()];
    const { rows } = await changing.query<{ id: string }>(
      `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('x', $1, $1, 901, '{}') RETURNING id`,
      [id],
    );
    const actFor = (person: string) => signingIn.query('SELECT ctx.act_for($1, $2)', [person, rows[0]!.id]);
    for (const person of [id, other]) await actFor(person);
    await changing.query("UPDATE identity.session SET ends_at = now() - interval '2 minutes' WHERE kind = 'acting'");
    for (const first of [id, other]) {
      await changing.query('BEGIN');
      await changing.query('SELECT 1 FROM identity.user_account WHERE id = $1 FOR UPDATE', [id]);
      await signingIn.query('BEGIN');
      const acting = first === id ? actFor(id) : actFor(other).then(() => actFor(id));
      await waits(signingIn);
      await changing.query('UPDATE identity.user_account SET clearance = 3 - clearance WHERE id = $1', [id]);
      await changing.query('COMMIT');
      await acting;
      await signingIn.query('COMMIT');
    }
  });

  it.each([
    ['stays as it was reset meanwhile', true, 'CL403 signed-out', 'issued', 0],
    ['is chosen once their account is free', false, 'changed', 'chosen', 1],
  ])('a password that its person changes %s', async (_what, reset, answer, password, left) => {
    const [chief, id] = [await aPerson(), await aPerson()];
    await changing.query("INSERT INTO identity.user_role VALUES ($1, 'administrator')", [chief]);
    await changing.query("INSERT INTO identity.credential (user_id, password_hash, confirmed_at) VALUES ($1, 'before', clock_timestamp())", [id]);
    const [by, mine] = [await begin(chief), await begin(id)];
    const chooser = new Client({ connectionString: database.requestUrl });
    await chooser.connect();
    await chooser.query("SELECT set_config('ctx.token', $1, false)", [mine]);
    await changing.query('BEGIN');
    await changing.query('SELECT 1 FROM identity.user_account WHERE id = $1 FOR UPDATE', [id]);
    if (reset) {
      await changing.query("SELECT set_config('ctx.token', $1, true)", [by]);
      await changing.query("SELECT identity.issue_password($1, 'issued')", [id]);
    }
    const chosen = chooser.query("SELECT identity.change_own_password('chosen')").then(
      () => 'changed',
      (error: DatabaseError) => `${error.code} ${error.message}`,
    );
    await waits(chooser);
    await changing.query('COMMIT');
    expect(await chosen).toBe(answer);
    const { rows } = await changing.query('SELECT password_hash FROM identity.credential WHERE user_id = $1', [id]);
    expect(rows).toEqual([{ password_hash: password }]);
    expect((await changing.query('SELECT 1 FROM identity.session WHERE user_id = $1 AND ended_at IS NULL', [id])).rowCount).toBe(left);
    await chooser.end();
  }); // prettier-ignore

  it('cannot be given to a session, nor to a person, by whoever writes them', async () => {
    const id = await aPerson();
    const token = await begin(id);
    for (const [table, change] of [
      ['session', 'clearance = 3'],
      ['session', 'agency_id = 902'],
      ['user_account', "agency_until = '2100-01-01'"],
    ])
      await expect(changing.query(`UPDATE identity.${table} SET ${change} WHERE ${table === 'session' ? 'user_id' : 'id'} = $1`, [id])).rejects.toMatchObject({ code: '23503' }); // prettier-ignore
    expect(await rightsOf(token)).toEqual([id, 901, 2]);
  });
});
