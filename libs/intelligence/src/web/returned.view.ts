import { Clock } from '@clin/platform';
import type { OwnerReport } from '../report-detail.js';
import { londonDay } from '@clin/platform/working-time';

/** A correction can be handed in on its day; from the next one it is overdue. */
export const isOverdue = (dueBy: string | null | undefined, now = Clock.time()): boolean =>
  Boolean(dueBy) && dueBy! < londonDay(now);

export const returnedView = (returned: NonNullable<OwnerReport['returned']>) => ({
  ...returned,
  overdue: isOverdue(returned.dueBy),
});
