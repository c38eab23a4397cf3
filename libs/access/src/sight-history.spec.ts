import fc from 'fast-check';
import { during, sightIntervals, type DisclosureLine, type Pause } from './sight-history.js';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);
const aLine = (change: Partial<DisclosureLine> = {}): DisclosureLine => ({
  id: 'd', agency: 'B', agencyName: 'B', owner: 'A', ownerName: 'A', purpose: 'p', legalBasis: 'l', agreementId: 1, agreement: 'ISA', ruleId: null,
  ruleVersion: null, conditions: '', items: 1, decidedAt: day(0), decidedBy: null, decidedRole: null, expiresAt: day(100), revokedAt: null,
  revocationReason: null, live: true, ...change,
}); // prettier-ignore
const told = (line: Partial<DisclosureLine>, pauses: Pause[] = [], now = day(50)) =>
  sightIntervals([aLine(line)], pauses, now).map(({ from, until, ended }) => [from, until, ended]);

describe('who could see it when', () => {
  it('runs until now while the disclosure lives', () => expect(told({})).toEqual([[day(0), null, null]]));
  it('ends with its expiry', () => expect(told({ expiresAt: day(20) })).toEqual([[day(0), day(20), 'expired']]));
  it('ends with its revocation', () => expect(told({ revokedAt: day(9) })).toEqual([[day(0), day(9), 'revoked']]));
  it('has a gap while the agreement was suspended', () =>
    expect(told({}, [{ agreementId: 1, from: day(5), until: day(8) }])).toEqual([
      [day(0), day(5), 'agreement-not-in-force'],
      [day(8), null, null],
    ]));
  it('stays ended while the agreement is suspended', () =>
    expect(told({}, [{ agreementId: 1, from: day(5), until: null }])).toEqual([
      [day(0), day(5), 'agreement-not-in-force'],
    ]));
  it("does not heed another agreement's pause", () =>
    expect(told({}, [{ agreementId: 2, from: day(5), until: null }])).toEqual([[day(0), null, null]]));

  it('says of every moment what the dates say', () => {
    const moment = fc.integer({ min: 0, max: 60 });
    const pause = fc.tuple(moment, fc.option(fc.integer({ min: 1, max: 20 })));
    fc.assert(
      fc.property(moment, moment, fc.option(moment), fc.array(pause, { maxLength: 3 }), moment, (made, lasts, revoked, given, at) => {
        const revokedAt = revoked === null || revoked < made ? null : day(revoked);
        const line = aLine({ decidedAt: day(made), expiresAt: day(made + lasts), revokedAt });
        const pauses = given.map(([from, length]) => ({ agreementId: 1, from: day(from), until: length === null ? null : day(from + length) }));
        const t = new Date(day(at).getTime() + 1000);
        const seen = during(sightIntervals([line], pauses, day(61)), t, new Date(t.getTime() + 1)).length > 0;
        const dates = line.decidedAt <= t && t < line.expiresAt && (revokedAt === null || t < revokedAt);
        const paused = pauses.some(({ from, until }) => from <= t && (until === null || t < until));
        return seen === (dates && !paused);
      }),
      { numRuns: 2000, seed: 20_261_124 },
    ); // prettier-ignore
  });
});
