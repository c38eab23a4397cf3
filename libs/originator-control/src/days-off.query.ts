import { sql, type Rows } from '@clin/platform';

/** Bank holidays, as 2026-12-25: no working days. */
export async function daysOff(rows: Rows): Promise<Set<string>> {
  return new Set((await rows.rows<{ day: string }>(sql`SELECT day::text FROM sharing.day_off`)).map(({ day }) => day));
}
