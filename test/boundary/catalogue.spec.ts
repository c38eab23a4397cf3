import pg from 'pg';
import { freshDatabase } from '@clin/harness';

/** The house rules that the database's own catalogue can answer. */
describe('the catalogue', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let admin: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase();
    admin = new pg.Client(database.adminUrl);
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const OURS =
    "n.nspname IN ('ctx','platform','identity','access','audit','sharing','intelligence','notifications','picture','referrals','cases','threats')";

  /** Tables that hold something and are neither under forced row-level security nor marked as reference data. */
  async function unprotected(): Promise<string[]> {
    const found = await admin.query<{ name: string }>(
      `SELECT format('%s.%s', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r','p') AND ${OURS} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
         AND coalesce(obj_description(c.oid, 'pg_class'), '') NOT LIKE 'reference:%' ORDER BY 1`,
    );
    return found.rows.map((row) => row.name);
  }

  it('forces row-level security on every table that is not reference data, and notices one that lacks it', async () => {
    expect(await unprotected()).toEqual([]);
    await admin.query('CREATE TABLE sharing.planted (id int)');
    expect(await unprotected()).toEqual(['sharing.planted']);
    await admin.query('DROP TABLE sharing.planted');
  });

  it('gives no login superuser, BYPASSRLS, table ownership or membership of the keeper', async () => {
    const found = await admin.query(
      `SELECT r.rolname FROM pg_roles r WHERE r.rolname IN ('app_request','app_signin','app_worker','keeper') AND (r.rolsuper OR r.rolbypassrls
         OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid) OR (r.rolname <> 'keeper' AND pg_has_role(r.oid, 'keeper', 'MEMBER')))`,
    );
    expect(found.rows).toEqual([]);
  });

  it('pins the search path of every definer function and lets the public execute none of ours', async () => {
    const found = await admin.query(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OURS} AND (
         (p.prosecdef AND NOT (p.proconfig IS NOT NULL AND p.proconfig @> ARRAY['search_path=pg_catalog']))
         OR (p.prosecdef AND p.proowner <> 'keeper'::regrole) OR p.proacl IS NULL
         OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0))`,
    );
    expect(found.rows).toEqual([]);
  });

  it('has no view that would show rows with its owner’s rights', async () => {
    const found = await admin.query(
      `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('v','m') AND ${OURS} AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)`,
    );
    expect(found.rows).toEqual([]);
  });

  it('lets the application’s logins write neither visibility, disclosures, sessions nor the audit log directly', async () => {
    const found = await admin.query(
      `SELECT r.rolname, t.name FROM pg_roles r, (VALUES ('access.record_visibility'), ('access.item_visibility'), ('access.disclosure'),
         ('access.disclosure_item'), ('access.compartment'), ('access.compartment_member'), ('access.compartment_step'), ('access.restriction'), ('access.emergency_access'),
         ('access.attempt'), ('access.emergency_month'), ('threats.alert'), ('threats.entry'), ('access.discovery_question'), ('audit.entry'), ('audit.link'), ('identity.credential')) AS t (name)
       WHERE r.rolname IN ('app_request','app_worker') AND has_table_privilege(r.oid, t.name, 'INSERT, UPDATE, DELETE, TRUNCATE')`,
    );
    expect(found.rows).toEqual([]);
  });
});
