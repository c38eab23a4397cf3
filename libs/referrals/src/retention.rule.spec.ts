import { REFERRAL_KINDS } from './referral.kinds.js';
import { retentionOf } from './retention.rule.js';

describe('how long a referral is kept before somebody reviews it', () => {
  it.each([
    ['threat-to-life', 1, '2036-03-01'],
    ['safeguarding', 2, '2036-03-01'],
    ['line', 3, '2032-03-01'],
    ['research', 3, '2032-03-01'],
    ['platform', 3, '2032-03-01'],
  ] as const)('%s', (kind, group, reviewOn) =>
    expect(retentionOf(kind, new Date('2026-03-01T10:00:00Z'))).toEqual({ group, reviewOn }),
  );

  it('is said of every kind', () => expect(REFERRAL_KINDS).toHaveLength(5));
});
