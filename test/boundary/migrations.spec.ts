import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { migrations } from '@clin/migrations';
import { migrate, revert } from '@clin/platform/setup';

/** Tables, columns, policies, functions, triggers and grants, as text. */
const SCHEMA = `
  SELECT string_agg(line, E'\\n' ORDER BY line) AS text FROM (
    SELECT format('column %s.%s.%s %s %s', table_schema, table_name, column_name, data_type, is_nullable) AS line FROM information_schema.columns
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
    UNION ALL SELECT format('policy %s.%s %s %s %s %s', schemaname, tablename, policyname, cmd, qual, with_check) FROM pg_policies
    UNION ALL SELECT format('function %s %s %s', p.oid::regprocedure, p.proacl, md5(p.prosrc)) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    UNION ALL SELECT format('relation %s.%s %s %s %s', n.nspname, c.relname, c.relkind, c.relforcerowsecurity, c.relacl) FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    UNION ALL SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM pg_trigger t WHERE NOT t.tgisinternal) AS lines (line)`;

describe('the migrations', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  async function schema(): Promise<string> {
    const client = new pg.Client(database.adminUrl);
    await client.connect();
    try {
      return (await client.query<{ text: string }>(SCHEMA)).rows[0]!.text;
    } finally {
      await client.end();
    }
  }

  it('go down and up again to the same schema', async () => {
    const before = await schema();
    expect(before).toContain('policy intelligence.report visible');
    await revert(database.migratorUrl, migrations, migrations.length);
    expect(await schema()).not.toContain('intelligence');
    await migrate(database.migratorUrl, migrations);
    expect(await schema()).toBe(before);
  });
});
