import { deadlinesFrom } from './referral-clock.js';

const OFF = new Set(['2026-12-25', '2026-12-28', '2027-01-01', '2026-04-03', '2026-04-06']);
const DAYS = { unit: 'working-days', warn: 1, due: 2, escalate: 3 } as const;
const times = (from: string, rule: Parameters<typeof deadlinesFrom>[1]): string[] => {
  const { warnAt, dueAt, escalateAt } = deadlinesFrom(new Date(from), rule, OFF);
  return [warnAt, dueAt, escalateAt].map((moment) => moment!.toISOString());
};

describe('the clock of a referral', () => {
  it.each<[string, string, string[]]>([
    ['on a Tuesday', '2026-11-24T14:07:00Z', ['2026-11-25T14:07:00.000Z', '2026-11-26T14:07:00.000Z', '2026-11-27T14:07:00.000Z']],
    ['over a weekend', '2026-11-27T16:00:00Z', ['2026-11-30T16:00:00.000Z', '2026-12-01T16:00:00.000Z', '2026-12-02T16:00:00.000Z']],
    ['from a Saturday', '2026-11-28T20:00:00Z', ['2026-12-01T09:00:00.000Z', '2026-12-02T09:00:00.000Z', '2026-12-03T09:00:00.000Z']],
    ['over Christmas and its substitute day', '2026-12-24T10:00:00Z', ['2026-12-29T10:00:00.000Z', '2026-12-30T10:00:00.000Z', '2026-12-31T10:00:00.000Z']],
    ['over New Year', '2026-12-31T10:00:00Z', ['2027-01-04T10:00:00.000Z', '2027-01-05T10:00:00.000Z', '2027-01-06T10:00:00.000Z']],
    ['on Good Friday, in summer time', '2026-04-03T10:00:00Z', ['2026-04-08T08:00:00.000Z', '2026-04-09T08:00:00.000Z', '2026-04-10T08:00:00.000Z']],
    ['over the end of summer time', '2026-10-23T08:00:00Z', ['2026-10-26T09:00:00.000Z', '2026-10-27T09:00:00.000Z', '2026-10-28T09:00:00.000Z']],
    ['over its beginning', '2026-03-27T09:00:00Z', ['2026-03-30T08:00:00.000Z', '2026-03-31T08:00:00.000Z', '2026-04-01T08:00:00.000Z']],
  ])('keeps the time of day %s', (_when, from, expected) => expect(times(from, DAYS)).toEqual(expected)); // prettier-ignore

  it('runs in minutes day and night, through a bank holiday and through the hour that is lived twice', () => {
    const rule = { unit: 'minutes', warn: 5, due: 60, escalate: 90 } as const;
    expect(times('2026-12-25T23:50:00Z', rule)).toEqual(['2026-12-25T23:55:00.000Z', '2026-12-26T00:50:00.000Z', '2026-12-26T01:20:00.000Z']); // prettier-ignore
    expect(times('2026-10-25T00:30:00Z', rule)).toEqual(['2026-10-25T00:35:00.000Z', '2026-10-25T01:30:00.000Z', '2026-10-25T02:00:00.000Z']); // prettier-ignore
  });
});
