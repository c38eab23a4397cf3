import { Logger } from '@nestjs/common';
import { sql } from '@clin/platform';
import type { Schedule, WorkerDatabase } from '@clin/platform/events';

const BATCH = 500;
const HEAD_EVERY_MS = 60_000;

/** Hash-links committed audit entries. The database takes care of their order and of there being one sealer at a time. */
export function sealAudit(): Schedule {
  const log = new Logger('seal-audit');
  /** By a stopwatch: a clock that is set back must not silence it. */
  let publishedAt = -HEAD_EVERY_MS;
  let grew = false;

  /** To the process log once a minute, so that a log kept off this host witnesses the chain: a cut tail would show. */
  async function publishHead(database: WorkerDatabase): Promise<void> {
    if (!grew || performance.now() - publishedAt < HEAD_EVERY_MS) return;
    const head = await database.run((tx) =>
      tx.row<{ seq: string; hash: string }>(sql`SELECT seq::text, hash FROM audit.head()`),
    );
    if (head) log.log(`audit head ${head.seq}:${head.hash}`);
    publishedAt = performance.now();
    grew = false;
  }

  return {
    name: 'seal-audit',
    everyMs: 250,
    boundary: 'no-record',
    audit: 'none: it seals the log itself',
    execute: async (database) => {
      const row = await database.run((tx) =>
        tx.row<{ linked: number }>(sql`SELECT audit.seal(${BATCH}::int) AS linked`),
      );
      const linked = row?.linked ?? 0;
      grew ||= linked > 0;
      await publishHead(database);
      return linked === BATCH;
    },
  };
}
