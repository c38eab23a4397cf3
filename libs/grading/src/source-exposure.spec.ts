import { readFileSync } from 'node:fs';
import { sourceExposure } from './source-exposure.js';

interface Item {
  original: string;
  sanitised: string;
  riskToSource?: { why: string; reducedBy: string };
}
const scenarios = JSON.parse(readFileSync('test/data/scenarios.json', 'utf8')) as {
  reports: { key: string; items: Item[] }[];
};
const warningsOf = (item: Item) =>
  sourceExposure({
    original: item.original,
    sanitised: item.sanitised,
    riskWhy: item.riskToSource?.why ?? null,
    riskReducedBy: item.riskToSource?.reducedBy ?? null,
  });

describe('the source-exposure check', () => {
  it("warns that the texts share 'cook' and that '-' reduces nothing (scenario met-source-exposed)", () => {
    const item = scenarios.reports.find((report) => report.key === 'met-source-exposed')!.items[0]!;
    const warnings = warningsOf(item);
    expect(warnings.find((warning) => warning.kind === 'shared-words')).toMatchObject({
      words: expect.arrayContaining(['cook']),
    });
    expect(warnings.find((warning) => warning.kind === 'risk-not-reduced')?.message).toContain('‘-’');
  });

  it.each(
    scenarios.reports
      .filter((report) => report.key !== 'met-source-exposed')
      .flatMap((report) => report.items.map((item, position) => [`${report.key} item ${position + 1}`, item] as const))
      .filter(([, item]) => item.sanitised !== item.original),
  )('is silent about %s', (_name, item) => expect(warningsOf(item)).toEqual([]));

  it('warns about a number that only the risk mentions', () => {
    const warnings = sourceExposure({
      original: 'Stash at night.',
      sanitised: 'Drugs at flat 42B.',
      riskWhy: 'Lives in 42B',
      riskReducedBy: 'Address removed',
    });
    expect(warnings).toMatchObject([{ kind: 'shared-words', words: ['42B'] }]);
  });

  it('warns that nothing was taken out, whatever became of case and spaces, and no more once something was', () => {
    const warningsFor = (sanitised: string) =>
      sourceExposure({
        original: 'Seen at 9pm, Platform 4.',
        sanitised,
        riskWhy: null,
        riskReducedBy: null,
      }).map(({ kind }) => kind);
    expect(warningsFor('Seen at 9pm, Platform 4.')).toEqual(['not-sanitised']);
    expect(warningsFor(' seen at 9PM\nplatform 4')).toEqual(['not-sanitised']);
    expect(warningsFor('Seen in the evening at a station.')).toEqual([]);
  });

  it('says nothing about texts that are not there', () => {
    expect(sourceExposure({ original: null, sanitised: null, riskWhy: null, riskReducedBy: null })).toEqual([]);
  });
});
