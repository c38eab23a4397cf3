import type { Findings } from './matrix.js';

/** CELLS=all walks every cell; CELLS=<number> about that many. */
export function cellsAsked(usual: number): number {
  const asked = process.env['CELLS'];
  return asked === 'all' ? Infinity : Number(asked ?? usual);
}

export function sayFindings(walls: string, { leaks, wrong, differences, ...rest }: Findings): void {
  const counts = { ...rest, leaks: leaks.length, wrongDenials: wrong.length, differences: differences.length };
  process.stdout.write(`boundary, ${walls}: ${JSON.stringify(counts)}\n`);
}
