import type { Random } from './random.js';

/** Where lines run to from the three exporting areas: invented weights, plausible neighbours. */
const CORRIDORS: Record<string, readonly (readonly [string, number])[]> = {
  E23000001: [['E23000028', 9], ['E23000032', 8], ['E23000033', 6], ['E23000030', 6], ['E23000029', 6], ['E23000024', 5], ['E23000025', 5], ['E23000027', 4], ['E23000031', 4], ['E23000023', 3], ['E23000026', 3], ['E23000035', 2], ['E23000039', 2], ['E23000036', 2], ['W15000001', 1]], // prettier-ignore
  E23000014: [['E23000016', 8], ['E23000015', 7], ['E23000017', 6], ['E23000037', 3], ['E23000018', 3], ['E23000021', 2], ['E23000036', 2], ['W15000004', 2], ['E23000035', 1]], // prettier-ignore
  E23000004: [['W15000001', 8], ['E23000006', 7], ['E23000003', 6], ['E23000002', 5], ['E23000015', 2], ['E23000009', 2], ['E23000035', 2], ['S92000003', 2], ['N92000002', 1]], // prettier-ignore
};
const EXPORTERS: readonly (readonly [string, number])[] = [['E23000001', 15], ['E23000014', 9], ['E23000004', 7], ['E23000005', 3]]; // prettier-ignore

/** One or two areas that an item concerns: where the line comes from, where it runs to. Only areas that exist. */
export function areasOf(random: Random, home: string | undefined, known: readonly string[]): string[] {
  const exists = (code: string): boolean => known.includes(code);
  const elsewhere = (): string => random.pick(known);
  const from = home && random.chance(0.8) ? home : random.weighted(EXPORTERS);
  if (!exists(from)) return [elsewhere()];
  if (random.chance(0.45)) return [from];
  const corridor = (CORRIDORS[from] ?? []).filter(([code]) => exists(code));
  const to = corridor.length > 0 && random.chance(0.9) ? random.weighted(corridor) : elsewhere();
  return random.chance(0.4) ? [to] : [...new Set([from, to])];
}
