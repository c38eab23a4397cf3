import type { Findings } from './matrix.js';
import { ROLES, type RoleName } from './oracle.js';

/** CELLS=all walks every cell; CELLS=<number> about that many. */
export function cellsAsked(usual: number): number {
  const asked = process.env['CELLS'];
  return asked === 'all' ? Infinity : Number(asked ?? usual);
}

/** The fast form of a repeated walk has one role of each kind: who writes, who decides, who knows sources, who sees no record. */
export const rolesAsked = (): readonly RoleName[] =>
  process.env['CELLS'] ? ROLES : ['analyst', 'supervisor', 'source-handler', 'administrator'];

export function sayFindings(walls: string, { leaks, wrong, differences, ...rest }: Findings): void {
  const counts = { ...rest, leaks: leaks.length, wrongDenials: wrong.length, differences: differences.length };
  process.stdout.write(`boundary, ${walls}: ${JSON.stringify(counts)}\n`);
}
