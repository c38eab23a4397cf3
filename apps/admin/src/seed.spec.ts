import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { Config } from '@clin/platform';
import { seed } from './seed.js';

describe('seed', () => {
  let database: FreshDatabase;
  let admin: Client;
  beforeAll(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  it('fills an empty database once: agencies, people, scenarios and generated reports', async () => {
    const { requestUrl: databaseUrl, signinUrl: databaseSigninUrl, adminUrl: databaseAdminUrl } = database;
    const config = Config.of({ databaseUrl, databaseSigninUrl, databaseAdminUrl, logLevel: 'silent' });
    const options = { reports: 20, demoPassword: 'synthetic password' };
    await seed(admin, config, options);
    const count = async (table: string) =>
      (await admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;
    expect(await count('identity.agency')).toBe(54);
    expect(await count('identity.area')).toBe(46);
    // Whoever can be sent a referral can open it.
    const nobody = await admin.query(`SELECT code FROM identity.agency a WHERE kind = 'partner' AND NOT EXISTS (SELECT 1
      FROM identity.user_account u JOIN identity.user_role r ON r.user_id = u.id AND r.role = 'contact' WHERE u.agency_id = a.id)`);
    expect([await count('identity.user_account'), nobody.rows]).toEqual([65, []]);
    expect(await count('intelligence.report')).toBe(31);
    const work = async () => [
      await count('cases.case_file'),
      await count('cases.action'),
      await count('cases.decision'),
    ];
    expect(await work()).toEqual([2, 4, 2]);
    const referrals = 'SELECT status, count(*)::int AS n FROM referrals.referral GROUP BY status ORDER BY status';
    const before = (await admin.query(referrals)).rows;
    expect(before.map(({ status }) => status)).toEqual([1, 2, 4, 6, 7, 8]);
    const threats = () => admin.query('SELECT status, result FROM threats.alert');
    expect((await threats()).rows).toEqual([{ status: 4, result: 'protected' }]);
    // An older demonstration's agreements did not cover referrals yet; one that people revised stays as they left it.
    await admin.query(
      `UPDATE sharing.agreement SET kinds = '{1}' WHERE id IN (1, 2); UPDATE sharing.agreement SET version = 2 WHERE id = 2`,
    );
    await seed(admin, config, options);
    expect(await count('intelligence.report')).toBe(31);
    expect(await work()).toEqual([2, 4, 2]);
    expect((await admin.query(referrals)).rows).toEqual(before);
    expect((await threats()).rows).toHaveLength(1);
    expect((await admin.query('SELECT kinds FROM sharing.agreement WHERE id IN (1, 2) ORDER BY id')).rows).toEqual([
      { kinds: [1, 2, 3] },
      { kinds: [1] },
    ]);
    const { rows } = await admin.query(`SELECT status, count(*)::int AS n FROM intelligence.report r
      WHERE EXISTS (SELECT 1 FROM audit.entry e WHERE r.id = ANY (e.record_ids)) GROUP BY status ORDER BY status`);
    expect(rows).toEqual([
      { status: 1, n: 2 },
      { status: 2, n: 2 },
      { status: 3, n: 1 },
      { status: 5, n: 6 },
    ]);
  });
});
