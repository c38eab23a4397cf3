import { between, exactly, isExact, NONE, sum, type Figure } from './figure.js';

/** Primary suppression: a count under the threshold is said as "1 to threshold − 1"; zero and everything else plainly. 0 and 1 hide nothing. */
export function suppress(count: number, threshold: number): Figure {
  return count > 0 && count < threshold ? small(threshold) : exactly(count);
}

/** What is said of a small count. */
export const small = (threshold: number): Figure => between(1, threshold - 1);

/** One table's counts, each said exactly or hidden in a figure, and the exact total that the table adds up to (undefined: itself small). */
export interface Breakdown {
  total: number | undefined;
  /** Partitions: in each, every counted thing is in one cell, so its cells add up to the total. */
  partitions: readonly (readonly Figure[])[];
  /** Cells of which a counted thing is in one or more, so that they add up to the total or to more. */
  overlapping: readonly Figure[];
}

export interface Published {
  total: Figure;
  partitions: Figure[][];
}

/**
 * Complementary suppression (secondary suppression in the Government Statistical Service's guidance on disclosure control of tables from
 * administrative data, and in the SDC Handbook of Hundepool et al., chapter 4): without it, a hidden cell is the total less the others.
 * The largest exact cell of the partition is said as the range that lets every hidden cell have any of its values. Where no cell is large enough
 * to do so without looking small itself, the total is said as a range, and then no other partition may give it away.
 */
export function complement({ total, partitions, overlapping }: Breakdown, threshold: number): Published {
  const cells = partitions.map((partition) => [...partition]);
  let said = total === undefined ? small(threshold) : exactly(total);
  for (const partition of cells) {
    const hidden = partition.filter((cell) => !isExact(cell));
    if (hidden.length === 0 || (total !== undefined && absorb(partition, hidden, total, threshold))) continue;
    const bottomUp = sum(partition);
    said = between(Math.min(said.from, bottomUp.from), Math.max(said.to, bottomUp.to));
  }
  said = uncover(said, overlapping);
  for (const partition of cells) widen(partition, said);
  return { total: said, partitions: cells };
}

/** Lets the largest exact cell take up what the hidden ones may vary. False when it would then look smaller than the threshold. */
function absorb(partition: Figure[], hidden: readonly Figure[], total: number, threshold: number): boolean {
  const largest = indexOfLargest(partition.map((cell) => (isExact(cell) ? cell : NONE)));
  const others = sum(partition.filter((cell, index) => isExact(cell) && index !== largest));
  // What the largest cell and the hidden ones add up to is public, so the range derives from that and not from the largest cell's own count.
  const together = total - others.from;
  const slack = sum(hidden);
  if (together < threshold + slack.to) return false;
  partition[largest] = between(together - slack.to, together - slack.from);
  return true;
}

/** Overlapping cells add up to the total at least: lowered until each hidden one can still be its least while the others are their most. */
function uncover(total: Figure, overlapping: readonly Figure[]): Figure {
  const most = sum(overlapping).to;
  const needed = Math.min(...overlapping.filter((cell) => !isExact(cell)).map((cell) => most - (cell.to - cell.from)));
  return between(Math.min(total.from, needed), total.to);
}

/** Makes a partition allow every value of the total that is said, largest cells first. */
function widen(partition: Figure[], total: Figure): void {
  if (isExact(total)) return;
  const order = partition.map((_, index) => index).sort((a, b) => partition[b]!.to - partition[a]!.to);
  for (const index of order) {
    const now = sum(partition);
    const lower = Math.max(0, now.from - total.from);
    const higher = Math.max(0, total.to - now.to);
    const cell = partition[index]!;
    partition[index] = between(Math.max(0, cell.from - lower), cell.to + higher);
  }
}

function indexOfLargest(partition: readonly Figure[]): number {
  return partition.reduce((best, cell, index) => (cell.to > partition[best]!.to ? index : best), 0);
}

/**
 * Whether the exact sum of several small cells may be said: only if it leaves every one of them anywhere under the threshold.
 * The database applies the same rule to a quarter's small months.
 */
export function maySumBeSaid(smallCounts: readonly number[], threshold: number): boolean {
  const cells = smallCounts.length;
  const total = smallCounts.reduce((a, b) => a + b, 0);
  return cells >= 2 && total >= cells - 1 + (threshold - 1) && total <= (cells - 1) * (threshold - 1) + 1;
}
