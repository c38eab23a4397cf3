import { InvalidInput } from '@clin/platform';

const LONGEST = 60;
const USUAL = 12;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])(-\d{2})?$/;

/** Whole calendar months, first and last included. */
export interface Period {
  /** First days, oldest first: 2026-09-01. */
  months: string[];
  /** What was asked for began or ended inside a month, so that the period is longer than asked. */
  widened: boolean;
}

/**
 * The period of a question: dates (2026-09-14) or months (2026-09), by default the twelve months up to now. Dates inside a month take the whole
 * month: were days possible, two overlapping periods would subtract to one day. Throws InvalidInput by field.
 */
export function periodOf({ from, to }: { from?: string; to?: string }, now: Date): Period {
  const errors: Record<string, string> = {};
  const thisMonth = now.getUTCFullYear() * 12 + now.getUTCMonth();
  const last = to ? numbered(to) : from ? Math.max(thisMonth, numbered(from) ?? 0) : thisMonth;
  const first = from ? numbered(from) : (last ?? thisMonth) - USUAL + 1;
  if (first === undefined) errors['from'] = 'From must be a month or a date, like 2026-09 or 2026-09-01';
  if (last === undefined) errors['to'] = 'To must be a month or a date, like 2026-11 or 2026-11-30';
  if (first !== undefined && last !== undefined) {
    if (first > last) errors['to'] = 'To must be the same as or after from';
    else if (last - first >= LONGEST) errors['from'] = `From must be at most ${LONGEST} months before to`;
  }
  if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
  const months = Array.from({ length: last! - first! + 1 }, (_, step) => firstDay(first! + step));
  const widened = (from?.length === 10 && !from.endsWith('-01')) || (to?.length === 10 && to !== lastDay(last!));
  return { months, widened };
}

function numbered(text: string): number | undefined {
  const match = MONTH.exec(text);
  if (!match || (match[3] && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) !== text)) return undefined;
  return Number(match[1]) * 12 + Number(match[2]) - 1;
}

const firstDay = (month: number): string =>
  new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)).toISOString().slice(0, 10);
const lastDay = (month: number): string =>
  new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10);
