/** A row of picture.figures: counts of one cell in one month (or, over three, a quarter's small months together). */
export interface CountRow {
  part: 'total' | 'agency' | 'confidence' | 'force';
  cell: string;
  month: string;
  months: 1 | 3;
  measure: Measure;
  /** Of agencies that show themselves plainly to the reader's. */
  known: number;
  /** Of the others; null when it is withheld. */
  others: number | null;
  state: 'plain' | 'small' | 'nearly-all' | 'withheld' | 'small-months';
}

export const MEASURES = ['all', 'threat-to-life'] as const;
export type Measure = (typeof MEASURES)[number];

/** The rows of an answer by what they count; a row that is absent counts nothing. */
export class Counts {
  private readonly rows = new Map<string, CountRow>();
  private readonly cells = new Map<string, Set<string>>();

  public constructor(rows: readonly CountRow[]) {
    for (const row of rows) {
      this.rows.set(key(row.part, row.cell, row.measure, row.month, row.months), row);
      const known = this.cells.get(row.part) ?? new Set();
      this.cells.set(row.part, known.add(row.cell));
    }
  }

  /** The cells of a part that anything was counted in, in a fixed order. */
  public cellsOf(part: CountRow['part']): string[] {
    return [...(this.cells.get(part) ?? [])].sort();
  }

  public of(part: CountRow['part'], cell: string, measure: Measure, month: string): CountRow {
    const none: CountRow = { part, cell, month, months: 1, measure, known: 0, others: 0, state: 'plain' };
    return this.rows.get(key(part, cell, measure, month, 1)) ?? none;
  }

  /** What a quarter's small months add up to, where that may be said. */
  public smallMonths(part: CountRow['part'], cell: string, measure: Measure, month: string): number | undefined {
    return this.rows.get(key(part, cell, measure, quarterOf(month), 3))?.others ?? undefined;
  }
}

/** First day of the quarter that a month belongs to. */
export function quarterOf(month: string): string {
  const first = Math.floor((Number(month.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${month.slice(0, 4)}-${String(first).padStart(2, '0')}-01`;
}

const key = (...parts: (string | number)[]): string => parts.join('|');
