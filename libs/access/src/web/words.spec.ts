import { lastDay } from './words.js';

describe('the last day on which something can be read', () => {
  test.each([
    ['2027-01-01T00:00:00Z', '31 December 2026'],
    ['2026-06-30T23:00:00Z', '30 June 2026'],
    ['2026-06-30T22:59:59Z', '30 June 2026'],
  ])('that ends at %s is %s', (ends, day) => expect(lastDay(new Date(ends))).toBe(day));
});
