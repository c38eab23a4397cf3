import { piecesOf, tokensOf, type Piece } from './sql-tokens.js';

/** One small change of a text: what stands between two offsets is replaced. */
export interface Change {
  what: string;
  from: number;
  to: number;
  put: string;
}

const ENDS = new Set(
  `where on having if elsif when then else select from group order limit for union except intersect join left cross inner lateral returning loop end
   begin return using into set values update delete insert do as filter with raise declare perform by exception exit continue while using`.split(
    /\s+/,
  ),
);
const KEEPS_ALL = new Set(['where', 'on', 'having']);
const GUARDS = new Set(['if', 'elsif', 'when']);
const TURNED: Record<string, string> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '=': '<>',
  '<>': '=',
  '!~': '~',
  '~': '!~',
};

interface Segment {
  opener: string;
  pieces: Piece[];
  /** Inside SET, where the first "=" writes and does not ask. */
  writes: boolean;
}

/** Every mutant of the SQL between two offsets of a text: see `expressions`, `comparisons` and `lists`. */
export function changesOf(text: string, from = 0, to = text.length): Change[] {
  return level(piecesOf(tokensOf(text, from, to)));
}

/** A whole condition, as a policy has it: dropping its only part makes it true. */
export function changesOfCondition(text: string): Change[] {
  const pieces = piecesOf(tokensOf(text));
  const bare = pieces.length === 1 && pieces[0]!.inside ? pieces[0]!.inside : pieces;
  const [whole] = bare.length === 1 && bare[0]!.says === 'true' ? [] : [drop(bare, 'condition', 'true')];
  const changes = level(pieces);
  const parts = split(bare, 'or').length > 1 || split(bare, 'and').length > 1;
  return whole && !parts ? [whole, ...changes] : changes;
}

function level(pieces: readonly Piece[]): Change[] {
  const union = pieces.some(({ says }) => says === 'union');
  return [
    ...segmentsOf(pieces).flatMap((segment) => [...expressions(segment, union), ...comparisons(segment)]),
    ...pieces.flatMap((piece, at) => (piece.inside ? [...lists(pieces, at), ...level(piece.inside)] : [])),
  ];
}

function segmentsOf(pieces: readonly Piece[]): Segment[] {
  const segments: Segment[] = [];
  let current: Segment = { opener: '', pieces: [], writes: false };
  let setting = false;
  for (const [at, piece] of pieces.entries()) {
    const distinct = piece.says === 'from' && pieces[at - 1]?.says === 'distinct';
    const ends =
      (piece.kind === 'word' && !piece.inside && ENDS.has(piece.says) && !distinct) ||
      (piece.kind === 'mark' && !['::', '.'].includes(piece.says));
    if (!ends) {
      current.pieces.push(piece);
      continue;
    }
    segments.push(current);
    if (piece.says === 'set') setting = true;
    if (['where', 'from', 'returning', ';'].includes(piece.says)) setting = false;
    const writes = setting && (piece.says === 'set' || piece.says === ',');
    const conflict = piece.says === 'on' && pieces[at + 1]?.says === 'conflict';
    current = { opener: conflict ? '' : piece.says, pieces: [], writes };
  }
  return [...segments, current].filter((segment) => segment.pieces.length > 0);
}

/** Drops each operand of AND (it is true) and of OR (it is false); drops a lone condition; empties an arm of a union. */
function expressions({ opener, pieces, writes }: Segment, union: boolean): Change[] {
  const read = writes ? pieces.slice(pieces.findIndex(({ says }) => says === '=') + 1) : pieces;
  const operands = split(read, 'or').filter((part) => part.length > 0);
  const changes: Change[] = [];
  for (const operand of operands) {
    const parts = split(operand, 'and').filter((part) => part.length > 0);
    if (parts.length > 1) changes.push(...parts.map((part) => drop(part, 'conjunct', 'true')));
    if (operands.length > 1) changes.push(drop(operand, 'alternative', 'false'));
  }
  const alone = operands.length === 1 && changes.length === 0 && asks(pieces);
  if (alone && KEEPS_ALL.has(opener)) changes.push(drop(pieces, 'condition', 'true'));
  if (alone && GUARDS.has(opener)) changes.push(drop(pieces, 'guard', 'false'));
  if (union && opener === 'where') changes.push(drop(pieces, 'arm', 'false'));
  return changes;
}

const asks = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    ({ says, inside }) => says in TURNED || ['is', 'in', 'exists', 'not', 'any', 'all'].includes(says) || inside,
  ) ||
  (pieces.length === 1 && pieces[0]!.kind === 'word');

const drop = (pieces: readonly Piece[], what: string, put: string): Change => ({
  what: `drop ${what}`, from: pieces[0]!.from, to: pieces.at(-1)!.to, put,
}); // prettier-ignore

/** Splits at a connective of this depth; the AND of BETWEEN is none. */
function split(pieces: readonly Piece[], connective: 'and' | 'or'): Piece[][] {
  const parts: Piece[][] = [[]];
  let between = false;
  for (const piece of pieces) {
    if (piece.says === 'between') between = true;
    if (piece.says === connective && !(between && connective === 'and')) parts.push([]);
    else parts.at(-1)!.push(piece);
    if (piece.says === 'and') between = false;
  }
  return parts;
}

/** Turns each comparison, and each NOT, EXISTS, IN, NULL and DISTINCT. */
function comparisons({ pieces, writes }: Segment): Change[] {
  const written = writes ? pieces.findIndex(({ says }) => says === '=') : -1;
  return pieces.flatMap((piece, at) => {
    const [before, after] = [pieces[at - 1]?.says, pieces[at + 1]?.says];
    const turn = (put: string): Change[] => [{ what: 'turn', from: piece.from, to: piece.to, put }];
    if (piece.kind === 'operator' && piece.says in TURNED && at !== written && before !== 'errcode')
      return turn(TURNED[piece.says]!);
    if (piece.kind !== 'word') return [];
    if (piece.says === 'not') return before === 'is' || after !== 'null' ? turn('') : [];
    if (piece.says === 'is' && after !== 'not') return turn('IS NOT');
    if (piece.says === 'exists' && before !== 'not') return turn('NOT EXISTS');
    if (piece.says === 'in' && before !== 'not' && pieces[at + 1]?.inside) return turn('NOT IN');
    return [];
  });
}

/** Takes each literal out of a list of alternatives: IN ('a', 'b'), ARRAY['a', 'b']. */
function lists(pieces: readonly Piece[], at: number): Change[] {
  const [piece, before] = [pieces[at]!, pieces[at - 1]?.says];
  if (before !== 'in' && before !== 'array') return [];
  const literals = piece.inside!.filter(({ kind }) => kind === 'text' || kind === 'number');
  const onlyLiterals = piece.inside!.every(
    (one) => ['text', 'number'].includes(one.kind) || /^(,|::|text|smallint)$/.test(one.says),
  );
  if (!onlyLiterals || literals.length < 2) return [];
  return literals.map((literal, n) => ({
    what: 'shorten list', from: n === 0 ? literal.from : literals[n - 1]!.to, to: n === 0 ? literals[1]!.from : literal.to, put: '',
  })); // prettier-ignore
}
