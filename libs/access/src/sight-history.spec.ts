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

  const pause = (from: number, until: number | null): Pause => ({
    agreementId: 1,
    from: day(from),
    until: until === null ? null : day(until),
  });
  it.each<[string, Partial<DisclosureLine>, Pause[], [number, number | null, string | null][]]>([
    ['revoked at its very end', { expiresAt: day(20), revokedAt: day(20) }, [], [[0, 20, 'expired']]],
    ['paused from its very end', { expiresAt: day(20) }, [pause(20, null)], [[0, 20, 'expired']]],
    ['paused before and at the decision', {}, [pause(-9, -5)], [[0, null, null]]],
    ['decided during a pause', {}, [pause(-5, 3)], [[3, null, null]]],
    ['decided as a pause begins', {}, [pause(0, 3)], [[3, null, null]]],
    ['paused beyond its end', { expiresAt: day(20) }, [pause(5, 30)], [[0, 5, 'agreement-not-in-force']]],
    ['paused until its end', { expiresAt: day(20) }, [pause(5, 20)], [[0, 5, 'agreement-not-in-force']]],
    ['paused into the future', {}, [pause(5, 60)], [[0, 5, 'agreement-not-in-force']]],
    ['paused twice at once', {}, [pause(5, 20), pause(8, 10)], [[0, 5, 'agreement-not-in-force'], [20, null, null]]],
    ['decided now', { decidedAt: day(50) }, [], [[50, null, null]]],
    ['over now', { expiresAt: day(50) }, [], [[0, 50, 'expired']]],
    ['not decided yet', { decidedAt: day(51) }, [], []],
  ])('of a disclosure %s', (_what, line, pauses, expected) =>
    expect(told(line, pauses)).toEqual(expected.map(([from, until, ended]) => [day(from), until === null ? null : day(until), ended]))); // prettier-ignore

  it('says through what, oldest first and then by agency', () => {
    const lines = [
      aLine({ id: 'late', decidedAt: day(3) }),
      aLine({ id: 'z', agency: 'Z' }),
      aLine({ id: 'c', agency: 'C', items: 2, purpose: 'other', agreement: null }),
    ];
    const found = sightIntervals(lines, [], day(50));
    expect(found.map(({ disclosureId }) => disclosureId)).toEqual(['c', 'z', 'late']);
    expect(found[0]).toEqual({ agency: 'C', agencyName: 'B', from: day(0), until: null, disclosureId: 'c', items: 2, purpose: 'other', agreement: null, ended: null }); // prettier-ignore
  });

  it('was during a day what began before its end and ended after its start', () => {
    const at = (from: number, until: number | null) => during([{ from: day(from), until: until === null ? null : day(until) }], day(5), day(6)).length; // prettier-ignore
    expect([at(6, null), at(5, null), at(0, 5), at(0, 6), at(0, null), at(7, 9)]).toEqual([0, 1, 0, 1, 1, 0]);
  });

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
