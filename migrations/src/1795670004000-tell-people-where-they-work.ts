import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const PERSON = "WHERE u.id = (told.payload ->> 'personId')::uuid";
const AT_WORK: Words[] = [
  [PERSON, `${PERSON} AND u.agency_id = coalesce((told.payload ->> 'recipientAgencyId')::smallint, told.agency_id)`],
];

/** What becomes of somebody's report or action is told to them at the agency whose it is, and not where they work since, though that sees the record too. */
export class TellPeopleWhereTheyWork1795670004000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'notifications.audience(bigint, text, text[])', AT_WORK);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'notifications.audience(bigint, text, text[])', AT_WORK, true);
  }
}
