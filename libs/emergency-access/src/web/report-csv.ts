import { stringify } from 'csv-stringify/sync';
import type { MonthlyReport } from '../emergency.js';

const COLUMNS = [
  'reference',
  'owner',
  'opened by',
  'of',
  'opened',
  'ended or ends',
  'reason',
  'reviewed',
  'verdict',
  'review',
];

/** The uses behind the figures, one a line, times in UTC; formulas are made harmless. */
export function reportCsv(report: MonthlyReport): string {
  const note = (name: string, value: string | number): string[] => [
    name,
    String(value),
    ...COLUMNS.slice(2).map(() => ''),
  ];
  const lines = [
    note('marking', 'OFFICIAL-SENSITIVE'),
    note('month', report.month),
    note('used', report.used),
    note('reviewed in time', report.reviewedInTime),
    note('not reviewed', report.unreviewed),
    note('not justified', report.notJustified),
    COLUMNS,
    ...report.uses.map((use) => [
      use.reference,
      use.owner,
      use.by,
      use.byAgency,
      use.openedAt.toISOString(),
      (use.endedAt ?? use.endsAt).toISOString(),
      use.reason,
      use.reviewedAt?.toISOString() ?? '',
      use.verdict ?? '',
      use.review ?? '',
    ]),
  ];
  return stringify(lines, { escape_formulas: true, record_delimiter: '\r\n' });
}
