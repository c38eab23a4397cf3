import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const INSERTED = "IF TG_OP = 'INSERT' THEN";
const refuse = (table: string, column: string): Words => [
  INSERTED,
  `${INSERTED}
          -- A grant is looked up by this id alone, whatever table it stands in: a second row of it, of another kind, would open the first.
          IF EXISTS (SELECT 1 FROM access.${table} v WHERE v.${column} = NEW.id) THEN
            RAISE EXCEPTION 'An id is of one record.' USING ERRCODE = 'unique_violation'; END IF;`,
];
const RECORD = [refuse('record_visibility', 'record_id')];
const ITEM = [refuse('item_visibility', 'item_id')];

/** Records of every kind share one space of ids, and so do items: nobody takes the id of another agency's for a row of their own. */
export class KeepIdsApart1795670000000 implements MigrationInterface {
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
