import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

/** Tables that the server's login might change in every column, and what no change may touch: who a row is, whose it is and since when. */
const KEPT: Record<string, string[]> = {
  'identity.user_account': ['id', 'created_at'],
  'intelligence.report': ['id', 'owner_agency_id', 'created_at', 'reference'],
  'intelligence.report_original': ['report_id'],
  'intelligence.report_item': ['id', 'report_id'],
  'intelligence.report_item_area': ['item_id', 'report_id'],
  'intelligence.report_item_original': ['item_id', 'report_id'],
};

const REFUSED = (words: string): string => `RAISE EXCEPTION '${words}' USING ERRCODE = 'unique_violation'; END IF;`;
/** What is there already is looked for by each statement anew; in a transaction that keeps its first view of the database it would not be found. */
const SEEN_NOW = `IF current_setting('transaction_isolation') <> 'read committed' THEN ${REFUSED('An id is of one record.')}`;
const STAYS = 'An id stays with its record.';
const ACT = `
        INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at, outbox_id)
          VALUES (sha256(convert_to(token, 'UTF8')), person, 'acting', clock_timestamp() + interval '1 minute', clock_timestamp() + interval '1 minute', event);`;
const TIDY = (whose: string, why: string): string => `
        ${why}
        DELETE FROM identity.session WHERE token_hash = ANY (ARRAY(SELECT s.token_hash FROM identity.session s
          WHERE ${whose}s.kind = 'acting' AND s.ends_at < over ORDER BY s.ends_at LIMIT 20 FOR UPDATE SKIP LOCKED));`;
const PERSON_FIRST =
  '-- Only of whose row is held by now: whoever changes a person reaches for their sessions after it. Never waits for another job that tidies up.';
const FUNCTIONS: [name: string, words: Words[]][] = [
  [
    'access.track_record()',
    [
      ["IF TG_OP = 'INSERT' THEN", `IF TG_OP = 'INSERT' THEN\n          ${SEEN_NOW}`],
      [
        '        ELSIF (NEW.sensitivity, NEW.compartment_id',
        `        ELSIF NEW.id <> OLD.id THEN RAISE EXCEPTION '${STAYS}' USING ERRCODE = 'unique_violation';\n        ELSIF (NEW.sensitivity, NEW.compartment_id`,
      ],
    ],
  ],
  [
    'access.track_item()',
    [
      [
        'is_restricted := coalesce',
        `IF NEW.id <> OLD.id OR NEW.report_id <> OLD.report_id THEN ${REFUSED(STAYS)}\n        is_restricted := coalesce`,
      ],
    ],
  ],
  ['access.place_items()', [['      BEGIN\n', `      BEGIN\n        ${SEEN_NOW}\n`]]],
  [
    'ctx.act_for(uuid, bigint)',
    [
      [
        TIDY('', '-- Never waits for another job that tidies up the same rows.') + ACT,
        ACT + TIDY('s.user_id = person AND ', PERSON_FIRST),
      ],
    ],
  ],
];
const ACTING = (columns: string): string =>
  `DROP INDEX identity.session_acting; CREATE INDEX session_acting ON identity.session (${columns}) WHERE kind = 'acting';`;

/**
 * Grants are kept by the id of their record. Whoever could give a row of their own the id of another record would write that record's labels, so
 * no id of a row changes, neither by a right to do so nor past the triggers.
 */
export class KeepEveryId1795800005000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const [table, kept] of Object.entries(KEPT)) {
      const columns = await this.columns(runner, table, kept);
      await runner.query(
        `REVOKE UPDATE ON ${table} FROM app_request; GRANT UPDATE (${columns}) ON ${table} TO app_request`,
      );
    }
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words);
    await runner.query(ACTING('user_id, ends_at'));
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(ACTING('ends_at'));
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words, true);
    for (const [table, kept] of Object.entries(KEPT)) {
      const columns = await this.columns(runner, table, kept);
      await runner.query(
        `REVOKE UPDATE (${columns}) ON ${table} FROM app_request; GRANT UPDATE ON ${table} TO app_request`,
      );
    }
  }

  private async columns(runner: QueryRunner, table: string, kept: string[]): Promise<string> {
    const [found] = (await runner.query(
      `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
       WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL ($1::text[])`,
      [kept],
    )) as [{ columns: string }];
    return found.columns;
  }
}
