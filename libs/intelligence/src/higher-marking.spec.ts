import { higherMarkings } from './higher-marking.js';

const item = { original: null, sanitised: null, reason: null, instructions: null, usage: null };
const said = (change: object): string[] =>
  higherMarkings({ title: null, sanitisedTitle: null, provenance: null, items: [], ...change });

describe('a marking above this tier, in free text', () => {
  it.each([
    ['TOP SECRET debrief', 'TOP SECRET'],
    ['Marked Top\nSecret by its owner', 'Top Secret'],
    ['top-secret', 'top-secret'],
    ['UK SECRET: a debrief', 'SECRET'],
  ])('is found in %j', (provenance, found) => {
    expect(said({ provenance })).toEqual([expect.stringContaining(`“Where it comes from” says ‘${found}’.`)]);
  });

  it.each(['A secret compartment behind the seat', 'Secret', 'OFFICIAL-SENSITIVE', 'SECRETARY of the club', null])(
    'is not what %j says',
    (provenance) => {
      expect(said({ provenance })).toEqual([]);
    },
  );

  it('is found in every text, and named by its place', () => {
    const items = [item, { ...item, original: 'SECRET' }, { ...item, instructions: 'SECRET' }];
    const places = said({ title: 'SECRET', sanitisedTitle: 'SECRET', items }).map((line) => line.split(' says')[0]);
    expect(places).toEqual(['The title', 'The sanitised title', 'Item 2', 'Item 3']);
  });
});
