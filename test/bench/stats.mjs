/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Runs each side in turn, `rounds` times; every side answers a list of numbers, and the answer is their median by side. */
export async function inTurn(sides, rounds) {
  const found = sides.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, side] of sides.entries()) found[index].push(...(await side()));
  }
  return found.map(median);
}

/**
 * Two sides in turn, A B B A: whoever writes later after a checkpoint finds more pages already written. Answers each side's median, and the median of the
 * rounds' own ratios, second over first, which what comes and goes beside the measurement moves least.
 */
export async function inPairs(sides, rounds) {
  const [found, ratios] = [[[], []], []];
  for (let round = 0; round < rounds; round += 1) {
    const times = [];
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) times[index] = await sides[index]();
    times.forEach((list, index) => found[index].push(...list));
    ratios.push(median(times[1]) / median(times[0]));
  }
  return { medians: found.map(median), ratio: median(ratios) };
}

/** Milliseconds of each of n calls. */
export async function timed(n, call) {
  const times = [];
  for (let index = 0; index < n; index += 1) {
    const start = performance.now();
    await call(index);
    times.push(performance.now() - start);
  }
  return times;
}

/** A table for people; `good` says on which side of the bar a ratio should lie. */
export function tableOf(rows) {
  const lines = rows.map(({ measure, ours, floor, unit, ratio, bar, good }) => [
    measure,
    floor === undefined ? `${round(ours)} ${unit}` : `${round(ours)} / ${round(floor)} ${unit}`,
    ratio === undefined ? '' : ratio.toFixed(2),
    bar,
    good === undefined ? '' : good ? 'met' : 'MISSED',
  ]);
  const all = [['measure', 'ours / floor', 'ratio', 'bar', ''], ...lines];
  const widths = all[0].map((_, column) => Math.max(...all.map((line) => line[column].length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const round = (number) => (number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2));
