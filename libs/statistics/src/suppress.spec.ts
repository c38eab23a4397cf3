import fc from 'fast-check';
import {
  between,
  complement,
  exactly,
  inJson,
  inWords,
  maySumBeSaid,
  NONE,
  share,
  small,
  sum,
  suppress,
  type Figure,
} from './index.js';

const THRESHOLD = 5;
const add = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

/** Thirty-two ways to spread things over cells, small ones above all. */
const count = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 6 }) }, fc.integer({ min: 0, max: 60 }));

/** A world: agencies and confidences that add up to the same total, and forces of which each report touches at least one. */
const world = fc
  .tuple(
    fc.array(count, { minLength: 1, maxLength: 8 }),
    fc.array(fc.nat(), { minLength: 2, maxLength: 2 }),
    fc.array(fc.nat({ max: 1000 }), { minLength: 80 }),
  )
  .map(([agencies, cuts, touches]) => {
    const total = add(agencies);
    const [a, b] = cuts.map((cut) => cut % (total + 1)).sort((x, y) => x - y) as [number, number];
    const forces = [0, 0, 0, 0, 0];
    for (let report = 0; report < total; report += 1) {
      const touch = touches[report % touches.length]!;
      forces[touch % 5]! += 1;
      if (touch % 7 === 0 && touch % 5 !== 1) forces[1]! += 1;
    }
    return { total, partitions: [agencies, [a, b - a, total - b]], forces };
  });

interface Cell extends Figure {
  truth: number;
}

/** What anybody can work out: every sum of intervals projected on one cell. Exact, because each constraint is a sum of independent cells. */
function derived(cells: readonly Figure[], index: number, total: Figure, atLeast = false): Figure {
  const others = sum(cells.filter((_, other) => other !== index));
  const cell = cells[index]!;
  return between(
    Math.max(cell.from, total.from - others.to),
    atLeast ? cell.to : Math.min(cell.to, total.to - others.from),
  );
}

it('says figures in words, as programs read them, and shares as ranges', () => {
  expect([exactly(0), exactly(1234), between(1, 4)].map(inWords)).toEqual(['0', '1,234', '1 to 4']);
  expect([exactly(12), between(1, 4)].map(inJson)).toEqual([12, { from: 1, to: 4 }]);
  expect(share(between(1, 4), exactly(20))).toEqual({ from: 5, to: 20 });
  expect(share(exactly(50), exactly(100))).toEqual(exactly(50));
  expect(share(exactly(20), exactly(20))).toEqual(exactly(100));
  // Never more than all, and of a total that may be nothing the most that it can be.
  expect(share(between(1, 9), between(4, 8))).toEqual({ from: 13, to: 100 });
  expect(share(between(0, 1), between(0, 4))).toEqual({ from: 0, to: 100 });
  expect(share(exactly(0), exactly(0))).toBeUndefined();
  expect(sum([])).toEqual(NONE);
});

