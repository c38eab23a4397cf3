import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

/**
 * Each time the worker acted for somebody, tidying up read every session there was, because a condition on the clock itself has no
 * index: with a long queue of notifications that was nine tenths of their cost. Now it looks at the oldest by index, and takes some.
 */
const WORDS: readonly Words[] = [
  [` SET search_path TO 'pg_catalog'`, ` SET search_path TO 'pg_catalog'\n SET enable_seqscan TO 'off'`],
  [
    `encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex');`,
    `encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex'); over timestamptz := clock_timestamp() - interval '1 minute';`,
  ],
  [`WHERE token_hash IN (SELECT s.token_hash`, `WHERE token_hash = ANY (ARRAY(SELECT s.token_hash`],
  [
    `s.ends_at < clock_timestamp() - interval '1 minute' FOR UPDATE SKIP LOCKED);`,
    `s.ends_at < over ORDER BY s.ends_at LIMIT 20 FOR UPDATE SKIP LOCKED));`,
  ],
];
const FUNCTION = 'ctx.act_for(uuid, bigint)';

export class ActForPeopleCheaply1795710000000 implements MigrationInterface {
  public up(runner: QueryRunner): Promise<void> {
    return rewordFunction(runner, FUNCTION, WORDS);
  }

  public down(runner: QueryRunner): Promise<void> {
    return rewordFunction(runner, FUNCTION, WORDS, true);
  }
}
