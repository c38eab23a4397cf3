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
    expect(groups).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('leave when a turn of the event loop brings nobody more, and at the latest after twenty', async () => {
    const groups: number[] = [];
    const trips = new SharedTrips<number, number>({ lanes: 1, together: 99 }, async (given) => {
      groups.push(given.length);
      return given;
    });
    const oneEachTurn = async (turns: number): Promise<void> => {
      const answers: Promise<number>[] = [];
      for (let turn = 0; turn < turns; turn += 1) {
        const next = new Promise(setImmediate);
        answers.push(trips.join(turn));
        await next;
      }
      expect(await Promise.all(answers)).toEqual(answers.map((_, turn) => turn));
    };
    await oneEachTurn(5);
    expect(groups.splice(0)).toEqual([5]);
    await oneEachTurn(30);
    expect(groups[0]).toBeGreaterThanOrEqual(20);
    expect(groups[0]).toBeLessThanOrEqual(21);
    expect(groups[0]! + groups[1]!).toBe(30);
  });

  it('wait for as many empty turns as they are told to', async () => {
    const groupsOf = async (patience: number): Promise<string[][]> => {
      const groups: string[][] = [];
      const trips = new SharedTrips<string, string>({ lanes: 1, together: 9, patience }, async (given) => {
        groups.push(given);
        return given;
      });
      const next = new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      const first = trips.join('a');
      await next;
      await Promise.all([first, trips.join('b')]);
      return groups;
    };
    expect(await groupsOf(1)).toEqual([['a'], ['b']]);
    expect(await groupsOf(3)).toEqual([['a', 'b']]);
  });

  it('take a second lane only for a crowd', async () => {
    const groups: string[][] = [];
    let arrive!: () => void;
    const away = new Promise<void>((resolve) => (arrive = resolve));
    const trips = new SharedTrips<string, string>({ lanes: 2, together: 9, crowd: 3 }, async (given) => {
      groups.push(given);
      if (given[0] === 'a') await away;
      return given;
    });
    const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const answers = [trips.join('a')];
    await turn();
    answers.push(trips.join('b'), trips.join('c'));
    await turn();
    expect(groups).toEqual([['a']]);
    answers.push(trips.join('d'));
    expect(await Promise.all(answers.slice(1))).toEqual(['b', 'c', 'd']);
    arrive();
    expect(await answers[0]).toBe('a');
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('fail together, and the next one goes on', async () => {
    let tries = 0;
    const trips = new SharedTrips<string, string>({ lanes: 1, together: 9 }, async (given) => {
      tries += 1;
      if (tries === 2) throw new Error('cut');
      return given;
    });
    expect(await trips.join('a')).toBe('a');
    const outcomes = await Promise.allSettled(['b', 'c'].map((one) => trips.join(one)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await trips.join('d')).toBe('d');
  });
});
