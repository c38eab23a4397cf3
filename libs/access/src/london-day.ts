import { InvalidInput } from '@clin/platform';

const LONDON = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The first moment of a day such as 2026-03-03 in Europe/London, and of the day after. Throws InvalidInput, naming the field. */
export function dayBounds(day: string, field: string): { start: Date; end: Date } {
  const noon = new Date(`${day}T12:00:00Z`);
  if (!/^(19|20)\d\d-\d\d-\d\d$/.test(day) || Number.isNaN(noon.getTime()) || !noon.toISOString().startsWith(day))
    throw new InvalidInput({ [field]: 'Must be a real date, such as 2026-10-12.' });
  const next = new Date(noon.getTime() + 86_400_000).toISOString().slice(0, 10);
  return { start: midnight(day), end: midnight(next) };
}

/** Summer time is an hour ahead: its day starts at 23:00 UTC of the day before. */
function midnight(day: string): Date {
  const utc = new Date(`${day}T00:00:00Z`);
  const summer = new Date(utc.getTime() - 3_600_000);
  return LONDON.format(summer) === day ? summer : utc;
}
