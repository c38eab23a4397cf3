import { retentionOf } from './retention.rule.js';

describe('how long a case is kept before somebody reviews it', () => {
  it('is six years from its opening', () =>
    expect(retentionOf(new Date('2026-03-01T10:00:00Z'))).toEqual({ group: 3, reviewOn: '2032-03-01' }));
});
