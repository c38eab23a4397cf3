import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const PINNED = 'SET search_path = pg_catalog';
const answered = (kind: string, most: number, nothing: string): Words[] => [
  [
    `IF NOT access.count_attempt('${kind}', ${most}) THEN RETURN QUERY SELECT 'too-many', ${nothing}; RETURN; END IF;`,
    `IF NOT access.attempted('${kind}', asked) THEN RAISE EXCEPTION 'not-tried' USING ERRCODE = 'CL403'; END IF;`,
  ],
];
const FUNCTIONS: [name: string, words: Words[]][] = [
  [
    'access.open_emergency(text, text)',
    answered('emergency', 10, 'NULL::uuid, NULL::uuid, NULL::timestamptz, NULL::smallint'),
  ],
  ['access.discover(text)', answered('discovery', 30, 'NULL::text, NULL::text')],
  [
    'access.ask_owner(text, text, timestamptz, timestamptz)',
    answered('discovery', 30, 'NULL::uuid, NULL::text, NULL::text'),
  ],
];

/**
 * A try is kept before it is answered: it is counted in a transaction of its own, for one reference, and what it asks is answered in a later one.
 * Counted with the answer, it would be undone together with it, and whoever undoes their transactions would try every reference there is.
 */
export class KeepTriesBeforeTheirAnswer1795820900000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words);
    await runner.query(`
      DROP FUNCTION access.count_attempt(text, int);
      ALTER TABLE access.attempt ADD COLUMN reference text NOT NULL DEFAULT '', ADD COLUMN since xid8 NOT NULL DEFAULT '0';
      ALTER TABLE access.attempt ALTER COLUMN since SET DEFAULT pg_current_xact_id();
      COMMENT ON COLUMN access.attempt.since IS 'the transaction from whose end on it counts';
      CREATE FUNCTION access.count_attempt(kind text, asked text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER ${PINNED} AS $$
      DECLARE me uuid := ctx.user_id(); most int := CASE kind WHEN 'emergency' THEN 10 WHEN 'discovery' THEN 30 ELSE 0 END;
      BEGIN
        IF me IS NULL THEN RETURN false; END IF;
        PERFORM pg_advisory_xact_lock(6209304, hashtext(me::text || kind));
        DELETE FROM access.attempt a WHERE a.user_id = me AND a.what = kind AND a.at < clock_timestamp() - interval '1 day';
        IF (SELECT count(*) FROM access.attempt a WHERE a.user_id = me AND a.what = kind AND a.at > clock_timestamp() - interval '1 hour') >= most THEN
          RETURN false; END IF;
        INSERT INTO access.attempt (user_id, what, reference) VALUES (me, kind, asked);
        RETURN true;
      END $$;
      CREATE FUNCTION access.attempted(kind text, asked text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER ${PINNED} AS $$
        SELECT EXISTS (SELECT 1 FROM access.attempt a WHERE a.user_id = (SELECT ctx.user_id()) AND a.what = kind AND a.reference = asked
          AND a.at > clock_timestamp() - interval '1 hour' AND a.since IS DISTINCT FROM pg_current_xact_id_if_assigned()) $$;
      ALTER FUNCTION access.count_attempt(text, text) OWNER TO keeper;
      ALTER FUNCTION access.attempted(text, text) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.count_attempt(text, text), access.attempted(text, text) FROM public;
      GRANT EXECUTE ON FUNCTION access.count_attempt(text, text) TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION access.attempted(text, text), access.count_attempt(text, text);
      ALTER TABLE access.attempt DROP COLUMN reference, DROP COLUMN since;
      CREATE FUNCTION access.count_attempt(kind text, most int) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER ${PINNED} AS $$
      DECLARE me uuid := ctx.user_id();
      BEGIN
        PERFORM pg_advisory_xact_lock(6209304, hashtext(me::text || kind));
        DELETE FROM access.attempt a WHERE a.user_id = me AND a.what = kind AND a.at < clock_timestamp() - interval '1 day';
        IF (SELECT count(*) FROM access.attempt a WHERE a.user_id = me AND a.what = kind AND a.at > clock_timestamp() - interval '1 hour') >= most THEN
          RETURN false; END IF;
        INSERT INTO access.attempt (user_id, what) VALUES (me, kind);
        RETURN true;
      END $$;
      ALTER FUNCTION access.count_attempt(text, int) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.count_attempt(text, int) FROM public;
    `);
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words, true);
  }
}
