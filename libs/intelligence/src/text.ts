/** Empty text is no text: columns hold words or null. */
export const blankToNull = (text: string | null | undefined): string | null => (text?.trim() ? text : null);

const LONDON = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
/** The calendar day in Europe/London, as 2026-10-12. */
export const londonDay = (moment: Date): string => LONDON.format(moment);

/** The first moment after that day in Europe/London: until then what "until 12 October" promises holds. */
export function endOfLondonDay(day: string): Date {
  const midnight = new Date(`${day}T00:00:00Z`);
  midnight.setUTCDate(midnight.getUTCDate() + 1);
  // Summer time is an hour ahead: its day ends at 23:00 UTC.
  const summer = new Date(midnight.getTime() - 3_600_000);
  return londonDay(summer) > day ? summer : midnight;
}

export const isId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
