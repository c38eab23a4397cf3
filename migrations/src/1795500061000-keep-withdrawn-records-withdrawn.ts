import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const OWN_ITEM = 'v.item_id = i AND v.record_id = record AND v.disclosure_id IS NULL';
const DRAFT = `IF owned.private_to IS NOT NULL THEN RAISE EXCEPTION 'A draft cannot be disclosed.' USING ERRCODE = 'CL409'; END IF;`;
const WITHDRAWN = `
        IF owned.withdrawn_at IS NOT NULL THEN RAISE EXCEPTION 'A withdrawn record cannot be disclosed. Nothing was changed.' USING ERRCODE = 'CL409'; END IF;`;
const CLASSES = 'PERFORM access.refuse_wider(agreement, owned.kind, owned.sensitivity, items);';
const CITED = `
        IF rule IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sharing.standing_rule r WHERE r.id = rule AND r.agreement_id = agreement) THEN
          RAISE EXCEPTION 'agreement: This agreement has no such standing rule.' USING ERRCODE = 'CL422'; END IF;`;
const OWN_ROW = 'WHERE v.record_id = record AND v.disclosure_id IS NULL FOR UPDATE;';
const ITEM_GOES = 'UPDATE intelligence.report_item i SET withdrawn_at = now() WHERE i.id = item;';

/** What each function learns. The mark is read from the row that it locks already, so no race can pass it. */
const LEARNT: readonly [signature: string, words: readonly Words[]][] = [
  [
    'access.withdraw(uuid, text)',
    [
      [
        OWN_ROW,
        `${OWN_ROW}
        UPDATE access.record_visibility v SET withdrawn_at = now() WHERE v.record_id = record AND v.disclosure_id IS NULL;`,
      ],
    ],
  ],
  [
    'intelligence.decide_correction(uuid, boolean, text)',
    [
      [
        ITEM_GOES,
        `${ITEM_GOES}
            UPDATE access.item_visibility v SET withdrawn_at = now() WHERE v.record_id = open.report_id AND v.item_id = item;`,
      ],
    ],
  ],
  [
    'access.disclose(uuid, smallint, uuid[], text, text, int, text, timestamptz, int)',
    [
      [DRAFT, DRAFT + WITHDRAWN],
      [OWN_ITEM, `${OWN_ITEM} AND v.withdrawn_at IS NULL`],
      [CLASSES, CLASSES + CITED],
    ],
  ],
  [
    'access.open_emergency(text, text)',
    [
      [
        'owned.private_to IS NOT NULL OR owned.status',
        'owned.private_to IS NOT NULL OR owned.withdrawn_at IS NOT NULL OR owned.status',
      ],
      [
        'FROM access.item_visibility v WHERE v.record_id = held.id AND v.disclosure_id IS NULL;',
        'FROM access.item_visibility v WHERE v.record_id = held.id AND v.disclosure_id IS NULL AND v.withdrawn_at IS NULL;',
      ],
    ],
  ],
  [
    'access.named_under(text)',
    [
      [
        'v.private_to IS NULL AND v.compartment_id',
        'v.private_to IS NULL AND v.withdrawn_at IS NULL AND v.compartment_id',
      ],
    ],
  ],
];

/** A withdrawn record leaves a notice and nothing else: nobody discloses it, opens it in an emergency or is told who holds it; nor an item of one. */
export class KeepWithdrawnRecordsWithdrawn1795500061000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE access.record_visibility ADD COLUMN withdrawn_at timestamptz;
      ALTER TABLE access.item_visibility ADD COLUMN withdrawn_at timestamptz;
      COMMENT ON COLUMN access.record_visibility.withdrawn_at IS 'in its owner''s row only: to others no row is left';
      UPDATE access.record_visibility v SET withdrawn_at = now() WHERE v.kind = 1 AND v.status = 7 AND v.disclosure_id IS NULL;
      UPDATE access.item_visibility v SET withdrawn_at = i.withdrawn_at FROM intelligence.report_item i
        WHERE i.id = v.item_id AND i.withdrawn_at IS NOT NULL AND v.disclosure_id IS NULL;`);
    for (const [signature, words] of LEARNT) await rewordFunction(runner, signature, words);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [signature, words] of LEARNT) await rewordFunction(runner, signature, words, true);
    await runner.query(`
      ALTER TABLE access.record_visibility DROP COLUMN withdrawn_at;
      ALTER TABLE access.item_visibility DROP COLUMN withdrawn_at;`);
  }
}
