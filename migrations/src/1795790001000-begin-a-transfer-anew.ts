import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const MOVE = 'referrals.move(uuid, text, int, text, jsonb, smallint, timestamptz, timestamptz, timestamptz)';
const SENT = (from: string): string => `me.agency_id, to_agency, 'send', ${from}, moved.status, me.user_id)`;

/** Whoever a referral is transferred to reads a sending like any other: from which state it came says that somebody had it before, and what they did. */
const WORDS: Words[] = [[SENT('held.status'), SENT('1')]];

export class BeginATransferAnew1795790001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, MOVE, WORDS);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewordFunction(runner, MOVE, WORDS, true);
  }
}
