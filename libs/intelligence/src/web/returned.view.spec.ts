import { isOverdue } from './returned.view.js';

describe('a correction', () => {
  test.each([
    ['2026-07-01', '2026-07-01T22:59:00Z', false],
    ['2026-07-01', '2026-07-01T23:00:00Z', true],
    ['2026-12-01', '2026-12-01T23:30:00Z', false],
    ['2026-12-01', '2026-12-02T00:00:00Z', true],
    [null, '2026-12-02T00:00:00Z', false],
  ])('due by %s is, at %s, overdue: %s', (dueBy, now, overdue) =>
    expect(isOverdue(dueBy, new Date(now))).toBe(overdue),
  );
});
