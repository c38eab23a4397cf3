import { retentionOf } from './retention.rule.js';

describe('how long a report is kept before somebody reviews it', () => {
  it.each<[string, boolean, string[], number, string]>([
    ['a threat to life', true, [], 1, '2036-03-01'],
    ['a threat to the life of a child', true, ['child'], 1, '2036-03-01'],
    ['a child or vulnerable adult exploited', false, ['child'], 2, '2036-03-01'],
    ['anything else', false, [], 3, '2032-03-01'],
  ])('%s', (_what, threatToLife, safeguarding, group, reviewOn) =>
    expect(retentionOf({ threatToLife, safeguarding }, new Date('2026-03-01T10:00:00Z'))).toEqual({ group, reviewOn }),
  );

  it('falls on the day after the last of February where the year has no 29th', () =>
    expect(retentionOf({ threatToLife: false, safeguarding: [] }, new Date('2024-02-29T10:00:00Z')).reviewOn).toBe('2030-03-01')); // prettier-ignore
});
