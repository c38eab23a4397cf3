/** Dates as people read them, in Europe/London whatever the server's zone. */
import { Clock } from '@clin/platform';

const ZONE = 'Europe/London';
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: ZONE });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: ZONE });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: ZONE });
const NUMBER = new Intl.NumberFormat('en-GB');

type Moment = Date | string | number | null | undefined;

/** "2026-10-12" is a calendar day, not midnight UTC; "2026-10" a month. */
function read(value: Moment): Date | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const day = typeof value === 'string' ? /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(value) : null;
  const date = day ? new Date(`${day[1]}-${day[2]}-${day[3] ?? '01'}T12:00:00Z`) : new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** 12 October 2026 */
export function dateUk(value: Moment): string {
  const date = read(value);
  return date ? DAY.format(date) : '';
}

/** 16 November 2026 at 2:07pm */
export function dateTimeUk(value: Moment): string {
  const date = read(value);
  return date ? `${DAY.format(date)} at ${timeUk(date)}` : '';
}

/** 2:07pm, midnight, midday would be ambiguous: 12:00am and 12:00pm are written in words. */
export function timeUk(value: Moment): string {
  const date = read(value);
  if (!date) return '';
  const time = TIME.format(date).replace(/\s/g, '').toLowerCase();
  if (time === '12:00am' || time === '0:00am') return 'midnight';
  if (time === '12:00pm' || time === '0:00pm') return 'midday';
  return time;
}

/** October 2026 */
export function monthUk(value: Moment): string {
  const date = read(value);
  return date ? MONTH.format(date) : '';
}

/** 1,204; text such as "1 to 4" passes unchanged. */
export function numberUk(value: number | string | bigint | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'string' && !/^-?\d+(\.\d+)?$/.test(value)) return value;
  return NUMBER.format(typeof value === 'string' ? Number(value) : value);
}

/** Whole days from now until the end of that day, never below 0: "28 days left". */
export function daysLeft(value: Moment, now: Date = Clock.time()): number {
  const date = read(value);
  if (!date) return 0;
  return Math.max(0, Math.ceil((date.getTime() - now.getTime()) / 86_400_000));
}
