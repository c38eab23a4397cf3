import { isExact, share, sum, type Figure } from '@clin/statistics';
import { type Counts } from './counts.js';
import type { Period } from './period.js';
import { sayMonth, sayPeriod } from './say-figures.js';

export interface Area {
  code: string;
  label: string;
  name: string;
  region: string;
  column: number;
  row: number;
  geographic: boolean;
}

export interface Tally {
  count: Figure;
  /** Undefined where it is not broken down. */
  threatToLife: Figure | undefined;
}

/** Everything that is said about a period: page, API and download show this and nothing else. */
export interface NationalPicture {
  period: Period;
  threshold: number;
  totals: Tally & { highConfidence: Figure; highConfidenceShare: Figure | undefined; forcesTouched: number };
  months: (Tally & { month: string })[];
  forces: (Tally & { area: Area })[];
  agencies: (Tally & { code: string; name: string })[];
  confidence: (Tally & { level: 'high' | 'medium' | 'low' | 'not-graded' })[];
  notes: string[];
}

export interface Reference {
  areas: readonly Area[];
  agencies: readonly { code: string; name: string }[];
}

const LEVELS = [
  ['3', 'high'],
  ['2', 'medium'],
  ['1', 'low'],
  ['0', 'not-graded'],
] as const;

export function pictureOf(counts: Counts, period: Period, threshold: number, reference: Reference): NationalPicture {
  const { months } = period;
  const monthly = months.map((month) => sayMonth(counts, month, threshold));
  const total = sum(monthly.map((month) => month.total));
  const threat = (part: 'force' | 'total', cell: string): Figure =>
    sayPeriod(counts, { part, cell, measure: 'threat-to-life' }, months, threshold);
  const levels = LEVELS.map(([cell, level]) => ({
    level,
    count: sum(monthly.map((month) => month.confidence.get(cell) ?? { from: 0, to: 0 })),
    threatToLife: brokenDown(counts, 'confidence', cell, months),
  }));
  const forces = reference.areas.map((area) => ({
    area,
    count: sayPeriod(counts, { part: 'force', cell: area.code, measure: 'all' }, months, threshold),
    threatToLife: threat('force', area.code),
  }));
  const high = levels[0]!.count;
  return {
    period,
    threshold,
    totals: {
      count: total,
      threatToLife: threat('total', '*'),
      highConfidence: high,
      highConfidenceShare: share(high, total),
      forcesTouched: forces.filter((force) => force.count.to > 0).length,
    },
    months: monthly.map((said, index) => ({
      month: months[index]!,
      count: said.total,
      threatToLife: said.threatToLife,
    })),
    forces,
    agencies: counts.cellsOf('agency').map((code) => ({
      code,
      name: reference.agencies.find((agency) => agency.code === code)?.name ?? code,
      count: sum(monthly.map((month) => month.agencies.get(code) ?? { from: 0, to: 0 })),
      threatToLife: brokenDown(counts, 'agency', code, months),
    })),
    confidence: levels.filter(({ level, count }) => level !== 'not-graded' || count.to > 0),
    notes: notes(period, threshold, total),
  };
}

/** Plain or not at all: by agency and confidence, threats to life are too few to be hidden in each other. */
function brokenDown(
  counts: Counts,
  part: 'agency' | 'confidence',
  cell: string,
  months: readonly string[],
): Figure | undefined {
  const rows = months.map((month) => counts.of(part, cell, 'threat-to-life', month));
  if (rows.some((row) => row.others === null)) return undefined;
  return sum(rows.map((row) => ({ from: row.known + row.others!, to: row.known + row.others! })));
}

function notes(period: Period, threshold: number, total: Figure): string[] {
  const said = [
    'Synthetic data: no figure here describes a real force or event.',
    'Counts disseminated reports by the month of the event. A report that touches several forces counts once in each of them and once in the totals.',
  ];
  if (period.widened) said.push('Figures are given by whole months, so the period was widened to them.');
  if (threshold > 1) {
    said.push(
      `Small numbers: a month's count of other agencies' reports under ${threshold} is shown as 1 to ${threshold - 1}, and other figures as ranges where it could be ` +
        "worked out from them. Periods add up what their months show. Your own agency's reports are counted exactly.",
    );
    if (!isExact(total)) said.push('Ranges are what can be said, not estimates.');
  }
  return said;
}
