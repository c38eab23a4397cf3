import { between, complement, exactly, NONE, small, sum, type Figure } from '@clin/statistics';
import { quarterOf, type Counts, type CountRow, type Measure } from './counts.js';

export interface MonthSaid {
  total: Figure;
  threatToLife: Figure;
  /** By agency and by confidence, as cells that add up to the total. */
  agencies: Map<string, Figure>;
  confidence: Map<string, Figure>;
}

/** One month's tables, with what could be subtracted from them taken care of. What agencies show plainly is added afterwards: it is no secret. */
export function sayMonth(counts: Counts, month: string, threshold: number): MonthSaid {
  const total = counts.of('total', '*', 'all', month);
  const agencies = counts.cellsOf('agency').map((cell) => counts.of('agency', cell, 'all', month));
  const confidence = counts.cellsOf('confidence').map((cell) => counts.of('confidence', cell, 'all', month));
  const forces = counts.cellsOf('force').map((cell) => counts.of('force', cell, 'all', month));
  const others = (row: CountRow): Figure => said(row, threshold);
  const published = complement(
    {
      total: total.others ?? undefined,
      partitions: [agencies.map(others), confidence.map(others)],
      overlapping: forces.map(others),
    },
    threshold,
  );
  const withKnown = (rows: CountRow[], figures: Figure[]): Map<string, Figure> =>
    new Map(rows.map((row, index) => [row.cell, plus(figures[index]!, row.known)]));
  return {
    total: plus(published.total, total.known),
    threatToLife: sayThreat(counts, 'total', '*', month, threshold, published.total),
    agencies: withKnown(agencies, published.partitions[0]!),
    confidence: withKnown(confidence, published.partitions[1]!),
  };
}

/**
 * One cell over a period: the sum of what its months say, so that overlapping periods subtract to nothing new; a quarter's small months
 * together, where the database says that they may be.
 */
export function sayPeriod(
  counts: Counts,
  cell: { part: 'force' | 'total'; cell: string; measure: Measure },
  months: readonly string[],
  threshold: number,
): Figure {
  const taken = new Set<string>();
  return sum(
    months.map((month) => {
      const row = counts.of(cell.part, cell.cell, cell.measure, month);
      const together =
        row.state === 'small' ? counts.smallMonths(cell.part, cell.cell, cell.measure, month) : undefined;
      if (together === undefined) {
        return cell.measure === 'all'
          ? plus(said(row, threshold), row.known)
          : sayThreat(counts, cell.part, cell.cell, month, threshold);
      }
      const first = !taken.has(quarterOf(month));
      taken.add(quarterOf(month));
      return plus(exactly(first ? together : 0), row.known);
    }),
  );
}

/** Threats to life of a cell; where all but a few of its reports are, the range that leaves those few a small count of their own. */
function sayThreat(
  counts: Counts,
  part: CountRow['part'],
  cell: string,
  month: string,
  threshold: number,
  all?: Figure,
): Figure {
  const row = counts.of(part, cell, 'threat-to-life', month);
  if (row.state !== 'nearly-all') return plus(said(row, threshold), row.known);
  const of = all ?? exactly(counts.of(part, cell, 'all', month).others ?? 0);
  return plus(between(Math.max(1, of.from - threshold + 1), of.to - 1), row.known);
}

function said(row: CountRow, threshold: number): Figure {
  if (row.others !== null) return row.others === 0 ? NONE : exactly(row.others);
  return small(threshold);
}

const plus = (figure: Figure, known: number): Figure => between(figure.from + known, figure.to + known);
