import { anybodyFor, heads, operationOf, peopleReached, reachedAmong, readerOf, type ReaderGroup } from './audience.js';
import { differenceWords } from './difference-words.js';
import type { LabelChange } from './explanation.js';
import type { Grant } from './grant.js';
import type { KnownGrant } from './grants.query.js';
import { labelsOn } from './label-history.js';
import { changed, differences } from './preview.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const moment = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const aGrant = (change: Partial<KnownGrant> = {}): KnownGrant => ({
  ownerId: 1, sensitivity: 2, compartmentId: null, privateTo: null, validUntil: null, disclosureId: null, agreementInForce: true,
  agencyId: 1, agency: 'A', agencyName: 'Alpha', agreementId: null, items: ['1', '2'], ...change,
}); // prettier-ignore
const toBeta = (change: Partial<KnownGrant> = {}): KnownGrant =>
  aGrant({ agencyId: 2, agency: 'B', agencyName: 'Beta', disclosureId: 'd', items: ['1'], ...change });
const group = (agencyId: number, people: number, change: Partial<ReaderGroup> = {}): ReaderGroup => ({
  agencyId, agency: 'x', agencyName: 'X', clearance: 2, memberOf: [], person: null, people, ...change,
}); // prettier-ignore

describe('people counted and never named', () => {
  const groups = [
    group(1, 3),
    group(1, 1, { clearance: 1 }),
    group(1, 1, { person: 'me' }),
    group(1, 2, { memberOf: [7] }),
    group(2, 9),
  ];
  const reach = (change: Partial<Grant>): number => peopleReached(groups, 1, [aGrant(change)], NOW);
  it('are looked at as the judge looks at one person', () => {
    expect(readerOf(group(1, 1, { person: 'me', memberOf: [7] }))).toEqual({
      userId: 'me',
      clearance: 2,
      compartments: [7],
    });
    expect(readerOf(group(1, 1)).userId).toBe('');
    expect(anybodyFor(aGrant({ compartmentId: 7, privateTo: 'me' }))).toEqual({
      userId: 'me',
      clearance: 3,
      compartments: [7],
    });
    expect(anybodyFor(aGrant())).toEqual({ userId: '', clearance: 3, compartments: [] });
  });
  it('are those whom a grant reaches', () => {
    expect([
      reach({}),
      reach({ sensitivity: 1 }),
      reach({ compartmentId: 7 }),
      reach({ privateTo: 'me' }),
      reach({ validUntil: NOW }),
    ]).toEqual([6, 7, 2, 1, 0]);
    expect(heads(reachedAmong(groups, [aGrant()], NOW))).toBe(15);
    expect(heads([])).toBe(0);
  });
  it('share one operation, or none', () => {
    expect(operationOf([aGrant(), aGrant({ compartmentId: 7 })])).toBe(7);
    expect(operationOf([aGrant()])).toBeNull();
  });
});

