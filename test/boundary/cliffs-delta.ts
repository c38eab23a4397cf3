/**
 * Cliff's delta of two samples: how much likelier it is that a number of the first exceeds one of the second than the other way round,
 * from -1 to 1; 0 when neither tells them apart. Cliff, Psychological Bulletin 114 (1993).
 */
export function cliffsDelta(first: readonly number[], second: readonly number[]): number {
  const others = [...second].sort((a, b) => a - b);
  const sum = first.reduce((total, value) => total + below(others, value, false) + below(others, value, true), 0);
  return sum / (first.length * second.length) - 1;
}

/** How many of the sorted numbers are less than the value, or at most it. */
function below(sorted: readonly number[], value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
