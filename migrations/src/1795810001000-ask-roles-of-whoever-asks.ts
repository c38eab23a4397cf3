import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const READERS = "ARRAY['analyst','supervisor','lead','officer','coordinator','source-handler','contact']";
const WRITERS = "ARRAY['analyst','supervisor','lead','officer','coordinator']";
const demand = (roles: string): string => `PERFORM sharing.demand_role(${roles});`;
const NO_SESSION = "user_id() IS NULL THEN RAISE EXCEPTION 'no session' USING ERRCODE = 'CL403'; END IF;";
const NOT_VISIBLE = "IF mine.record_id IS NULL THEN RAISE EXCEPTION 'not visible' USING ERRCODE = 'CL404'; END IF;";
const FORGETS = 'DELETE FROM intelligence.report_item_source s';
const FUNCTIONS: [name: string, words: Words[]][] = [
  ['access.discover(text)', [[`IF ctx.${NO_SESSION}`, demand(READERS)]]],
  [
    'access.ask_owner(text, text, timestamptz, timestamptz)',
    [[`IF me.${NO_SESSION.replace('user_id()', 'user_id')}`, demand(READERS)]],
  ],
  ['access.acknowledge(uuid)', [[NOT_VISIBLE, `${NOT_VISIBLE}\n        ${demand(READERS)}`]]],
  ['intelligence.forget_source(uuid)', [[FORGETS, `${demand(WRITERS)}\n        ${FORGETS}`]]],
];

/** Administrators, auditors and funders ask for no record, accept no conditions and write none: at the second wall as at the first. */
export class AskRolesOfWhoeverAsks1795810001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words, true);
  }
}