describe('a change that is not made', () => {
  const grants = [aGrant(), toBeta()];
  it('takes out what would be revoked', () =>
    expect(changed(grants, { kind: 'revocation', disclosureId: 'd' })).toEqual([grants[0]]));
  it('sets the labels that it names and leaves the others', () => {
    const labels = (change: object) => changed([aGrant({ compartmentId: 5 })], { kind: 'labels', ...change })[0];
    expect(labels({ sensitivity: 3 })).toMatchObject({ sensitivity: 3, compartmentId: 5 });
    expect(labels({ operation: 7 })).toMatchObject({ sensitivity: 2, compartmentId: 7 });
    expect(labels({ operation: null })).toMatchObject({ sensitivity: 2, compartmentId: null });
  });
  it('gives an agency the labels of the owner’s own grant', () => {
    const given = {
      kind: 'disclosure',
      agencyId: 3,
      agency: 'C',
      agencyName: 'Gamma',
      items: ['2'],
      validUntil: NOW,
      inForce: false,
    } as const;
    expect(changed([toBeta({ sensitivity: 1 }), aGrant({ sensitivity: 3 })], given).slice(2)).toEqual([
      aGrant({
        sensitivity: 3,
        agencyId: 3,
        agency: 'C',
        agencyName: 'Gamma',
        items: ['2'],
        validUntil: NOW,
        agreementInForce: false,
        disclosureId: 'not made 2',
      }),
    ]);
    expect(changed([toBeta()], given)).toEqual([toBeta()]);
  });
  const people = [group(1, 3), group(2, 4), group(2, 1, { clearance: 1 }), group(3, 2)];
  const differ = (before: KnownGrant[], after: KnownGrant[]) => differences(before, after, people, NOW);
  it('says which agencies gain and lose, by name, and leaves out those that do neither', () => {
    expect(differ(grants, [grants[0]!])).toEqual([
      { agency: 'B', agencyName: 'Beta', before: 4, after: 0, gains: 0, loses: 4, itemsBefore: 1, itemsAfter: 0 },
    ]);
    expect(differ([grants[0]!], grants)).toEqual([
      { agency: 'B', agencyName: 'Beta', before: 0, after: 4, gains: 4, loses: 0, itemsBefore: 0, itemsAfter: 1 },
    ]);
    expect(differ(grants, grants)).toEqual([]);
    const gamma = { agencyId: 3, agency: 'C', agencyName: 'Aardvark', disclosureId: 'e' };
    expect(differ([grants[0]!], [...grants, aGrant(gamma)]).map(({ agencyName }) => agencyName)).toEqual([
      'Aardvark',
      'Beta',
    ]);
  });
  it('counts those who gain beside those who lose, and items when nobody does either', () => {
    expect(differ([toBeta()], [toBeta({ sensitivity: 1 })])).toMatchObject([
      { before: 4, after: 5, gains: 1, loses: 0 },
    ]);
    expect(differ([toBeta()], [toBeta({ items: ['1', '2'] })])).toMatchObject([
      { gains: 0, loses: 0, itemsBefore: 1, itemsAfter: 2 },
    ]);
    expect(differ([toBeta({ sensitivity: 1 })], [toBeta()])).toMatchObject([{ gains: 0, loses: 1 }]);
  });
  it.each<[string, Partial<KnownGrant>, number]>([
    ['in force', {}, 1], ['suspended', { agreementInForce: false }, 0], ['over now', { validUntil: NOW }, 0], ['over soon', { validUntil: moment(1) }, 1],
  ])('counts items of what is %s', (_what, change, items) => {
    const found = differ([toBeta(change)], [])[0];
    expect(found?.itemsBefore ?? 0).toBe(items);
  }); // prettier-ignore
  it('counts an item once', () =>
    expect(differ([toBeta(), toBeta({ disclosureId: 'e' })], [])).toMatchObject([{ itemsBefore: 1 }]));
});

describe('the labels of a day', () => {
  const change = (at: number, from: number, to: number): LabelChange => ({
    at: moment(at), by: null, sensitivity: from, operation: `o${from}`, private: from === 1, toSensitivity: to, toOperation: `o${to}`, toPrivate: to === 1,
  }); // prettier-ignore
  const labels = (n: number) => ({ sensitivity: n, operation: `o${n}`, private: n === 1 });
  const changes = [change(1, 1, 2), change(5, 2, 3)];
  it.each([[0, 1], [1, 1], [2, 2], [5, 2], [6, 3]])('until second %i are level %i', (end, level) =>
    expect(labelsOn(changes, labels(9), moment(end))).toEqual(labels(level))); // prettier-ignore
  it('are today’s when none ever changed', () => expect(labelsOn([], labels(9), NOW)).toEqual(labels(9)));
});

it.each<[string, [gains: number, loses: number, before: number, after: number]]>([
  ['Beta: 1 person gains sight', [1, 0, 1, 1]], ['Beta: 1,200 people gain sight, 1 person loses sight', [1200, 1, 1, 1]], ['Beta: 2 people lose sight, nothing of it is left to them', [0, 2, 1, 0]],
  ['Beta: 1 item left instead of 2', [0, 0, 2, 1]], ['Beta: 2 items to read', [0, 0, 0, 2]], ['Beta: 2 items to read instead of 1', [0, 0, 1, 2]],
])('says "%s"', (words, [gains, loses, itemsBefore, itemsAfter]) =>
  expect(differenceWords({ agency: 'B', agencyName: 'Beta', before: 0, after: 0, gains, loses, itemsBefore, itemsAfter })).toBe(words)); // prettier-ignore
