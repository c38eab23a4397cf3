/** A timestamp as PostgreSQL writes it, to the microsecond: 2026-11-23 22:14:45.123456+00; a day that exists, an offset that it accepts. */
export function isMoment(text: string): boolean {
  const [, day, time, offset] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)([+-]\d\d)$/.exec(text) ?? [];
  if (!day || day < '1900' || Number.isNaN(Date.parse(`${day}T${time}Z`)) || Math.abs(Number(offset)) > 14)
    return false;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
