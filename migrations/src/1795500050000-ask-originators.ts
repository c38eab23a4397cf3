import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['permission_request', 'permission_item', 'permission_step'];
const ME = '(SELECT ctx.agency())';
const OWN = (of: string): string => `(${of}.owner_agency_id = ${ME}
  AND (SELECT true FROM access.record_visibility v WHERE v.record_id = ${of}.record_id AND v.disclosure_id IS NULL LIMIT 1))`;

/** Requests for the originator's permission: what both sides read of one, its items, and what each side did, which the other never reads. */
export class AskOriginators1795500050000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sharing.day_off (day date PRIMARY KEY, name text NOT NULL);
      COMMENT ON TABLE sharing.day_off IS 'reference: bank holidays of England and Wales, which are no working days (gov.uk/bank-holidays)';
      INSERT INTO sharing.day_off VALUES
        ('2026-01-01', 'New Year''s Day'), ('2026-04-03', 'Good Friday'), ('2026-04-06', 'Easter Monday'), ('2026-05-04', 'Early May bank holiday'),
        ('2026-05-25', 'Spring bank holiday'), ('2026-08-31', 'Summer bank holiday'), ('2026-12-25', 'Christmas Day'), ('2026-12-28', 'Boxing Day (substitute)'),
        ('2027-01-01', 'New Year''s Day'), ('2027-03-26', 'Good Friday'), ('2027-03-29', 'Easter Monday'), ('2027-05-03', 'Early May bank holiday'),
        ('2027-05-31', 'Spring bank holiday'), ('2027-08-30', 'Summer bank holiday'), ('2027-12-27', 'Christmas Day (substitute)'), ('2027-12-28', 'Boxing Day (substitute)'),
        ('2028-01-03', 'New Year''s Day (substitute)'), ('2028-04-14', 'Good Friday'), ('2028-04-17', 'Easter Monday'), ('2028-05-01', 'Early May bank holiday'),
        ('2028-05-29', 'Spring bank holiday'), ('2028-08-28', 'Summer bank holiday'), ('2028-12-25', 'Christmas Day'), ('2028-12-26', 'Boxing Day');
      GRANT SELECT ON sharing.day_off TO app_request, app_worker, keeper;

      CREATE TABLE sharing.permission_request (
        id uuid PRIMARY KEY,
        reference text NOT NULL,
        record_id uuid NOT NULL,
        kind smallint NOT NULL,
        owner_agency_id smallint NOT NULL REFERENCES identity.agency,
        asker_agency_id smallint NOT NULL REFERENCES identity.agency,
        use text NOT NULL CHECK (use IN ('act','combine','share','sanitise','export','copy')),
        to_agency_id smallint REFERENCES identity.agency,
        items smallint NOT NULL CHECK (items > 0),
        purpose text NOT NULL CHECK (btrim(purpose) <> '' AND length(purpose) <= 500),
        detail text NOT NULL CHECK (length(detail) <= 4000),
        urgent boolean NOT NULL,
        needed_by timestamptz,
        asked_at timestamptz NOT NULL DEFAULT now(),
        remind_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        reminded_at timestamptz,
        escalated_at timestamptz,
        state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked','granted','refused','withdrawn','ended')),
        conditions text NOT NULL DEFAULT '' CHECK (length(conditions) <= 2000),
        valid_until timestamptz,
        reason text CHECK (length(reason) <= 2000),
        answered_at timestamptz,
        ended_at timestamptz,
        ended_by_agency_id smallint REFERENCES identity.agency,
        end_reason text CHECK (length(end_reason) <= 2000),
        shared_on_at timestamptz,
        UNIQUE (asker_agency_id, reference),
        CHECK (owner_agency_id <> asker_agency_id),
        CHECK ((use = 'share') = (to_agency_id IS NOT NULL)),
        CONSTRAINT to_a_third CHECK (to_agency_id <> owner_agency_id AND to_agency_id <> asker_agency_id),
        CHECK (remind_at > asked_at AND due_at > remind_at AND due_at <= asked_at + interval '31 days'),
        CHECK (state <> 'granted' OR (valid_until IS NOT NULL AND answered_at IS NOT NULL)),
        CHECK (state <> 'refused' OR (btrim(reason) <> '' AND answered_at IS NOT NULL)),
        CHECK ((ended_at IS NOT NULL) = (state IN ('withdrawn','ended'))));
      COMMENT ON COLUMN sharing.permission_request.valid_until IS 'a permission always ends; from then on the originator is asked again';
      COMMENT ON COLUMN sharing.permission_request.shared_on_at IS 'the owner disclosed the items to the third agency: all that the asker learns of it';
      CREATE INDEX permission_asked_by ON sharing.permission_request (asker_agency_id, asked_at DESC, id DESC);
      CREATE INDEX permission_asked_of ON sharing.permission_request (owner_agency_id, asked_at DESC, id DESC);
      CREATE INDEX permission_of_record ON sharing.permission_request (record_id);
      CREATE INDEX permission_waiting ON sharing.permission_request (due_at) WHERE state = 'asked';
      CREATE TABLE sharing.permission_item (
        request_id uuid NOT NULL REFERENCES sharing.permission_request,
        item_id uuid NOT NULL,
        record_id uuid NOT NULL,
        owner_agency_id smallint NOT NULL,
        asker_agency_id smallint NOT NULL,
        PRIMARY KEY (request_id, item_id));
      CREATE TABLE sharing.permission_step (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        request_id uuid NOT NULL REFERENCES sharing.permission_request,
        agency_id smallint NOT NULL REFERENCES identity.agency,
        action text NOT NULL CHECK (action IN ('ask','consent','object','grant','refuse','withdraw','share-on')),
        by_user uuid NOT NULL REFERENCES identity.user_account,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        note text);
      COMMENT ON TABLE sharing.permission_step IS 'who did what: read by their own side alone';
      CREATE INDEX permission_step_of ON sharing.permission_step (request_id, at);
      CREATE UNIQUE INDEX permission_step_handler ON sharing.permission_step (request_id) WHERE action IN ('consent','object');
    `);
    for (const table of TABLES) {
      await runner.query(`
        ALTER TABLE sharing.${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        GRANT SELECT, INSERT ON sharing.${table} TO keeper;
        GRANT SELECT ON sharing.${table} TO app_request;
        CREATE POLICY keeper_all ON sharing.${table} TO keeper USING (true) WITH CHECK (true);`);
    }
    await runner.query(`
      GRANT UPDATE ON sharing.permission_request TO keeper;
      -- The owner while it sees its record; the asker while it sees every item that it asked about; nobody else, another recipient included.
      CREATE POLICY both_sides ON sharing.permission_item FOR SELECT TO app_request USING (${OWN('permission_item')}
        OR (asker_agency_id = ${ME} AND (SELECT true FROM access.item_visibility v
          WHERE v.record_id = permission_item.record_id AND v.item_id = permission_item.item_id LIMIT 1)));
      CREATE POLICY both_sides ON sharing.permission_request FOR SELECT TO app_request USING (${OWN('permission_request')}
        OR (asker_agency_id = ${ME} AND items = (SELECT count(*) FROM sharing.permission_item i WHERE i.request_id = permission_request.id)));
      CREATE POLICY own_side ON sharing.permission_step FOR SELECT TO app_request USING (agency_id = ${ME}
        AND (SELECT true FROM sharing.permission_request r WHERE r.id = permission_step.request_id LIMIT 1));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE sharing.permission_step, sharing.permission_item, sharing.permission_request, sharing.day_off CASCADE',
    );
  }
}
