import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const DONE = "RETURN QUERY SELECT 'opened', made, held.id, ends;";
const WORDS: Words[] = [
  [
    DONE,
    `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload)
          VALUES ('emergency.opened.v1', held.id, me.user_id, me.agency_id, jsonb_build_object('emergencyId', made));
        ${DONE}`,
  ],
];

/** Whoever must know of an emergency is told by the statement that opens it, whoever sends that statement. */
export class TellOfAnEmergencyWithIt1795800007600 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'access.open_emergency(text, text)', WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'access.open_emergency(text, text)', WORDS, true);
  }
}
