import { daysOff, londonDay, workingDaysFrom } from '@clin/platform/working-time';
import { sql, type Rows } from '@clin/platform';
import type { ReferralKind } from './referral.kinds.js';
import { STAGES, type ReferralStatus } from './referral.states.js';

/** From the step before: how long until a side is warned, late and escalated. */
export interface ClockRule {
  unit: 'working-days' | 'minutes';
  warn: number;
  due: number;
  escalate: number;
}

export interface Deadlines {
  warnAt: Date | null;
  dueAt: Date | null;
  escalateAt: Date | null;
}

const STOPPED: Deadlines = { warnAt: null, dueAt: null, escalateAt: null };
const MINUTE = 60_000;

/** Minutes run day and night, across a change of the clocks as well; working days keep the time of day and leave out weekends and bank holidays. */
export function deadlinesFrom(now: Date, rule: ClockRule, off: ReadonlySet<string>): Deadlines {
  const after = (count: number): Date =>
    rule.unit === 'minutes' ? new Date(now.getTime() + count * MINUTE) : workingDaysFrom(now, count, off);
  return { warnAt: after(rule.warn), dueAt: after(rule.due), escalateAt: after(rule.escalate) };
}

/** The clock that starts when a referral of this kind comes into this status; none where nobody is waited for. */
export async function clockFor(rows: Rows, kind: ReferralKind, status: ReferralStatus, now: Date): Promise<Deadlines> {
  const stage = STAGES[status];
  if (!stage) return STOPPED;
  const rule = await rows.row<ClockRule>(sql`SELECT c.unit, c.warn, c.due, c.escalate FROM referrals.clock c
    WHERE c.kind = ${kind} AND c.stage = ${stage} AND c.effective_from <= ${londonDay(now)}::date ORDER BY c.effective_from DESC LIMIT 1`);
  if (!rule) throw new Error(`No clock is in effect for ${kind}, ${stage}`);
  return deadlinesFrom(now, rule, rule.unit === 'minutes' ? new Set() : await daysOff(rows));
}
