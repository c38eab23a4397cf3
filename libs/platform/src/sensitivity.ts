import { sql, type Rows } from './sql.js';

/** Who may see what has a sensitivity, by its number: "most readers". */
export type LevelWords = ReadonlyMap<number, string>;

/** Reference data: of each level the newest words that have begun. */
export async function levelWords(rows: Rows): Promise<LevelWords> {
  const found = await rows.rows<{ level: number; words: string }>(sql`SELECT DISTINCT ON (l.level) l.level, l.words
    FROM platform.sensitivity_level l WHERE l.effective_from <= current_date ORDER BY l.level, l.effective_from DESC`);
  return new Map(found.map(({ level, words }) => [level, words]));
}

/** "2 (most readers)", and where nobody has given it words the number alone. */
export function inWords(levels: LevelWords, level: number): string {
  const words = levels.get(level);
  return words ? `${level} (${words})` : String(level);
}

/** For a list to choose from: "2: most readers". */
export const levelChoices = (levels: LevelWords, among: readonly number[]): [string, string][] =>
  among.map((level) => [String(level), [level, levels.get(level)].filter((part) => part !== undefined).join(': ')]);
