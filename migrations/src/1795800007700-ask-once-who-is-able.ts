import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const WORDS: Words[] = [
  [
    'FROM threats.alert a JOIN identity.user_account u ON u.agency_id = a.agency_id',
    'FROM threats.alert a JOIN identity.user_account u ON u.id IN (SELECT threats.able(a.id))',
  ],
  [
    `u.left_at IS NULL AND u.id IS DISTINCT FROM a.raised_by
          AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role IN ('supervisor','lead','coordinator','contact'))
          AND EXISTS (SELECT 1 FROM access.record_visibility v WHERE v.record_id = a.record_id AND v.agency_id = a.agency_id AND v.private_to IS NULL
            AND v.sensitivity <= u.clearance AND (v.valid_until IS NULL OR v.valid_until > now())
            AND (v.agreement_id IS NULL OR v.agreement_id NOT IN (SELECT ctx.lapsed_agreements()))
            AND (v.compartment_id IS NULL OR EXISTS (SELECT 1 FROM access.compartment_member m
              WHERE m.user_id = u.id AND m.compartment_id = v.compartment_id AND m.ends_on >= current_date)))`,
    'u.id IS DISTINCT FROM a.raised_by',
  ],
];

/** Whoever may be handed a threat to life is among those who can act on it: said in one place. */
export class AskOnceWhoIsAble1795800007700 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'threats.may_hold(uuid)', WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'threats.may_hold(uuid)', WORDS, true);
  }
}
