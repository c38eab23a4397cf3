import { sql, type Rows } from '@clin/platform';

/** How many people at each agency may read reports, by agency code: what "who can see this" and the interruption card say. */
export async function peopleAt(rows: Rows, agencies: readonly string[]): Promise<Map<string, number>> {
  if (agencies.length === 0) return new Map();
  const counted = await rows.rows<{ agency: string; people: number }>(
    sql`SELECT agency, people FROM access.readers_at(${[...new Set(agencies)]}::text[])`,
  );
  return new Map(counted.map(({ agency, people }) => [agency, people]));
}
