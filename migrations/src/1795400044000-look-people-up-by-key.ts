import type { MigrationInterface, QueryRunner } from 'typeorm';

const LOOK_UPS = ['ctx.actor()', 'ctx.agency()', 'ctx.user_id()', 'ctx.clearance()', 'identity.actor_for(text)'];

/** Three look-ups by key, also while the directory is small: the planner read all of it instead, the slower the later a person joined. */
export class LookPeopleUpByKey1795400044000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const name of LOOK_UPS) await runner.query(`ALTER FUNCTION ${name} SET random_page_cost = 1`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const name of LOOK_UPS) await runner.query(`ALTER FUNCTION ${name} RESET random_page_cost`);
  }
}
