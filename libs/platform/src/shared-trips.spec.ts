import { SharedTrips } from './shared-trips.js';

describe('Shared trips', () => {
  it('answer each caller, from a trip that began after it asked', async () => {
    const groups: string[][] = [];
    const trips = new SharedTrips<string, string>({ lanes: 1, together: 3 }, async (given) => {
      groups.push(given);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return given.map((one) => one.toUpperCase());
    });
    expect(await Promise.all([...'abcde'].map((one) => trips.join(one)))).toEqual([...'ABCDE']);
    expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  });

  it('fail together, and the next one goes on', async () => {
    let tries = 0;
    const trips = new SharedTrips<string, string>({ lanes: 1, together: 9 }, async (given) => {
      tries += 1;
      if (tries === 2) throw new Error('cut');
      return given;
    });
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((one) => trips.join(one)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await trips.join('d')).toBe('d');
  });
});
