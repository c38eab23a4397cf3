import type { ReaderGroup } from './audience.js';
import { sightUnder, type GrantsUnder } from './sight-under.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const grants = (change: Partial<GrantsUnder> = {}): GrantsUnder => ({
  agencyId: 2, agency: 'B', name: 'Bee', ownerId: 1, kind: 1, sensitivity: 2, compartmentId: null, kept: false, disclosures: 3, records: 2, sample: 'x', ...change,
}); // prettier-ignore
const people = (change: Partial<ReaderGroup> = {}): ReaderGroup => ({
  agencyId: 2, agency: 'B', agencyName: 'Bee', clearance: 2, memberOf: [], person: null, people: 5, ...change,
}); // prettier-ignore
const HIDES = { before: true, after: false };

describe('the sight that rests on an agreement', () => {
  it('is lost when it is hidden, and gained when it is shown', () => {
    const line = { agency: 'B', name: 'Bee', disclosures: 3, records: 2, kept: 0, people: 5 };
    expect(sightUnder([grants()], [people()], HIDES, NOW)).toEqual([line]);
    expect(sightUnder([grants()], [people()], { before: false, after: true }, NOW)).toEqual([line]);
  });

  it.each([true, false])('is as it was where nothing changes (%s)', (same) =>
    expect(sightUnder([grants()], [people()], { before: same, after: same }, NOW)).toEqual([]),
  );

  it('stays where something else shows the same records', () => {
    const both = [grants({ kept: true, records: 1, disclosures: 1 }), grants()];
    expect(sightUnder(both, [people()], HIDES, NOW)).toMatchObject([
      { disclosures: 4, records: 2, kept: 1, people: 5 },
    ]);
    expect(sightUnder([both[0]!], [people()], HIDES, NOW)).toMatchObject([{ records: 0, kept: 1, people: 0 }]);
  });

  it('is of those whom the judge lets in: by clearance, by operation, at that agency', () => {
    const groups = [
      people({ clearance: 1 }),
      people({ people: 7, memberOf: [4] }),
      people({ agencyId: 3, people: 11 }),
    ];
    expect(sightUnder([grants()], groups, HIDES, NOW)).toMatchObject([{ people: 7 }]);
    expect(sightUnder([grants({ sensitivity: 1 })], groups, HIDES, NOW)).toMatchObject([{ people: 12 }]);
    expect(sightUnder([grants({ compartmentId: 9 })], groups, HIDES, NOW)).toMatchObject([{ people: 0 }]);
    const two = [grants({ sensitivity: 3 }), grants({ compartmentId: 4 })];
    expect(sightUnder(two, groups, HIDES, NOW)).toMatchObject([{ people: 7 }]);
  });

  it('is told by agency, by name', () => {
    const all = [
      grants({ agencyId: 3, agency: 'C', name: 'Cee' }),
      grants(),
      grants({ agencyId: 4, agency: 'A', name: 'Aye' }),
    ];
    expect(sightUnder(all, [], HIDES, NOW).map(({ agency }) => agency)).toEqual(['A', 'B', 'C']);
  });
});
