import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const WITHDRAWN = 7;
const COUNT: Words = [
  'AND v.compartment_id IS NOT NULL',
  `AND (v.compartment_id IS NOT NULL OR v.status = ${WITHDRAWN})`,
];
const FOLLOW: Words = [
  'CASE WHEN NEW.compartment_id IS NULL THEN 1 ELSE -1 END',
  `CASE WHEN NEW.compartment_id IS NULL AND NEW.status <> ${WITHDRAWN} THEN 1 ELSE -1 END`,
];
const counts = (row: string): string => `(${row}.compartment_id IS NULL AND ${row}.status <> ${WITHDRAWN})`;
const trigger = (changed: string): string => `
  DROP TRIGGER follow_restriction ON access.record_visibility;
  CREATE TRIGGER follow_restriction AFTER UPDATE ON access.record_visibility FOR EACH ROW
    WHEN (NEW.disclosure_id IS NULL AND NEW.kind = 1 AND ${changed}) EXECUTE FUNCTION picture.follow_restriction()`;
/** One correction for each report that was withdrawn and counted before this migration. */
const correct = (sign: 1 | -1): string => `
  INSERT INTO picture.delta (outbox_id, month, area, owner_id, confidence, threat_to_life, reports)
  SELECT w.correction, d.month, d.area, d.owner_id, d.confidence, d.threat_to_life, ${sign} * sum(d.reports)
  FROM (SELECT v.record_id, nextval('picture.correction') AS correction FROM access.record_visibility v
      WHERE v.disclosure_id IS NULL AND v.kind = 1 AND v.status = ${WITHDRAWN} AND v.compartment_id IS NULL) w
    JOIN platform.outbox o ON o.record_id = w.record_id AND o.type = 'report.disseminated.v1'
    JOIN picture.delta d ON d.outbox_id = o.id GROUP BY 1, 2, 3, 4, 5, 6`;

/** A withdrawn report leaves a notice and nothing else: the figures cease to count it in the same commit. */
export class TakeWithdrawnOutOfFigures1795500074100 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'picture.count_event(bigint)', [COUNT]);
    await rewordFunction(runner, 'picture.follow_restriction()', [FOLLOW]);
    await runner.query(trigger(`${counts('NEW')} <> ${counts('OLD')}`));
    await runner.query(correct(-1));
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(correct(1));
    await runner.query(trigger('(NEW.compartment_id IS NULL) <> (OLD.compartment_id IS NULL)'));
    await rewordFunction(runner, 'picture.follow_restriction()', [FOLLOW], true);
    await rewordFunction(runner, 'picture.count_event(bigint)', [COUNT], true);
  }
}
