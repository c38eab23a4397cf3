import fc from 'fast-check';
import {
  between,
  complement,
  exactly,
  inWords,
  maySumBeSaid,
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

describe('complementary suppression', () => {
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

it('says figures in words and shares as ranges', () => {
  expect([exactly(0), exactly(1234), between(1, 4)].map(inWords)).toEqual(['0', '1,234', '1 to 4']);
  expect(share(between(1, 4), exactly(20))).toEqual({ from: 5, to: 20 });
  expect(share(exactly(0), exactly(0))).toBeUndefined();
});
