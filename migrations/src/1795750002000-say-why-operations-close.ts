import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const ALONE = 'access.close_operation(uuid)';
const WITH_REASON = 'access.close_operation(uuid, text)';
const WORDS: Words[] = [
  ['access.close_operation(operation uuid)', 'access.close_operation(operation uuid, why text)'],
  ["'closed', c.lead_id, ctx.user_id(), NULL FROM", "'closed', c.lead_id, ctx.user_id(), nullif(btrim(why), '') FROM"],
];

/** An operation that is closed with its case says so among its steps; closed by itself, it is asked for no reason. */
export class SayWhyOperationsClose1795750002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, ALONE, WORDS);
    await this.replace(runner, WITH_REASON, ALONE);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, WITH_REASON, WORDS, true);
    await this.replace(runner, ALONE, WITH_REASON);
  }

  private replace(runner: QueryRunner, now: string, before: string): Promise<unknown> {
    return runner.query(`ALTER FUNCTION ${now} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${now} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${now} TO app_request; DROP FUNCTION ${before}`);
  }
}
