import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const WORDS: Words[] = [
  ['DECLARE placed int; submitted boolean;', 'DECLARE placed int; given int; submitted boolean;'],
  [
    'SELECT count(*), bool_or(m.status <> 1) INTO placed, submitted FROM made m;',
    'SELECT count(*), (SELECT count(*) FROM added), bool_or(m.status <> 1) INTO placed, given, submitted FROM made m;',
  ],
  ['IF placed < (SELECT count(*) FROM added) THEN', 'IF placed < given THEN'],
];

/** One statement fewer for each save that adds items. */
export class CountPlacedItemsAtOnce1795800006001 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'access.place_items()', WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, 'access.place_items()', WORDS, true);
  }
}
