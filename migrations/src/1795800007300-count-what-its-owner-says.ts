import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const OF_THE_RECORD = "WHERE o.record_id = NEW.record_id AND o.type = 'report.disseminated.v1'";
const OF_THE_OWNER =
  "WHERE o.record_id = NEW.record_id AND o.agency_id = NEW.owner_id AND o.type = 'report.disseminated.v1'";
const FUNCTIONS: [name: string, words: Words[]][] = [
  [
    'picture.count_event(bigint)',
    [
      [
        '(v.compartment_id IS NOT NULL OR v.status = 7);',
        'v.owner_id = told.agency_id AND v.compartment_id IS NULL AND v.status <> 7;',
      ],
      ['IF FOUND THEN RETURN;', 'IF NOT FOUND THEN RETURN;'],
    ],
  ],
  [
    'picture.follow_restriction()',
    [
      [`${OF_THE_RECORD}\n          AND EXISTS`, `${OF_THE_OWNER}\n          AND EXISTS`],
      [`${OF_THE_RECORD})\n  INSERT`, `${OF_THE_OWNER})\n  INSERT`],
    ],
  ],
];

/**
 * A dissemination is counted when the record's own agency says it. Another's event about it would count like that of no record, or not, as the
 * record is in an operation: its figures would say what became of a record that it does not see.
 */
export class CountWhatItsOwnerSays1795800007300 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words, true);
  }
}
