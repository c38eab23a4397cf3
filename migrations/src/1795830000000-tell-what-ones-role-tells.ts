import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = 'actor_id = (SELECT ctx.user_id()) AND agency_id = (SELECT ctx.agency())';
const WRITERS = 'analyst supervisor lead officer coordinator';
const READERS = `${WRITERS} source-handler contact`;
const SENDERS = 'supervisor lead officer coordinator';
const ANSWERERS = `${SENDERS} contact`;
const NOTERS = `${WRITERS} contact`;
const TELLERS: [roles: string, types: string][] = [
  [WRITERS, 'report.submitted report.correction-proposed action.request-withdrawn'],
  ['supervisor', 'report.returned report.assessed report.disseminated report.corrected'],
  ['supervisor lead', 'report.disclosed report.closed report.withdrawn disclosure.extended permission.answered permission.taken-back permission.shared-on'],
  ['supervisor lead', 'agreement.rule-applied restriction.lifting-asked'],
  [SENDERS, 'disclosure.revoked referral.sent referral.informed referral.closed referral.reopened referral.withdrawn'],
  [ANSWERERS, 'referral.accepted referral.rejected referral.information-asked referral.outcome-given'],
  [NOTERS, 'referral.acknowledged referral.progressed permission.asked permission.withdrawn'],
  [NOTERS, 'action.assigned action.team-assigned action.requested action.handed-back action.done'],
  [READERS, 'comment.written'],
  ['lead', 'case.shared case.kept operation.agency-joined operation.lead-changed operation.reopened'],
  ['supervisor lead coordinator', 'agreement.proposed'],
  ['lead coordinator', 'agreement.suspended agreement.reinstated agreement.ended'],
  ['lead coordinator contact', 'agreement.enacted agreement.left'],
  ['supervisor lead coordinator contact', 'threat.accepted threat.handed-over'],
]; // prettier-ignore
const LINES = TELLERS.flatMap(([roles, types]) =>
  types.split(' ').map((type) => `('${type}.v1', '{${roles.replaceAll(' ', ',')}}')`),
).join(', ');
/**
 * Whoever takes a step tells of it: an event counts in the figures and reaches people, and nobody writes one whose step their role does not take.
 * What no role tells is the database's own to tell, and what has no line here is nobody's.
 */
export class TellWhatOnesRoleTells1795830000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform.told_by_role (type text PRIMARY KEY, roles text[] NOT NULL);
      COMMENT ON TABLE platform.told_by_role IS 'reference: types of events that people write, and the roles whose steps they tell of';
      INSERT INTO platform.told_by_role VALUES ${LINES};
      GRANT SELECT ON platform.told_by_role TO app_request;
      ALTER POLICY own_event ON platform.outbox WITH CHECK (${OWN}
        AND EXISTS (SELECT 1 FROM platform.told_by_role t, unnest(t.roles) r WHERE t.type = outbox.type AND ctx.has_role(r)));
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER POLICY own_event ON platform.outbox WITH CHECK (${OWN});
      DROP TABLE platform.told_by_role;
    `);
  }
}
