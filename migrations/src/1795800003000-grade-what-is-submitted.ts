import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const OF_ITEMS = (grant: string): string =>
  `coalesce((SELECT max(access.confidence(i.source_evaluation, i.intelligence_assessment)) FROM access.item_visibility i
              WHERE i.record_id = ${grant}.record_id AND i.disclosure_id IS NOT DISTINCT FROM ${grant}.disclosure_id), 0)`;
const ITEM: Words[] = [
  [
    'r.disclosure_id IS NULL AND r.confidence < level;',
    'r.disclosure_id IS NULL AND r.status <> 1 AND r.confidence < level;',
  ],
  ['WHERE r.record_id = OLD.report_id;', 'WHERE r.record_id = OLD.report_id AND r.status <> 1;'],
  [
    `v.disclosure_id IS NOT DISTINCT FROM r.disclosure_id), 0)\n    WHERE r.record_id = NEW.report_id;`,
    `v.disclosure_id IS NOT DISTINCT FROM r.disclosure_id), 0)\n    WHERE r.record_id = NEW.report_id AND r.status <> 1;`,
  ],
];
const RECORD: Words[] = [
  [
    'status = NEW.status, threat_to_life = NEW.threat_to_life,',
    `status = NEW.status, threat_to_life = NEW.threat_to_life,
            confidence = CASE WHEN OLD.status = 1 AND NEW.status <> 1 THEN ${OF_ITEMS('v')} ELSE v.confidence END,`,
  ],
];
const FUNCTIONS = [
  ['access.track_item()', ITEM],
  ['access.track_record()', RECORD],
] as const;

/** A draft has no confidence yet: nobody but its author sees it, and each of its items would rewrite the grant that was just made. It has one once it is submitted. */
export class GradeWhatIsSubmitted1795800003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words);
    await this.setDrafts(runner, '0');
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words, true);
    await this.setDrafts(runner, OF_ITEMS('v'));
  }

  private async setDrafts(runner: QueryRunner, confidence: string): Promise<void> {
    await runner.query(`
      ALTER TABLE access.record_visibility NO FORCE ROW LEVEL SECURITY; ALTER TABLE access.item_visibility NO FORCE ROW LEVEL SECURITY;
      UPDATE access.record_visibility v SET confidence = ${confidence} WHERE v.status = 1;
      ALTER TABLE access.record_visibility FORCE ROW LEVEL SECURITY; ALTER TABLE access.item_visibility FORCE ROW LEVEL SECURITY`);
  }
}
