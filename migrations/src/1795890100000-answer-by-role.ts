import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const READING = 'ctx.reading_clearance()';
const OWNED: Words = ['v.sensitivity <= me.clearance', `v.sensitivity <= ${READING}`];
const FUNCTIONS: readonly (readonly [signature: string, words: readonly Words[]])[] = [
  ['access.disclose(uuid,smallint,uuid[],text,text,integer,text,timestamptz,integer)', [OWNED]],
  ['access.own_to_restrict(uuid)', [OWNED]],
  ['access.recall(uuid,text)', [OWNED]],
  ['access.my_grants(uuid)', [['v.agency_id = ctx.agency()', `v.agency_id = ctx.agency() AND ${READING} IS NOT NULL`]]],
  ['ctx.compartments()', [['m.ends_on >= current_date', `m.ends_on >= current_date AND ${READING} IS NOT NULL`]]],
  [
    'picture.audience()',
    [
      ['WHERE (SELECT ctx.agency()) IS NOT NULL', `WHERE (SELECT ${READING}) IS NOT NULL`],
      [
        'WHERE me.id = (SELECT ctx.agency())',
        `WHERE me.id = (SELECT ctx.agency()) AND (SELECT ${READING}) IS NOT NULL`,
      ],
    ],
  ],
];
const questions = (also: string): string => `ALTER POLICY asker_or_owner ON access.discovery_question USING (
  (asked_by = (SELECT ctx.user_id()) AND asker_agency_id = (SELECT ctx.agency())${also})
  OR (owner_agency_id = (SELECT ctx.agency()) AND (SELECT access.question_reaches(id))))`;

/**
 * Whoever reads no record is told nothing of one by a function either: not by how it refuses, not by a grant's labels, not by the name and the members of
 * an operation that they were in, not by figures (ADR 18).
 */
export class AnswerByRole1795890100000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const [signature, words] of FUNCTIONS) await rewordFunction(runner, signature, words);
    await runner.query(questions(` AND (SELECT ${READING}) IS NOT NULL`));
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [signature, words] of FUNCTIONS) await rewordFunction(runner, signature, words, true);
    await runner.query(questions(''));
  }
}
