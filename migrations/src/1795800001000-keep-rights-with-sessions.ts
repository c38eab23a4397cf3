import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog';
const HASH = `hash bytea := sha256(convert_to(current_setting('ctx.token', true), 'UTF8'))`;
const LIVE = 's.ended_at IS NULL AND s.idle_until > clock_timestamp() AND s.ends_at > clock_timestamp()';

/** The three parts of the context that policies ask for, and all of it at once: from one row by its key, or (as before) from three. */
const context = (from: string, u: string, configured: string): string => `
  CREATE OR REPLACE FUNCTION ctx.actor(OUT user_id uuid, OUT agency_id smallint, OUT clearance smallint, OUT session_id uuid) ${DEFINER} ${configured} AS $$
  DECLARE ${HASH};
  BEGIN SELECT s.user_id, ${u}.agency_id, ${u}.clearance, s.id INTO user_id, agency_id, clearance, session_id ${from}; END $$;
  ${[
    ['agency', 'smallint', `${u}.agency_id`],
    ['user_id', 'uuid', 's.user_id'],
    ['clearance', 'smallint', `${u}.clearance`],
  ]
    .map(
      ([name, type, column]) => `CREATE OR REPLACE FUNCTION ctx.${name}() RETURNS ${type} ${DEFINER} ${configured} AS $$
  DECLARE ${HASH}; found ${type};
  BEGIN SELECT ${column} INTO found ${from}; RETURN found; END $$;`,
    )
    .join('\n')}`;
const ONE_ROW = `FROM identity.session s WHERE s.token_hash = hash AND ${LIVE}
    AND s.serving AND s.agency_from <= current_date AND s.agency_until >= current_date`;
const THREE_ROWS = `FROM identity.session s JOIN identity.user_account u ON u.id = s.user_id JOIN identity.agency a ON a.id = u.agency_id
    WHERE s.token_hash = hash AND ${LIVE} AND u.left_at IS NULL AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date)`;
const TABLES = ['identity.user_account', 'identity.session'];
const force = (how: 'FORCE' | 'NO FORCE'): string =>
  TABLES.map((table) => `ALTER TABLE ${table} ${how} ROW LEVEL SECURITY;`).join(' ');

/**
 * Every policy resolves the context anew, so it must cost little. A session carries what its person may see: keys that cascade keep
 * the copies right in the commit that changes the original, and a session that begins meanwhile waits for it (ADR 14).
 */
export class KeepRightsWithSessions1795800001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${force('NO FORCE')}
      ALTER TABLE identity.agency ADD COLUMN until date NOT NULL GENERATED ALWAYS AS (coalesce(ends_on, 'infinity')) STORED,
        ADD CONSTRAINT agency_term UNIQUE (id, starts_on, until);
      ALTER TABLE identity.user_account ADD COLUMN serving boolean NOT NULL GENERATED ALWAYS AS (left_at IS NULL) STORED,
        ADD COLUMN agency_from date, ADD COLUMN agency_until date;
      UPDATE identity.user_account u SET agency_from = a.starts_on, agency_until = a.until FROM identity.agency a WHERE a.id = u.agency_id;
      ALTER TABLE identity.user_account ALTER COLUMN agency_from SET NOT NULL, ALTER COLUMN agency_until SET NOT NULL,
        DROP CONSTRAINT user_account_agency_id_fkey,
        ADD CONSTRAINT user_account_term FOREIGN KEY (agency_id, agency_from, agency_until) REFERENCES identity.agency (id, starts_on, until) ON UPDATE CASCADE,
        ADD CONSTRAINT user_account_rights UNIQUE (id, agency_id, clearance, serving, agency_from, agency_until);
      ALTER TABLE identity.session ADD COLUMN agency_id smallint, ADD COLUMN clearance smallint, ADD COLUMN serving boolean,
        ADD COLUMN agency_from date, ADD COLUMN agency_until date;
      UPDATE identity.session s SET agency_id = u.agency_id, clearance = u.clearance, serving = u.serving, agency_from = u.agency_from,
        agency_until = u.agency_until FROM identity.user_account u WHERE u.id = s.user_id;
      ALTER TABLE identity.session ALTER COLUMN agency_id SET NOT NULL, ALTER COLUMN clearance SET NOT NULL, ALTER COLUMN serving SET NOT NULL,
        ALTER COLUMN agency_from SET NOT NULL, ALTER COLUMN agency_until SET NOT NULL, DROP CONSTRAINT session_user_id_fkey,
        ADD CONSTRAINT session_rights FOREIGN KEY (user_id, agency_id, clearance, serving, agency_from, agency_until)
          REFERENCES identity.user_account (id, agency_id, clearance, serving, agency_from, agency_until) ON UPDATE CASCADE;
      DROP INDEX identity.session_by_user;
      CREATE INDEX session_by_user ON identity.session (user_id);
      ${force('FORCE')}

      CREATE FUNCTION identity.copy_term() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        SELECT a.starts_on, a.until INTO NEW.agency_from, NEW.agency_until FROM identity.agency a WHERE a.id = NEW.agency_id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER copy_term BEFORE INSERT OR UPDATE OF agency_id ON identity.user_account FOR EACH ROW EXECUTE FUNCTION identity.copy_term();
      CREATE FUNCTION identity.copy_rights() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        SELECT u.agency_id, u.clearance, u.serving, u.agency_from, u.agency_until
          INTO NEW.agency_id, NEW.clearance, NEW.serving, NEW.agency_from, NEW.agency_until
          FROM identity.user_account u WHERE u.id = NEW.user_id FOR KEY SHARE;
        RETURN NEW;
      END $$;
      ALTER FUNCTION identity.copy_rights() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION identity.copy_term(), identity.copy_rights() FROM PUBLIC;
      CREATE TRIGGER copy_rights BEFORE INSERT ON identity.session FOR EACH ROW EXECUTE FUNCTION identity.copy_rights();
      ${context(ONE_ROW, 's', '')}
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${context(THREE_ROWS, 'u', 'SET random_page_cost = 1')}
      DROP TRIGGER copy_rights ON identity.session; DROP TRIGGER copy_term ON identity.user_account;
      DROP FUNCTION identity.copy_rights(), identity.copy_term();
      DROP INDEX identity.session_by_user;
      CREATE INDEX session_by_user ON identity.session (user_id) WHERE ended_at IS NULL;
      ${force('NO FORCE')}
      ALTER TABLE identity.session DROP COLUMN agency_id, DROP COLUMN clearance, DROP COLUMN serving, DROP COLUMN agency_from, DROP COLUMN agency_until,
        ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.user_account;
      ALTER TABLE identity.user_account DROP CONSTRAINT user_account_rights, DROP COLUMN serving, DROP COLUMN agency_from, DROP COLUMN agency_until,
        ADD CONSTRAINT user_account_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES identity.agency;
      ALTER TABLE identity.agency DROP CONSTRAINT agency_term, DROP COLUMN until;
      ${force('FORCE')}
    `);
  }
}
