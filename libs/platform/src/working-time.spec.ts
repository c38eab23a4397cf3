import { clockWords, deadlinesOf, distanceWords, endOfLondonDay } from './working-time.js';

const HOLIDAYS = new Set(['2026-12-25', '2026-12-28', '2026-04-03', '2026-04-06']);
const due = (asked: string, change: { urgent?: boolean; neededBy?: string } = {}): string[] => {
  const { remindAt, dueAt } = deadlinesOf(
    new Date(asked),
    { urgent: change.urgent ?? false, neededBy: change.neededBy ? new Date(change.neededBy) : undefined },
    HOLIDAYS,
  );
  return [remindAt, dueAt].map((moment) => moment.toISOString());
};

describe('the clock of a request', () => {
  it.each<[string, string, string, string]>([
    ['on a Tuesday', '2026-11-24T14:07:00Z', '2026-11-25T14:07:00.000Z', '2026-11-26T14:07:00.000Z'],
    ['before a weekend', '2026-11-26T16:00:00Z', '2026-11-27T16:00:00.000Z', '2026-11-30T16:00:00.000Z'],
    ['on a Saturday', '2026-11-28T20:00:00Z', '2026-12-01T09:00:00.000Z', '2026-12-02T09:00:00.000Z'],
    ['before Christmas', '2026-12-24T10:00:00Z', '2026-12-29T10:00:00.000Z', '2026-12-30T10:00:00.000Z'],
    ['on Good Friday, in summer time', '2026-04-03T10:00:00Z', '2026-04-08T08:00:00.000Z', '2026-04-09T08:00:00.000Z'],
    ['across the end of summer time', '2026-10-23T08:00:00Z', '2026-10-26T09:00:00.000Z', '2026-10-27T09:00:00.000Z'],
  ])('asked %s runs two working days, with a reminder after one', (_when, asked, remind, end) =>
    expect(due(asked)).toEqual([remind, end]),
  );

  it('runs four hours of any day when urgent, with a reminder after two', () => {
    expect(due('2026-11-28T20:00:00Z', { urgent: true })).toEqual([
      '2026-11-28T22:00:00.000Z',
      '2026-11-29T00:00:00.000Z',
    ]);
  });

  it('ends when the answer is needed, if that is sooner, and never in less than four hours', () => {
    const asked = '2026-11-24T10:00:00Z';
    expect(due(asked, { neededBy: '2026-11-25T00:00:00Z' })[1]).toBe('2026-11-25T00:00:00.000Z');
    expect(due(asked, { neededBy: '2026-11-24T11:00:00Z' })).toEqual([
      '2026-11-24T12:00:00.000Z',
      '2026-11-24T14:00:00.000Z',
    ]);
    expect(due(asked, { neededBy: '2027-01-31T00:00:00Z' })[1]).toBe('2026-11-26T10:00:00.000Z');
  });

  it('is told in words, and lateness in words', () => {
    const now = new Date('2026-11-24T10:00:00Z');
    expect(clockWords(now, new Date('2026-11-24T15:30:00Z'))).toBe('Answer due in 5 hours');
    expect(clockWords(now, new Date('2026-11-20T09:00:00Z'))).toBe('Overdue by 4 days');
    expect(clockWords(now, new Date('2026-11-24T09:59:30Z'))).toBe('Overdue by 1 minute');
    expect(distanceWords(now, new Date('2026-11-24T11:00:00Z'))).toBe('1 hour');
  });

  it('takes a last day to its end in London', () => {
    expect(endOfLondonDay('2026-07-01').toISOString()).toBe('2026-07-01T23:00:00.000Z');
    expect(endOfLondonDay('2026-12-01').toISOString()).toBe('2026-12-02T00:00:00.000Z');
  });
});
