import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

/** A worker looks whether somebody sees a record and knows an agreement; what stands in either it never reads. */
const UNREAD = `intelligence.report, intelligence.report_item, intelligence.report_item_area, access.disclosure, access.disclosure_item, access.item_visibility,
  access.originator_consent, access.acknowledgement, access.confidence_matrix, sharing.agreement_party, sharing.standing_rule, sharing.statistics_class, sharing.day_off,
  identity.area`;
const UNCALLED = 'access.confidence(smallint, text), ctx.withheld(), ctx.my_agreements()';
const OF_PEOPLE: Words = [
  'WHERE s.token_hash = hash AND s.ended_at IS NULL',
  "WHERE s.token_hash = hash AND s.kind <> 'acting' AND s.ended_at IS NULL",
];
const ONCE: Words = ["s.kind <> 'acting' AND s.idle_until < clock_timestamp()", 's.idle_until < clock_timestamp()'];

/** The worker's login reads no record, and the token with which it acts for somebody opens no door of the server. */
export class GiveWorkersWhatTheyNeed1795730000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `REVOKE SELECT ON ${UNREAD} FROM app_worker; REVOKE EXECUTE ON FUNCTION ${UNCALLED} FROM app_worker`,
    );
    await rewordFunction(runner, 'identity.actor_for(text)', [ONCE, OF_PEOPLE]);
    await rewordFunction(runner, 'identity.actor_seen(text)', [OF_PEOPLE]);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'identity.actor_seen(text)', [OF_PEOPLE], true);
    await rewordFunction(runner, 'identity.actor_for(text)', [OF_PEOPLE, ONCE], true);
    await runner.query(`GRANT SELECT ON ${UNREAD} TO app_worker; GRANT EXECUTE ON FUNCTION ${UNCALLED} TO app_worker`);
  }
}
