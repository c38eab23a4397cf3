import { sql } from '@clin/platform';
import type { Schedule } from '@clin/platform/events';

/** Sums the deltas that have come in since into the base, so that reading stays as fast as it is. Figures do not change by it. */
export function foldPicture(): Schedule {
  return {
    name: 'fold-picture',
    everyMs: 60_000,
    boundary: 'no-record',
    audit: 'none: it changes no figure',
    execute: async (database) => {
      await database.run((tx) => tx.rows(sql`SELECT picture.fold()`));
      return false;
    },
  };
}
