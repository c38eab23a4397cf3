import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const ABLE = (a: string): string => `EXISTS (SELECT 1 FROM threats.able(${a}.id))`;
const INLINE = `EXISTS (SELECT 1 FROM access.record_visibility v JOIN identity.user_account u ON u.agency_id = v.agency_id JOIN identity.agency g ON g.id = u.agency_id
            WHERE v.record_id = a.record_id AND v.agency_id = a.agency_id AND v.private_to IS NULL AND (v.valid_until IS NULL OR v.valid_until > now())
              AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())) AND v.sensitivity <= u.clearance
              AND (v.compartment_id IS NULL OR EXISTS (SELECT 1 FROM access.compartment_member m
                WHERE m.user_id = u.id AND m.compartment_id = v.compartment_id AND m.ends_on >= current_date))
              AND u.left_at IS NULL AND (g.ends_on IS NULL OR g.ends_on >= current_date)
              AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role IN ('supervisor','lead','coordinator','contact')))`;
const KEPT: Words[] = [[INLINE, ABLE('a')]];
const BEGIN = '      BEGIN\n        WITH due AS';
const CHASE: Words[] = [
  [
    BEGIN,
    BEGIN.replace(
      'WITH due AS',
      `-- Whoever held it has left, was posted, or lost the role or the sight: it is raised again for those who can act, by a clock of its own.
        UPDATE threats.alert a SET status = 1, version = a.version + 1, holder = NULL, accepted_by = NULL, accepted_at = NULL, remind_at = now(),
          due_at = now() + (a.due_at - a.remind_at), centre_at = now() + (a.centre_at - a.remind_at), reminded_at = NULL, late_at = NULL, centre_told_at = NULL
          WHERE a.status IN (2, 3) AND a.holder NOT IN (SELECT threats.able(a.id))
            AND EXISTS (SELECT 1 FROM threats.able(a.id) p WHERE p IS DISTINCT FROM a.raised_by);
        WITH due AS`,
    ),
  ],
];

/** A threat to life that somebody accepted interrupts nobody; when they can act on it no more, it interrupts again. */
export class RaiseAgainWhatNobodyCanActOn1795800007500 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- People on duty in the agency of an alert who see its record by right now: the keeper's own.
      CREATE FUNCTION threats.able(alert uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT u.id FROM threats.alert a JOIN access.record_visibility v ON v.record_id = a.record_id AND v.agency_id = a.agency_id
          JOIN identity.user_account u ON u.agency_id = v.agency_id JOIN identity.agency g ON g.id = u.agency_id
        WHERE a.id = able.alert AND v.private_to IS NULL AND (v.valid_until IS NULL OR v.valid_until > now())
          AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements())) AND v.sensitivity <= u.clearance
          AND (v.compartment_id IS NULL OR EXISTS (SELECT 1 FROM access.compartment_member m
            WHERE m.user_id = u.id AND m.compartment_id = v.compartment_id AND m.ends_on >= current_date))
          AND u.left_at IS NULL AND (g.ends_on IS NULL OR g.ends_on >= current_date)
          AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role IN ('supervisor','lead','coordinator','contact')) $$;
      ALTER FUNCTION threats.able(uuid) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION threats.able(uuid) FROM PUBLIC;
    `);
    await rewordFunction(runner, 'threats.refuse_while_held()', KEPT);
    await rewordFunction(runner, 'threats.chase(integer)', CHASE);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'threats.chase(integer)', CHASE, true);
    await rewordFunction(runner, 'threats.refuse_while_held()', KEPT, true);
    await runner.query('DROP FUNCTION threats.able(uuid)');
  }
}
