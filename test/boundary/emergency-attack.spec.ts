import pg from 'pg';
import { tried, World, type Person } from './a-world.js';

const REASON = 'A child is missing and may be at this address';

/** Arbitrary SQL as app_request against break-glass: what it may mint, and what it never may. Every denial stands beside its positive control. */
describe('emergency access against arbitrary SQL', () => {
  let world: World;
  let owner: Person, chief: Person, reviewer: Person, other: Person, auditor: Person;
  let report: { id: string; items: [string, string] };
  const open = async (person: Person, id: string, reason = REASON) => {
    const reference = `IR-${id.slice(0, 8)}`;
    if (!(await tried(person, 'emergency', reference))) return 'too many';
    return person
      .sql('SELECT * FROM access.open_emergency($1, $2)', [reference, reason])
      .then((rows) => rows[0]!, code);
  };
  const code = (error: pg.DatabaseError): string => `${error.code} ${error.message}`;
  const titles = (person: Person, id: string) =>
    person.sql('SELECT sanitised_title FROM intelligence.report WHERE id = $1', [id]);

  beforeAll(async () => {
    world = await World.create();
    owner = await world.aPerson(901, ['analyst', 'supervisor']);
    reviewer = await world.aPerson(901, ['lead']);
    auditor = await world.aPerson(903, ['auditor']);
  });
  beforeEach(async () => {
    chief = await world.aPerson(903, ['supervisor']);
    other = await world.aPerson(903, ['supervisor']);
    report = await world.aReport(owner, 'emergency-canary');
  });
  afterAll(() => world.end());

  it('opens for one person alone: the sanitised items, never the original or the source', async () => {
    expect(await titles(chief, report.id)).toEqual([]);
    expect(await open(chief, report.id)).toMatchObject({ outcome: 'opened', record: report.id });
    expect(await titles(chief, report.id)).toHaveLength(1);
    expect(await chief.sql('SELECT sanitised FROM intelligence.report_item')).toHaveLength(2);
    for (const table of ['report_original', 'report_item_original', 'report_item_source', 'report_transition'])
      expect(await chief.sql(`SELECT * FROM intelligence.${table}`)).toEqual([]);
    expect(await titles(other, report.id)).toEqual([]);
    expect(await open(chief, report.id)).toMatchObject({ outcome: 'visible', record: report.id, emergency: null });
  });

  it('shows nothing in the transaction that opens it, which could be undone without a trace', async () => {
    const client = await world.request.connect();
    const read = async () => {
      const items = await client.query('SELECT sanitised FROM intelligence.report_item WHERE report_id = $1', [report.id]);
      return [items.rowCount, (await client.query('SELECT 1 FROM access.record_visibility WHERE record_id = $1', [report.id])).rowCount];
    };
    const begin = async () => {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [chief.token]);
    };
    await tried(chief, 'emergency', `IR-${report.id.slice(0, 8)}`);
    try {
      for (const [end, after] of [['ROLLBACK', [0, 0]], ['COMMIT', [2, 1]]] as const) {
        await begin();
        expect((await client.query('SELECT outcome FROM access.open_emergency($1, $2)', [`IR-${report.id.slice(0, 8)}`, REASON])).rows).toEqual([{ outcome: 'opened' }]);
        expect(await read()).toEqual([0, 0]);
        await client.query(end);
        await begin();
        expect(await read()).toEqual(after);
        await client.query('COMMIT');
      }
      const { rows } = await world.admin.query("SELECT record_id AS record, actor_id AS actor FROM platform.outbox WHERE type = 'emergency.opened.v1' AND record_id = $1", [report.id]);
      expect(rows).toEqual([{ record: report.id, actor: chief.id }]);
    } finally {
      client.release();
    }
  }); // prettier-ignore

  it('answers no try that is not kept: undone tries are none, and tell of no reference', async () => {
    const reference = `IR-${report.id.slice(0, 8)}`;
    const client = await world.request.connect();
    const answer = (asked: string): Promise<string> =>
      client.query('SELECT outcome FROM access.open_emergency($1, $2)', [asked, REASON]).then(({ rows }) => (rows as { outcome: string }[])[0]!.outcome, code);
    const begin = async (): Promise<void> => {
      await client.query('BEGIN');
      await client.query("SELECT set_config('ctx.token', $1, true)", [chief.token]);
    };
    try {
      for (let tries = 0; tries < 12; tries += 1) {
        await begin();
        await client.query("SELECT access.count_attempt('emergency', $1)", [reference]);
        expect(await answer(reference)).toBe('CL403 not-tried');
        await client.query('ROLLBACK');
      }
      // One that is kept is answered as often as it is asked, for its own reference alone.
      await tried(chief, 'emergency', 'IR-ffffffff');
      for (const [asked, said] of [['IR-ffffffff', 'refused'], [reference, 'CL403 not-tried'], ['IR-ffffffff', 'refused']] as const) {
        await begin();
        expect(await answer(asked)).toBe(said);
        await client.query('ROLLBACK');
      }
      for (let tries = 1; tries < 10; tries += 1) expect(await tried(chief, 'emergency', `IR-${tries}`)).toBe(true);
      expect(await tried(chief, 'emergency', reference)).toBe(false);
    } finally {
      client.release();
    }
  }); // prettier-ignore

  it('stays one person’s when the owner changes the record, and ends with its hour', async () => {
    await open(chief, report.id);
    await owner.sql('UPDATE intelligence.report SET status = 6, version = 2 WHERE id = $1', [report.id]);
    expect(await titles(chief, report.id)).toHaveLength(1);
    expect(await titles(other, report.id)).toEqual([]);
    await world.admin.query(
      "UPDATE access.record_visibility SET valid_until = now() + interval '1 day' WHERE private_to = $1",
      [chief.id],
    );
    const { rows } = await world.admin.query<{ kept: boolean }>(
      "SELECT valid_until <= now() + interval '61 minutes' AS kept FROM access.record_visibility WHERE private_to = $1",
      [chief.id],
    );
    expect(rows).toEqual([{ kept: true }]);
    await world.admin.query(
      "UPDATE access.record_visibility SET valid_until = now() - interval '1 s' WHERE private_to = $1",
      [chief.id],
    );
    expect(await titles(chief, report.id)).toEqual([]);
  });

  it('answers unknown, draft, unassessed, too sensitive and foreign roles alike or not at all', async () => {
    const refused = await open(chief, 'ffffffff');
    expect(refused).toMatchObject({ outcome: 'refused', record: null, emergency: null });
    for (const status of [1, 2, 3]) {
      const hidden = await world.aReport(owner, 'unassessed-canary', status);
      expect(await open(chief, hidden.id)).toEqual(refused);
    }
    const low = await world.aPerson(903, ['lead'], 1);
    expect(await open(low, report.id)).toEqual(refused);
    for (const roles of [['analyst'], ['auditor'], ['administrator'], ['source-handler']])
      expect(await open(await world.aPerson(903, roles), report.id)).toBe('CL403 no-permission');
    expect(await open(chief, report.id, 'too short')).toMatch(/^CL422 reason:/);
    expect(await open(chief, report.id)).toMatchObject({ outcome: 'opened' });
  });

  it('counts refused tries, and after ten in an hour even the right reference waits', async () => {
    for (let tries = 0; tries < 10; tries += 1)
      expect(await open(chief, 'ffffffff')).toMatchObject({ outcome: 'refused' });
    expect(await open(chief, report.id)).toBe('too many');
    await expect(
      chief.sql('SELECT outcome FROM access.open_emergency($1, $2)', [`IR-${report.id.slice(0, 8)}`, REASON]),
    ).rejects.toMatchObject({ code: 'CL403', message: 'not-tried' });
    expect(await open(other, report.id)).toMatchObject({ outcome: 'opened' });
  });

  it('ends early by the person or by the owner, once, and by nobody else', async () => {
    const { emergency } = (await open(chief, report.id)) as { emergency: string };
    const end = (person: Person) => person.sql('SELECT access.end_emergency($1)', [emergency]).catch(code);
    expect(await end(other)).toBe('CL404 not visible');
    expect(await end(reviewer)).toHaveLength(1);
    expect(await titles(chief, report.id)).toEqual([]);
    expect(await end(chief)).toMatch(/^CL409/);
  });

  it('is reviewed once, by somebody else of the owner’s agency', async () => {
    const { emergency } = (await open(chief, report.id)) as { emergency: string };
    const review = (person: Person, finding = 'justified', words = 'The child was found') =>
      person.sql('SELECT access.review_emergency($1, $2, $3)', [emergency, finding, words]).catch(code);
    expect(await review(chief)).toBe('CL403 reviews-own-use');
    expect(await review(other)).toBe('CL404 not visible');
    expect(await review(auditor)).toBe('CL404 not visible');
    expect(await review(reviewer, 'perhaps')).toMatch(/^CL422 verdict/);
    expect(await review(reviewer, 'justified', ' ')).toMatch(/^CL422 words/);
    await expect(
      world.admin.query(
        "UPDATE access.emergency_access SET reviewed_by = user_id, reviewed_at = now(), verdict = 'justified', review = 'x' WHERE id = $1",
        [emergency],
      ),
    ).rejects.toMatchObject({ constraint: 'reviewed_by_another' });
    expect(await review(reviewer)).toHaveLength(1);
    expect(await review(owner)).toMatch(/^CL409/);
  });

  it.each([
    [
      'mint a use',
      'INSERT INTO access.emergency_access (record_id, reference, owner_agency_id, user_agency_id, user_id, user_name, reason, ends_at) SELECT $1, $2, 901, 903, ctx.user_id(), $2, repeat($2, 9), now() + interval $3',
    ],
    [
      'lengthen a use',
      'UPDATE access.emergency_access SET ends_at = now() + interval $3 WHERE record_id = $1 OR reference = $2',
    ],
    [
      'lengthen a grant',
      'UPDATE access.record_visibility SET valid_until = now() + interval $3 WHERE record_id = $1 OR handling = $2',
    ],
    ['forget its tries', 'DELETE FROM access.attempt WHERE what IN ($1, $2, $3)'],
    ['call the keeper’s own functions', 'SELECT access.held_under($2), access.named_under($1), $3'],
    ['find a record by its reference', 'SELECT access.attempted($2, $1), $3'],
  ])('cannot %s', async (_what, attack) => {
    await open(chief, report.id);
    const text = attack.replaceAll('$1', `'${report.id}'`).replaceAll('$2', "'IR'").replaceAll('$3', "'5 hours'");
    await expect(chief.sql(text)).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses more than an hour in the table itself', async () => {
    const { emergency } = (await open(chief, report.id)) as { emergency: string };
    await expect(
      world.admin.query(
        "UPDATE access.emergency_access SET ends_at = opened_at + interval '61 minutes' WHERE id = $1",
        [emergency],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });

  it('shows its facts to the person, the owner’s chiefs and auditors, and to nobody else', async () => {
    const { emergency } = (await open(chief, report.id)) as { emergency: string };
    const seen = async (person: Person) =>
      (await person.sql('SELECT id FROM access.emergency_access WHERE id = $1', [emergency])).length;
    expect([await seen(chief), await seen(owner), await seen(reviewer), await seen(auditor)]).toEqual([1, 1, 1, 1]);
    expect([
      await seen(other),
      await seen(await world.aPerson(901)),
      await seen(await world.aPerson(902, ['lead'])),
    ]).toEqual([0, 0, 0]);
    expect(await titles(auditor, report.id)).toEqual([]);
  });

  it('reminds after 12 and after 24 hours, once each, whoever asks at the same time', async () => {
    const { emergency } = (await open(chief, report.id)) as { emergency: string };
    const workers = new pg.Pool({ connectionString: world.database.workerUrl, max: 3 });
    const remind = async () => {
      const runs = [0, 1, 2].map(() => workers.query('SELECT emergency::text, hours FROM access.remind_reviews()'));
      return (await Promise.all(runs)).flatMap(({ rows }) =>
        rows.filter((row: { emergency: string }) => row.emergency === emergency),
      );
    };
    const age = (hours: number) =>
      world.admin.query(
        'UPDATE access.emergency_access SET opened_at = now() - $2 * interval $$1 hour$$, ends_at = now() - ($2 - 1) * interval $$1 hour$$ WHERE id = $1',
        [emergency, hours],
      );
    expect(await remind()).toEqual([]);
    await age(13);
    expect(await remind()).toEqual([{ emergency, hours: 12 }]);
    expect(await remind()).toEqual([]);
    await age(25);
    expect(await remind()).toEqual([{ emergency, hours: 24 }]);
    expect(await remind()).toEqual([]);
    await workers.end();
  });
});
