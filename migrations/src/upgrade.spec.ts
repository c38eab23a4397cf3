import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { migrate, revert } from '@clin/platform/setup';
import { migrations } from './index.js';

/** The newest migration of the first release: databases with records and disclosures of that day exist. */
const FIRST_RELEASE = 'CountReaders1795400030000';

describe('a database of the first release, with what was disclosed in it', () => {
  let database: FreshDatabase;
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

  it('is brought up to date, its disclosures with all that new ones carry', async () => {
    const later = migrations.length - 1 - migrations.findIndex(({ name }) => name === FIRST_RELEASE);
    await revert(database.migratorUrl, migrations, later);
    const [report, item, disclosure, person] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await admin.query(`
      INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (901, 'T901', 'One', 'task-force', '2020-01-01'), (902, 'T902', 'Two', 'task-force', '2020-01-01');
      INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ('${person}', 'lead@one.example', 'A lead', 901, 2);
      INSERT INTO identity.user_role VALUES ('${person}', 'lead');
      INSERT INTO sharing.agreement VALUES (901, 'TEST-ISA', 'Agreement', 'Testing', 'Test basis', 901, 'active', '2020-01-01', '2099-12-31', 3);
      INSERT INTO intelligence.report (id, reference, owner_agency_id, created_at, sensitivity, status, handling, discovery, retention_group, review_on,
        version, marking, safeguarding, threat_to_life)
        VALUES ('${report}', 'IR-OLD', 901, '2026-01-01', 2, 5, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', '{}', false);
      INSERT INTO intelligence.report_original VALUES ('${report}', 'What it is called', 'x', '{}', '${person}', NULL, '2026-01-01');
      INSERT INTO intelligence.report_item (id, report_id, handling_code) VALUES ('${item}', '${report}', 'P');
      INSERT INTO access.disclosure (id, record_id, owner_agency_id, recipient_agency_id, purpose, legal_basis, agreement_id, conditions, expires_at, decided_by, decided_at)
        VALUES ('${disclosure}', '${report}', 901, 902, 'Testing', 'Test basis', 901, 'Wait for the owner', '2030-01-01', '${person}', '2026-02-01');
      INSERT INTO access.disclosure_item VALUES ('${disclosure}', '${item}');
      INSERT INTO access.record_visibility SELECT (jsonb_populate_record(v, jsonb_build_object('agency_id', 902, 'agreement_id', 901,
        'disclosure_id', '${disclosure}', 'valid_until', '2030-01-01'))).* FROM access.record_visibility v WHERE record_id = '${report}';
      INSERT INTO access.item_visibility SELECT (jsonb_populate_record(v, jsonb_build_object('agency_id', 902, 'agreement_id', 901,
        'disclosure_id', '${disclosure}', 'valid_until', '2030-01-01'))).* FROM access.item_visibility v WHERE record_id = '${report}';`);
    await migrate(database.migratorUrl, migrations);
    const { rows: disclosures } = await admin.query(
      'SELECT reference, agreement_version, acknowledge FROM access.disclosure',
    );
    expect(disclosures).toEqual([{ reference: 'IR-OLD', agreement_version: 3, acknowledge: true }]);
    const { rows: grants } = await admin.query(`
      SELECT 'record' AS of, agency_id, acknowledge, created_at::date::text AS since FROM access.record_visibility
      UNION ALL SELECT 'item', agency_id, acknowledge, created_at::date::text FROM access.item_visibility ORDER BY of, agency_id`);
    expect(grants).toEqual(
      ['item', 'record'].flatMap((of) => [
        { of, agency_id: 901, acknowledge: false, since: '2026-01-01' },
        { of, agency_id: 902, acknowledge: true, since: '2026-02-01' },
      ]),
    );
  });

  it('ceases to count what was withdrawn before, and counts it again when taken back', async () => {
    const before = migrations.findIndex(({ name }) => name === 'TakeWithdrawnOutOfFigures1795500074100');
    const counted = async (): Promise<number> =>
      Number((await admin.query<{ sum: string }>('SELECT sum(reports) FROM picture.delta')).rows[0]!.sum);
    await revert(database.migratorUrl, migrations, migrations.length - before);
    await admin.query(`
      UPDATE intelligence.report SET status = 7 WHERE reference = 'IR-OLD';
      INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
        SELECT 'report.disseminated.v1', id, gen_random_uuid(), 901, '{}' FROM intelligence.report WHERE reference = 'IR-OLD';
      INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports)
        SELECT id, '2026-01-01', '*', 901, 3, false, 1 FROM platform.outbox`);
    expect(await counted()).toBe(1);
    await migrate(database.migratorUrl, migrations);
    expect(await counted()).toBe(0);
    await revert(database.migratorUrl, migrations, migrations.length - before);
    expect(await counted()).toBe(1);
  });

  it('leaves out of an older database the corrections that were withdrawn, which it has no state for, and no other', async () => {
    await migrate(database.migratorUrl, migrations);
    await admin.query(`
      INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state, decided_at)
        SELECT gen_random_uuid(), r.id, state, '{}', gen_random_uuid(), state, CASE state WHEN 'withdrawn' THEN now() END
        FROM intelligence.report r, unnest(ARRAY['proposed', 'withdrawn']) AS state WHERE r.reference = 'IR-OLD'`);
    const states = async (): Promise<string[]> =>
      (await admin.query<{ state: string }>('SELECT state FROM intelligence.report_correction ORDER BY 1')).rows.map(
        ({ state }) => state,
      );
    const before = migrations.findIndex(({ name }) => name === 'WithdrawACorrection1795860000000');
    await revert(database.migratorUrl, migrations, migrations.length - before);
    expect(await states()).toEqual(['proposed']);
    await migrate(database.migratorUrl, migrations);
    expect(await states()).toEqual(['proposed']);
  });
});
