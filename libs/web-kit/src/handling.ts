/** Handling codes in words, and the strictest of a page. Wording: 3x5x2, see domain notes; codes only ever accompany C. */
const WORDS: Record<string, string> = {
  P: 'lawful sharing permitted',
  C: 'share only with conditions',
  A1: 'combine or corroborate only; ask the originator before any action',
  A2: 'covert action allowed; protect the source and technique; not to be used alone as evidence or to justify arrest',
  A3: 'overt action as the owner specifies',
  S1: 'the originator permits unsupervised sanitisation for wider sharing',
  S2: 'no sanitisation or onward sharing without consulting the originator',
};

/** Later is stricter. */
const STRICTNESS = ['P', 'C', 'S1', 'A3', 'A2', 'S2', 'A1'];

export const handlingWords = (code: string): string => WORDS[code.trim().toUpperCase()] ?? '';

const parts = (code: string): string[] =>
  code
    .toUpperCase()
    .split(/[\s,/]+/)
    .filter(Boolean);
const rank = (code: string): number => Math.max(-1, ...parts(code).map((part) => STRICTNESS.indexOf(part)));

/**
 * The one code that binds a whole page: C over P, and of the C codes the strictest action and the strictest sanitisation code,
 * because a page that shows two items is bound by both. `undefined` for a page without coded content.
 */
export function strictestHandling(codes: readonly string[] = []): string | undefined {
  const all = codes.flatMap(parts);
  if (all.length === 0) return undefined;
  const strictest = (candidates: string[]) =>
    candidates.filter((code) => all.includes(code)).sort((a, b) => rank(b) - rank(a))[0];
  const conditional = all.some((code) => code !== 'P');
  if (!conditional) return 'P';
  return ['C', strictest(['A1', 'A2', 'A3']), strictest(['S1', 'S2'])].filter(Boolean).join(' ');
}

/** "OFFICIAL-SENSITIVE – handling code C A2 S1". Only letters, digits, spaces and dashes: it is also printed by style sheet. */
export function markingLine(
  marking = 'OFFICIAL-SENSITIVE',
  codes: readonly string[] = [],
): { marking: string; code: string } {
  const plain = (text: string) => text.replace(/[^A-Za-z0-9 –-]/g, '');
  const code = strictestHandling(codes);
  return { marking: plain(marking), code: code ? `handling code ${plain(code)}` : '' };
}
