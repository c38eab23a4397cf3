import { sql, type Rows } from './sql.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A working day of the clock begins at 9am in Europe/London. */
const STARTS = 9 * HOUR;

const DATE = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' });
const HOUR_OF_DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });

/** The calendar day in Europe/London, as 2026-10-12. */
export const londonDay = (moment: Date): string => DATE.format(moment);

/** The same day of the month, so many months later; where that month is shorter, its overhang in the next. */
export function monthsFrom(moment: Date, months: number): string {
  const later = new Date(moment);
  later.setUTCMonth(later.getUTCMonth() + months);
  return londonDay(later);
}

/** Summer time is an hour ahead of UTC. */
const ahead = (moment: Date): number => ((Number(HOUR_OF_DAY.format(moment)) - moment.getUTCHours() + 24) % 24) * HOUR;

/** So many calendar days later at the same time of day in Europe/London. */
function laterBy(moment: Date, days: number): Date {
  const plain = new Date(moment.getTime() + days * DAY);
  return new Date(plain.getTime() + ahead(moment) - ahead(plain));
}

function works(moment: Date, daysOff: ReadonlySet<string>): boolean {
  const day = londonDay(moment);
  return ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()) && !daysOff.has(day);
}

/** The next working day, at the same time of day. */
function nextWorkingDay(moment: Date, daysOff: ReadonlySet<string>): Date {
  let next = laterBy(moment, 1);
  while (!works(next, daysOff)) next = laterBy(next, 1);
  return next;
}

function nineOnNextWorkingDay(moment: Date, daysOff: ReadonlySet<string>): Date {
  const midnight = new Date(`${londonDay(nextWorkingDay(moment, daysOff))}T00:00:00Z`);
  const nine = new Date(midnight.getTime() + STARTS);
  return new Date(nine.getTime() - ahead(nine));
}

/** So many working days from a moment, at the same time of day; from a day off they count from 9am on the next working day. */
export function workingDaysFrom(moment: Date, days: number, daysOff: ReadonlySet<string>): Date {
  let at = works(moment, daysOff) ? moment : nineOnNextWorkingDay(moment, daysOff);
  for (let left = days; left > 0; left -= 1) at = nextWorkingDay(at, daysOff);
  return at;
}

export interface Deadlines {
  remindAt: Date;
  dueAt: Date;
}

/**
 * When whoever was asked is reminded and when they are late [U: our defaults; agreements may say otherwise]: two working days, or four hours of
 * any day when urgent. What is needed sooner than two working days is due then, and never in less than four hours. Asked on a day off, the
 * days count from 9am on the next working day.
 */
export function deadlinesOf(
  now: Date,
  request: { urgent: boolean; neededBy?: Date | undefined },
  daysOff: ReadonlySet<string>,
): Deadlines {
  const soonest = new Date(now.getTime() + 4 * HOUR);
  if (request.urgent) return { remindAt: new Date(now.getTime() + 2 * HOUR), dueAt: soonest };
  const remindAt = workingDaysFrom(now, 1, daysOff);
  const dueAt = workingDaysFrom(now, 2, daysOff);
  if (!request.neededBy || request.neededBy >= dueAt) return { remindAt, dueAt };
  const sooner = request.neededBy > soonest ? request.neededBy : soonest;
  return { remindAt: new Date((now.getTime() + sooner.getTime()) / 2), dueAt: sooner };
}

/** The first moment after that day in Europe/London. */
export function endOfLondonDay(day: string): Date {
  const midnight = new Date(Date.parse(`${day}T00:00:00Z`) + DAY);
  const summer = new Date(midnight.getTime() - HOUR);
  return londonDay(summer) > day ? summer : midnight;
}

/** "in 5 hours", "5 hours ago": the largest whole unit, as people say it. */
export function distanceWords(from: Date, to: Date): string {
  const gap = Math.abs(to.getTime() - from.getTime());
  const [size, unit] = gap >= 2 * DAY ? [DAY, 'day'] : gap >= HOUR ? [HOUR, 'hour'] : [60_000, 'minute'];
  const count = Math.max(1, Math.floor(gap / (size as number)));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The clock of a request in words. */
export function clockWords(now: Date, dueAt: Date): string {
  return dueAt > now ? `Answer due in ${distanceWords(now, dueAt)}` : `Overdue by ${distanceWords(dueAt, now)}`;
}

/** Bank holidays, as 2026-12-25; they are reference data. */
export async function daysOff(rows: Rows): Promise<Set<string>> {
  return new Set((await rows.rows<{ day: string }>(sql`SELECT day::text FROM sharing.day_off`)).map(({ day }) => day));
}
