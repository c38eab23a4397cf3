import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const LAPSED = 'NOT IN (SELECT ctx.lapsed_agreements())';
const TOO_MUCH = 'level <= owned.sensitivity OR level > 3 OR level > (ctx.actor()).clearance';

/**
 * Conditions that another condition of the same statement already implies: the mutants of them changed no answer. What is said once can be
 * tested once. Nothing that a person may see or do changes.
 */
const ONCE: readonly [signature: string, words: readonly Words[]][] = [
  // An owner's lead who acts is a member, so the operation keeps a lead whenever somebody else's person goes.
  [
    'access.expel(uuid, uuid)',
    [["here.standing = 'owner' AND found_agency = me.agency_id AND NOT", "here.standing = 'owner' AND NOT"]],
  ],
  // A comparison with NULL refuses nothing.
  ['access.restrict(uuid, uuid, smallint, text)', [[`level IS NOT NULL AND (${TOO_MUCH})`, TOO_MUCH]]],
  [
    'sharing.ask_permission(uuid, text, uuid, uuid[], text, text, text, text, boolean, timestamptz, timestamptz, timestamptz)',
    [['needed IS NOT NULL AND needed <= now()', 'needed <= now()']],
  ],
  // What writes in a WITH runs whether it is read or not.
  [
    'access.remind_reviews()',
    [['ELSE 12 END FROM due WHERE (SELECT count(*) FROM told) >= 0', 'ELSE 12 END FROM due']],
  ],
  // Every disclosure names an agreement.
  [
    'access.disclosures_of(uuid)',
    [[`(d.agreement_id IS NULL OR d.agreement_id ${LAPSED})`, `d.agreement_id ${LAPSED}`]],
  ],
  // Whoever sees a record of an operation is its member; and nobody's id equals NULL.
  [
    'access.reader_groups(uuid, text[], int[])',
    [
      [
        'o IN (SELECT c.compartment_id FROM mine c) OR o IN (SELECT ctx.compartments())',
        'o IN (SELECT ctx.compartments())',
      ],
      ['v.private_to IS NOT NULL\n              AND (v.agency_id', '(v.agency_id'],
    ],
  ],
  // The worker may write none of these tables.
  ['intelligence.refuse_change()', [["session_user IN ('app_request', 'app_worker')", "session_user = 'app_request'"]]],
  // A request for nobody finds no grant of nobody's; and an end that has passed is refused by the next line.
  [
    'sharing.answer_permission(uuid, text, text, timestamptz, text)',
    [
      ['held := found.to_agency_id IS NOT NULL AND NOT', 'held := NOT'],
      [`AND v.valid_until > now() AND v.agreement_id ${LAPSED}) AS last`, `AND v.agreement_id ${LAPSED}) AS last`],
    ],
  ],
  // Only a permission has an end.
  [
    'sharing.withdraw_permission(uuid, text)',
    [["(found.state = 'granted' AND found.valid_until <= now())", 'found.valid_until <= now()']],
  ],
  // A grant of no disclosure is not another disclosure's.
  [
    'sharing.end_permissions()',
    [['v.item_id = i.item_id AND v.disclosure_id IS NOT NULL\n  AND', 'v.item_id = i.item_id AND']],
  ],
];

export class SayNothingTwice1795500071000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const [signature, words] of ONCE) await rewordFunction(runner, signature, words);
    await runner.query(`
      DROP POLICY keeper_names ON intelligence.report;
      DROP POLICY keeper_tells ON platform.outbox;
      DROP POLICY administrator_updates ON identity.user_account;
      CREATE POLICY administrator_updates ON identity.user_account FOR UPDATE TO app_request
        USING ((SELECT ctx.has_role('administrator')) AND id <> (SELECT ctx.user_id()));`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY administrator_updates ON identity.user_account;
      CREATE POLICY administrator_updates ON identity.user_account FOR UPDATE TO app_request
        USING ((SELECT ctx.has_role('administrator')) AND id <> (SELECT ctx.user_id())) WITH CHECK ((SELECT ctx.has_role('administrator')));
      CREATE POLICY keeper_tells ON platform.outbox FOR INSERT TO keeper WITH CHECK (true);
      CREATE POLICY keeper_names ON intelligence.report FOR SELECT TO keeper USING (true);`);
    for (const [signature, words] of [...ONCE].reverse()) await rewordFunction(runner, signature, words, true);
  }
}
