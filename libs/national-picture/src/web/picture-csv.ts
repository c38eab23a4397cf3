import { stringify } from 'csv-stringify/sync';
import { inWords, type Figure } from '@clin/statistics';
import type { NationalPicture, Tally } from '../picture.js';

const COLUMNS = ['table', 'code', 'name', 'region', 'reports', 'threat to life'];

/** The same figures as the page, one line each, ranges in words; formulas are made harmless. */
export function asCsv(picture: NationalPicture): string {
  const figures = ({ count, threatToLife }: Tally): string[] => [
    csv(count),
    threatToLife ? csv(threatToLife) : 'not broken down',
  ];
  const { months } = picture.period;
  const lines = [
    COLUMNS,
    ['marking', '', 'OFFICIAL-SENSITIVE', '', '', ''],
    ...picture.notes.map((note) => ['note', '', note, '', '', '']),
    ['total', '', `${months[0]!.slice(0, 7)} to ${months.at(-1)!.slice(0, 7)}`, '', ...figures(picture.totals)],
    ...picture.months.map((one) => ['month', one.month.slice(0, 7), '', '', ...figures(one)]),
    ...picture.forces.map(({ area, ...one }) => ['force', area.code, area.name, area.region, ...figures(one)]),
    ...picture.agencies.map((one) => ['agency', one.code, one.name, '', ...figures(one)]),
    ...picture.confidence.map((one) => ['confidence', '', one.level, '', ...figures(one)]),
  ];
  return stringify(lines, { escape_formulas: true, record_delimiter: '\r\n' });
}

/** Without a thousands separator, so that a spreadsheet reads a number. */
const csv = (figure: Figure): string => inWords(figure).replaceAll(',', '');
