import { inWords, type Figure } from '@clin/statistics';
import { monthUk, withQuery } from '@clin/web-kit';
import { MEASURES, type Measure } from '../counts.js';
import type { NationalPicture, Tally } from '../picture.js';

export const MEASURE_WORDS: Record<Measure, string> = { all: 'All reports', 'threat-to-life': 'Threat to life' };
const LEVEL_WORDS = { high: 'High', medium: 'Medium', low: 'Low', 'not-graded': 'Not graded' };
const STEPS = [0, 0.1, 0.25, 0.5];

type Force = NationalPicture['forces'][number];

export const measureOf = (text: unknown): Measure => MEASURES.find((measure) => measure === text) ?? 'all';

/** A picture as its template shows it; whatever it sorts or colours by is shown too, so order and colour tell nothing more. */
export function viewOf(picture: NationalPicture, measure: Measure, sort: string): object {
  const shown = (tally: Tally): Figure | undefined => (measure === 'all' ? tally.count : tally.threatToLife);
  const legend = legendOf(picture.forces.map((force) => shown(force)!));
  const { totals, period } = picture;
  const [from, to] = [period.months[0]!, period.months.at(-1)!];
  return {
    caption: from === to ? monthUk(from) : `${monthUk(from)} to ${monthUk(to)}`,
    measureWords: MEASURE_WORDS[measure],
    notes: picture.notes,
    figures: [
      { value: inWords(totals.count), label: 'Reports disseminated' },
      { value: words(totals.threatToLife), label: 'Threat to life' },
      { value: totals.highConfidenceShare ? `${inWords(totals.highConfidenceShare)}%` : '–', label: 'High confidence' },
      { value: `${totals.forcesTouched} of ${picture.forces.length}`, label: 'Forces touched' },
    ],
    legend: legend.map(({ words: text }, step) => ({ step, text })),
    tiles: picture.forces.map((force) => tile(force, shown(force)!, legend, from, to)),
    forces: sorted(picture.forces, sort).map((force) => ({
      ...lineOf(force),
      name: force.area.name,
      region: force.area.region,
      href: reportsIn(force, from, to),
    })),
    months: picture.months.map((one) => ({ ...lineOf(one), name: monthUk(one.month) })),
    agencies: picture.agencies.map((one) => ({ ...lineOf(one), name: one.name })),
    confidence: picture.confidence.map((one) => ({ ...lineOf(one), name: LEVEL_WORDS[one.level] })),
    csvHref: withQuery('/national-picture/figures.csv', { from: from.slice(0, 7), to: to.slice(0, 7) }),
  };
}

const words = (figure: Figure | undefined): string => (figure ? inWords(figure) : 'Not broken down');
const lineOf = (tally: Tally): object => ({ count: words(tally.count), threatToLife: words(tally.threatToLife) });
const middle = (figure: Figure | undefined): number => (figure ? (figure.from + figure.to) / 2 : 0);

/** The list shows the visible rows behind a figure and never the remainder. */
function reportsIn(force: Force, from: string, to: string): string {
  const last = new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(5, 7)), 0)).toISOString().slice(0, 10);
  return withQuery('/reports', { area: force.area.code, from, to: last });
}

function tile({ area, ...force }: Force, figure: Figure, legend: readonly Step[], from: string, to: string): object {
  return {
    label: area.label,
    name: area.name,
    value: inWords(figure),
    step: legend.findLastIndex((step) => middle(figure) >= step.from),
    column: area.column,
    row: area.row,
    apart: !area.geographic,
    href: reportsIn({ area, ...force }, from, to),
  };
}

interface Step {
  from: number;
  words: string;
}

/** Five steps: none, and four up to the largest count. */
function legendOf(figures: readonly Figure[]): Step[] {
  const most = Math.max(8, ...figures.map((figure) => middle(figure)));
  const starts = [0, ...new Set(STEPS.map((part) => Math.max(1, round(most * part))))];
  return starts.map((from, index) => {
    const next = starts[index + 1];
    const last = next === undefined ? ' or more' : next - 1 > from ? ` to ${next - 1}` : '';
    return { from: from === 1 ? 0.5 : from, words: `${from}${last}` };
  });
}

/** To a number that people expect in a legend: 1, 2, 5 times a power of ten. */
function round(count: number): number {
  if (count < 1) return 0;
  const power = 10 ** Math.floor(Math.log10(count));
  return ([10, 5, 2, 1].find((step) => count >= step * power) ?? 1) * power;
}

function sorted(forces: readonly Force[], sort: string): Force[] {
  const column = sort.replace(/^-/, '');
  const direction = sort.startsWith('-') ? -1 : 1;
  const by: Record<string, (a: Force, b: Force) => number> = {
    force: (a, b) => a.area.name.localeCompare(b.area.name, 'en-GB'),
    region: (a, b) => a.area.region.localeCompare(b.area.region, 'en-GB'),
    reports: (a, b) => middle(a.count) - middle(b.count),
    threat: (a, b) => middle(a.threatToLife) - middle(b.threatToLife),
  };
  const compare = by[column] ?? by['reports']!;
  return [...forces].sort((a, b) => direction * compare(a, b) || a.area.name.localeCompare(b.area.name, 'en-GB'));
}
