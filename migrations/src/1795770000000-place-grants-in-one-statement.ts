import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const INSERTED = "IF TG_OP = 'INSERT' THEN";
const CHECKED = (table: string, column: string): string => `${INSERTED}
          -- A grant is looked up by this id alone, whatever table it stands in: a second row of it, of another kind, would open the first.
          IF EXISTS (SELECT 1 FROM access.${table} v WHERE v.${column} = NEW.id) THEN
            RAISE EXCEPTION 'An id is of one record.' USING ERRCODE = 'unique_violation'; END IF;`;
const WHILE_PLACED = (
  table: string,
  column: string,
): string => `NOT EXISTS (SELECT 1 FROM access.${table} o WHERE o.${column} = NEW.id);
          -- A grant is looked up by this id alone, whatever table it stands in: a second row of it, of another kind, would open the first.
          IF NOT FOUND THEN RAISE EXCEPTION 'An id is of one record.' USING ERRCODE = 'unique_violation'; END IF;`;

const LAST = 'NEW.private_to, NEW.status, NEW.handling, NEW.threat_to_life';
const RECORD: Words[] = [
  [CHECKED('record_visibility', 'record_id'), INSERTED],
  ['VALUES (NEW.owner_agency_id, NEW.created_at', 'SELECT NEW.owner_agency_id, NEW.created_at'],
  [`${LAST});`, `${LAST}\n          WHERE ${WHILE_PLACED('record_visibility', 'record_id')}`],
];
const OWNER = 'FROM access.record_visibility v WHERE v.record_id = NEW.report_id AND v.disclosure_id IS NULL';
const ITEM: Words[] = [
  [CHECKED('item_visibility', 'item_id'), INSERTED],
  [`${OWNER};`, `${OWNER}\n    AND ${WHILE_PLACED('item_visibility', 'item_id')}`],
];

/** What a new record or item is checked for is looked up by the statement that places it: one statement less for each. */
export class PlaceGrantsInOneStatement1795770000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await this.reword(runner);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await this.reword(runner, true);
  }

  private async reword(runner: QueryRunner, back = false): Promise<void> {
    await rewordFunction(runner, 'access.track_record()', RECORD, back);
    await rewordFunction(runner, 'access.track_item()', ITEM, back);
  }
}