describe('complementary suppression', () => {
  /** Cells as counts, small ones hidden. */
  const table = (...counts: number[]): Figure[] => counts.map((cell) => suppress(cell, THRESHOLD));
  const said = (total: number | undefined, partitions: Figure[][], overlapping: Figure[] = []) => {
    const { total: whole, partitions: cells } = complement({ total, partitions, overlapping }, THRESHOLD);
    return [inWords(whole), ...cells.map((partition) => partition.map(inWords).join(' | '))];
  };

  it.each<[string, string[], string[]]>([
    ['says a table without small cells plainly', said(32, [table(20, 12, 0)]), ['32', '20 | 12 | 0']],
    ['lets the largest cell take up what a hidden one may be', said(35, [table(20, 3, 12)]), ['35', '19 to 22 | 1 to 4 | 12']],
    ['takes the first of two that are as large', said(43, [table(20, 20, 3)]), ['43', '19 to 22 | 20 | 1 to 4']],
    ['lets it look as small as the threshold', said(9, [table(3, 6)]), ['9', '1 to 4 | 5 to 8']],
    ['and no smaller: then the total is a range', said(8, [table(3, 5)]), ['6 to 9', '1 to 4 | 5']],
    ['does so where all are hidden', said(7, [table(3, 4)]), ['2 to 8', '1 to 4 | 1 to 4']],
    ['lets no other table give that total away, its largest cell last to be exact', said(8, [table(3, 5), table(8, 0)]), ['6 to 9', '1 to 4 | 5', '6 to 9 | 0']],
    ['widens the largest cell, wherever it stands', said(12, [table(4, 3, 5), table(5, 7)]), ['7 to 13', '1 to 4 | 1 to 4 | 5', '5 | 2 to 8']],
    ['says a small total as every small count', said(undefined, [table(3, 0)]), ['1 to 4', '1 to 4 | 0']],
    ['lowers the total to what overlapping cells leave open', said(12, [table(12)], table(3, 9)), ['10 to 12', '10 to 12']],
    ['and leaves it where they leave it open already', said(12, [table(12)], table(3, 11)), ['12', '12']],
    ['or hide nothing, though something is in none of them', said(20, [table(20)], table(10)), ['20', '20']],
  ])('%s', (_what, given, expected) => expect(given).toEqual(expected)); // prettier-ignore

  it('leaves every small cell anywhere under the threshold, whatever is added and subtracted', () => {
    let hidden = 0;
    fc.assert(
      fc.property(world, ({ total, partitions, forces }) => {
        const said = complement(
          {
            total: total > 0 && total < THRESHOLD ? undefined : total,
            partitions: partitions.map((partition) => partition.map((cell) => suppress(cell, THRESHOLD))),
            overlapping: forces.map((cell) => suppress(cell, THRESHOLD)),
          },
          THRESHOLD,
        );
        // The total is known no better than every table lets it be.
        const known = said.partitions.reduce<Figure>(
          (best, cells) => between(Math.max(best.from, sum(cells).from), Math.min(best.to, sum(cells).to)),
          said.total,
        );
        expect(said.total.from <= total && total <= said.total.to).toBe(true);
        const check = (cell: Cell): void => {
          if (cell.truth === 0 || cell.truth >= THRESHOLD) return;
          hidden += 1;
          expect(cell.from).toBeLessThanOrEqual(1);
          expect(cell.to).toBeGreaterThanOrEqual(THRESHOLD - 1);
        };
        said.partitions.forEach((cells, partition) =>
          cells.forEach((cell, index) => {
            const truth = partitions[partition]![index]!;
            expect(cell.from <= truth && truth <= cell.to).toBe(true);
            check({ truth, ...derived(cells, index, known) });
          }),
        );
        const overlapping = forces.map((cell) => suppress(cell, THRESHOLD));
        overlapping.forEach((_, index) =>
          check({ truth: forces[index]!, ...derived(overlapping, index, known, true) }),
        );
        if (total > 0 && total < THRESHOLD) check({ truth: total, ...known });
      }),
      { numRuns: 5000, seed: 20261123 },
    );
    expect(hidden).toBeGreaterThan(5000);
  });

  it('would be undone by a subtraction without it', () => {
    const cells = [12, 3, 20].map((cell) => suppress(cell, THRESHOLD));
    expect(derived(cells, 1, exactly(35))).toEqual(exactly(3));
    expect(complement({ total: 35, partitions: [cells], overlapping: [] }, THRESHOLD)).toEqual({
      total: exactly(35),
      partitions: [[exactly(12), between(1, 4), between(19, 22)]],
    });
  });

  it('hides nothing at threshold 0 and 1', () => {
    for (const threshold of [0, 1])
      expect([0, 1, 2, 3].map((cell) => suppress(cell, threshold))).toEqual([0, 1, 2, 3].map(exactly));
  });
});

describe('the sum of small counts', () => {
  it('is never said of one count, which it would be, nor of none', () => {
    for (const threshold of [2, 3, 5])
      for (const counts of [[], [1], [2]]) expect(maySumBeSaid(counts, threshold)).toBe(false);
    expect([4, 5, 6].map((total) => maySumBeSaid([1, total - 1], THRESHOLD))).toEqual([false, true, false]);
  });

  it('is said only when each of them can still be anything under the threshold', () => {
    const smalls = fc.array(fc.integer({ min: 1, max: THRESHOLD - 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(smalls, (counts) => {
        const cells = counts.map(() => small(THRESHOLD));
        const open = cells.every((_, index) => {
          const { from, to } = derived(cells, index, exactly(add(counts)));
          return from === 1 && to === THRESHOLD - 1;
        });
        expect(maySumBeSaid(counts, THRESHOLD)).toBe(open);
      }),
    );
  });
});
