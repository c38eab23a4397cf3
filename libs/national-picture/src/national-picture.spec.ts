import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { Clock, Config, Databases, Read, type Actor } from '@clin/platform';
import { anActor } from '@clin/platform/testing';
import { NationalPictureQuery } from './national-picture.query.js';
import { asJson, type NationalPictureJson } from './picture-json.js';

const MONTH = { from: '2026-03', to: '2026-03' };

/** MPS, WMP and NCLCC are parties; HO is not. */
describe('the national picture', () => {
  let database: FreshDatabase;
  let admin: pg.Client;
  let worker: pg.Client;
  let databases: Databases;
  let query: NationalPictureQuery;
  const people = new Map<string, Actor>();

  beforeAll(async () => {
    database = await freshDatabase();
    [admin, worker] = [new pg.Client(database.adminUrl), new pg.Client(database.workerUrl)];
    await Promise.all([admin.connect(), worker.connect()]);
    await admin.query(`
      INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (901, 'MPS', 'MPS', 'task-force', '2020-01-01'),
        (902, 'WMP', 'WMP', 'task-force', '2020-01-01'), (903, 'NCLCC', 'NCLCC', 'co-ordination-centre', '2020-01-01'), (904, 'HO', 'HO', 'funder', '2020-01-01');
      INSERT INTO identity.area VALUES ('A', 'AAA', 'Area A', 'North', 1, 1, true), ('B', 'BBB', 'Area B', 'North', 2, 1, true);
      INSERT INTO sharing.agreement VALUES (1, 'ISA', 'Test', 'Testing', 'Test', 903, 'active', '2020-01-01', '2099-12-31', 1);
      INSERT INTO sharing.agreement_party VALUES (1, 901), (1, 902), (1, 903);
      INSERT INTO sharing.statistics_class VALUES (1, 'owner', 0), (1, 'co-ordination-centre', 0), (1, 'party', 5);`);
    for (const [code, agencyId] of [['MPS', 901], ['WMP', 902], ['NCLCC', 903], ['HO', 904]] as const) people.set(code, await aPerson(agencyId)); // prettier-ignore
    databases = new Databases(Config.of({ databaseUrl: database.requestUrl }));
    query = new NationalPictureQuery(new Read(databases), new Clock());
  });
  afterAll(async () => {
    await Promise.all([admin.end(), worker.end(), databases.onApplicationShutdown()]);
    await database.drop();
  });
  beforeEach(() => admin.query('TRUNCATE picture.delta, picture.base'));

  async function aPerson(agencyId: number): Promise<Actor> {
    const [userId, token] = [randomUUID(), randomUUID()];
    await admin.query(
      `INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ($1, $2, 'A', $3, 2)`,
      [userId, `${userId}@x.example`, agencyId],
    );
    await admin.query(
      `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ($1, $2, 'api', now() + interval '1 hour', now() + interval '1 hour')`,
      [createHash('sha256').update(token).digest(), userId],
    );
    await admin.query("INSERT INTO identity.user_role VALUES ($1, 'analyst')", [userId]);
    return anActor({ userId, token, agencyId });
  }

  async function aRecord(owner: string): Promise<string> {
    const id = randomUUID();
    await admin.query(
      `INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling) VALUES ($1, now(), $2, 1, $1, 1, 5, 'P')`,
      [people.get(owner)!.agencyId, id],
    );
    return id;
  }

  async function disseminated(
    owner: string,
    areas: string[],
    facts: Record<string, unknown> = {},
    record?: string,
  ): Promise<string> {
    const { agencyId, userId } = people.get(owner)!;
    const payload = { eventDate: '2026-03-14', areas, confidence: 3, threatToLife: false, ...facts };
    const made = await admin.query<{ id: string }>(
      `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('report.disseminated.v1', $1, $2, $3, $4) RETURNING id`,
      [record ?? (await aRecord(owner)), userId, agencyId, payload],
    );
    await worker.query('SELECT picture.count_event($1)', [made.rows[0]!.id]);
    return made.rows[0]!.id;
  }

  const seenBy = async (code: string, asked = MONTH): Promise<NationalPictureJson> =>
    asJson(await query.execute(people.get(code)!, asked));
  const force = (picture: NationalPictureJson, code: string) => picture.forces.find((one) => one.code === code)!;

  it('shows an owner and the co-ordination centre plain counts, parties small ones as 1 to 4, and others nothing', async () => {
    for (let n = 0; n < 3; n += 1) await disseminated('MPS', ['A', 'B'], { threatToLife: n === 0 });
    for (let n = 0; n < 9; n += 1) await disseminated('MPS', ['A'], { confidence: 1 });
    for (const reader of ['MPS', 'NCLCC']) {
      const seen = await seenBy(reader);
      expect([seen.totals.reports, seen.totals.threatToLife, force(seen, 'A').count, force(seen, 'B').count]).toEqual([
        12, 1, 12, 3,
      ]);
      expect(seen.confidence).toMatchObject([{ level: 'high', count: 3 }, { level: 'medium', count: 0 }, { level: 'low', count: 9 }]); // prettier-ignore
    }
    const party = await seenBy('WMP');
    expect(force(party, 'A').count).toBe(12);
    expect(force(party, 'B').count).toEqual({ from: 1, to: 4 });
    expect(party.totals).toMatchObject({ reports: 12, threatToLife: { from: 1, to: 4 }, forcesTouched: 2 });
    expect(party.agencies).toEqual([{ code: 'MPS', name: 'MPS', count: 12, threatToLife: null }]);
    expect(party.confidence).toMatchObject([
      { count: { from: 1, to: 4 } },
      { count: 0 },
      { count: { from: 8, to: 11 } },
    ]);
    expect((await seenBy('HO')).totals).toMatchObject({ reports: 0, threatToLife: 0, forcesTouched: 0 });
  });

  it("adds one's own reports to what is said of the others', so that subtracting them tells nothing", async () => {
    for (let n = 0; n < 10; n += 1) await disseminated('WMP', ['B']);
    for (let n = 0; n < 2; n += 1) await disseminated('MPS', ['B']);
    const seen = await seenBy('WMP');
    expect(force(seen, 'B').count).toEqual({ from: 11, to: 14 });
    expect(seen.totals.reports).toEqual({ from: 11, to: 14 });
  });

  it('says of a longer period what its months say', async () => {
    for (let n = 0; n < 6; n += 1) await disseminated('MPS', ['A']);
    for (let n = 0; n < 2; n += 1) await disseminated('MPS', ['A'], { eventDate: '2026-04-30' });
    const both = await seenBy('WMP', { from: '2026-03-14', to: '2026-04-30' });
    expect(both).toMatchObject({
      from: '2026-03',
      to: '2026-04',
      widened: true,
      totals: { reports: { from: 7, to: 10 } },
    });
    expect(force(both, 'A').count).toEqual({ from: 7, to: 10 });
    expect((await seenBy('NCLCC', { from: '2026-03', to: '2026-04' })).totals.reports).toBe(8);
  });

  it('gives the small months of a quarter together where each could still be anything under the threshold', async () => {
    for (const month of ['01', '01', '02', '02', '03', '03'])
      await disseminated('MPS', ['A'], { eventDate: `2026-${month}-02` });
    expect(force(await seenBy('WMP', { from: '2026-01', to: '2026-03' }), 'A').count).toBe(6);
    expect(force(await seenBy('WMP', { from: '2026-01', to: '2026-02' }), 'A').count).toEqual({ from: 2, to: 8 });
  });

  it('counts what the owner of a record says, and of another’s record what it says of none, wherever that record is', async () => {
    const record = await aRecord('WMP');
    const put = (operation: number | null) =>
      admin.query('UPDATE access.record_visibility SET compartment_id = $2 WHERE record_id = $1', [record, operation]);
    const figures = async () => [(await seenBy('MPS')).totals.reports, (await seenBy('NCLCC')).totals.reports];
    await disseminated('MPS', ['A']);
    for (const about of [record, randomUUID()]) await disseminated('MPS', ['A'], {}, about);
    expect(await figures()).toEqual([1, 1]);
    await disseminated('WMP', ['A'], {}, record);
    for (const [operation, reports] of [[1, 1], [null, 2]] as const) {
      await put(operation);
      for (const about of [record, randomUUID()]) await disseminated('MPS', ['A'], {}, about);
      const [own, all] = await figures();
      expect([own, all]).toEqual([operation ? 1 : { from: 2, to: 5 }, reports]);
    }
  }); // prettier-ignore

  it('counts an event once, however often it is delivered, and folding changes no figure', async () => {
    const event = await disseminated('MPS', ['A']);
    await worker.query('SELECT picture.count_event($1)', [event]);
    // A transaction that runs anywhere in the cluster holds the fold back: it comes to it the next time.
    const foldAll = async (): Promise<number> => {
      let summed = 0;
      for (let tries = 0; summed < 2 && tries < 200; tries += 1) {
        summed += Number((await worker.query<{ fold: string }>('SELECT picture.fold()')).rows[0]!.fold);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return summed;
    };
    expect((await seenBy('NCLCC')).totals.reports).toBe(1);
    expect(await foldAll()).toBe(2);
    expect((await seenBy('NCLCC')).totals.reports).toBe(1);
    await worker.query('SELECT picture.count_event($1)', [event]);
    await disseminated('MPS', ['A', 'no such area']);
    expect(await seenBy('NCLCC')).toMatchObject({ totals: { reports: 2, forcesTouched: 1 }, forces: [{ code: 'A', count: 2 }, { code: 'B', count: 0 }] }); // prettier-ignore
  });

  it('stops with the agreement, on the next question', async () => {
    for (let n = 0; n < 6; n += 1) await disseminated('MPS', ['A']);
    await admin.query(`UPDATE sharing.agreement SET status = 'suspended'`);
    expect([
      (await seenBy('WMP')).totals.reports,
      (await seenBy('NCLCC')).totals.reports,
      (await seenBy('MPS')).totals.reports,
    ]).toEqual([0, 0, 6]);
    await admin.query(`UPDATE sharing.agreement SET status = 'active'`);
    expect((await seenBy('WMP')).totals.reports).toBe(6);
  });

  it('gives the application’s own login no way to a small count', async () => {
    for (let n = 0; n < 3; n += 1) await disseminated('MPS', ['A']);
    const attacker = new pg.Client(database.requestUrl);
    await attacker.connect();
    await attacker.query(`SELECT set_config('ctx.token', $1, false)`, [people.get('WMP')!.token]);
    const rows = await attacker.query(
      `SELECT others, state FROM picture.figures('2026-03-01', '2026-03-01') WHERE measure = 'all'`,
    );
    expect(new Set(rows.rows.map((row: { others: unknown; state: string }) => `${row.others} ${row.state}`))).toEqual(
      new Set(['null small']),
    );
    for (const table of ['delta', 'base', 'folded']) {
      for (const login of [attacker, worker])
        await expect(login.query(`SELECT * FROM picture.${table}`)).rejects.toThrow(/permission denied/);
    }
    await expect(attacker.query('SELECT picture.count_event(1)')).rejects.toThrow(/permission denied/);
    await attacker.end();
  });

  it('refuses a period that is none, by field', async () => {
    for (const [asked, field] of [
      [{ from: 'x' }, 'from'],
      [{ from: '2026-02-30' }, 'from'],
      [{ from: '2026-05', to: '2026-04' }, 'to'],
      [{ from: '2016-05', to: '2026-04' }, 'from'],
    ] as const) {
      // prettier-ignore
      await expect(query.execute(people.get('MPS')!, asked)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
    }
    expect((await seenBy('MPS', {} as never)).months).toHaveLength(12);
  });
});
