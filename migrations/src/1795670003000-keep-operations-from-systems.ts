import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

/** What names no record is still about something: an operation, one person's question, a recall of what has been restricted since. */
const UNNAMED: Words[] = [
  [
    '(NOT told.needs OR (SELECT true',
    `(NOT told.needs AND o.payload ->> 'personId' IS NULL AND NOT EXISTS (SELECT 1 FROM access.compartment c WHERE c.key = o.record_id)
            AND NOT EXISTS (SELECT 1 FROM access.record_visibility r WHERE r.record_id = o.record_id AND r.disclosure_id IS NULL
              AND (r.sensitivity > w.sensitivity OR r.compartment_id IS NOT NULL OR r.private_to IS NOT NULL))
          OR told.needs AND (SELECT true`,
  ],
];

/** An agency's system hears nothing of operations, and nothing of what concerns one person alone; not even that something happened. */
export class KeepOperationsFromSystems1795670003000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'notifications.hook_call(uuid)', UNNAMED);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'notifications.hook_call(uuid)', UNNAMED, true);
  }
}
