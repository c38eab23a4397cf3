import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const READ_BY = 'cases.read_by(uuid, smallint, uuid, text[])';
const MINE = '(v.private_to IS NULL OR v.private_to = u.id)';

/** Whoever opened a record in an emergency reads it for that, and sees no work about it: nobody is given work on the ground of such a grant. */
const WORDS: Words[] = [[MINE, `${MINE} AND (v.private_to IS NULL OR v.disclosure_id IS NULL)`]];

export class GiveNoWorkToEmergencies1795790000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, READ_BY, WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, READ_BY, WORDS, true);
  }
}
