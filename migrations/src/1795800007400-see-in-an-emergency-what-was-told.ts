import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const OPENED_BEFORE = (v: string): string =>
  `(${v}private_to IS NULL OR ${v}valid_until IS NULL OR ${v}valid_until < now() + interval '1 hour')`;
const OWN = 'AND (v.private_to IS NULL OR v.private_to = (SELECT ctx.user_id()))';
const WORDS: Words[] = [[OWN, `${OWN} AND ${OPENED_BEFORE('v.')}`]];
const SEEN = 'EXISTS (SELECT 1 FROM access.my_live_grants(held.id))';
/** Of two calls at once the second began before the first was done, and is told that it is open all the same. */
const FUNCTIONS: [name: string, words: Words[]][] = [
  ['access.my_live_grants(uuid)', WORDS],
  [
    'access.open_emergency(text,text)',
    [
      [
        `IF ${SEEN} THEN`,
        `IF ${SEEN} OR EXISTS (SELECT 1 FROM access.record_visibility v
          WHERE v.record_id = held.id AND v.private_to = me.user_id AND v.valid_until > now()) THEN`,
      ],
    ],
  ],
];
const TABLES = ['access.record_visibility', 'access.item_visibility'];

/**
 * An emergency shows nothing in the transaction that opens it: there its hour is whole, and in every later one it is less. Otherwise whoever undoes
 * the transaction would have read the record, and nobody would ever be told. A draft's grant, which is its author's alone too, has no end.
 */
export class SeeInAnEmergencyWhatWasTold1795800007400 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`CREATE POLICY opened_before ON ${table} AS RESTRICTIVE FOR SELECT TO app_request, app_worker
        USING ${OPENED_BEFORE('')}`);
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words, true);
    for (const table of TABLES) await runner.query(`DROP POLICY opened_before ON ${table}`);
  }
}
