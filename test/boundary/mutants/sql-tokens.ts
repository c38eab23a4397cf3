/** One word, operator, literal or bracket of SQL, and where it stands in the text. */
export interface Token {
  kind: 'word' | 'operator' | 'text' | 'number' | 'open' | 'close' | 'mark';
  /** Words in lower case, the rest as written. */
  says: string;
  from: number;
  to: number;
}

/** A token, or a bracket with what is in it. */
export interface Piece extends Token {
  inside?: Piece[];
}

const LEXEMES: readonly [Token['kind'] | 'skip', RegExp][] = [
  ['skip', /^(?:\s+|--[^\n]*)/],
  ['text', /^(?:[eE]?'(?:[^']|'')*'|\$\$[^$]*\$\$)/],
  ['number', /^\d+(?:\.\d+)?/],
  ['word', /^(?:[A-Za-z_]\w*|"[^"]*")(?:\.(?:[A-Za-z_]\w*|"[^"]*"|\*))*/],
  ['word', /^\$\d+/],
  ['open', /^[([]/],
  ['close', /^[)\]]/],
  ['mark', /^(?:::|:=|\.\.|[,;.])/],
  ['operator', /^[-+*/<>=~!@#%^&|?]+/],
  ['mark', /^:/],
];

/** The tokens of the text between two offsets; comments and white space are left out. Throws on what is no SQL. */
export function tokensOf(text: string, from = 0, to = text.length): Token[] {
  const tokens: Token[] = [];
  for (let at = from; at < to;) {
    const rest = text.slice(at, to);
    const found = LEXEMES.map(([kind, shape]) => [kind, shape.exec(rest)?.[0]] as const).find(([, lexeme]) => lexeme);
    if (!found) throw new Error(`No SQL at: ${rest.slice(0, 40)}`);
    const [kind, lexeme] = found as [Token['kind'] | 'skip', string];
    if (kind !== 'skip')
      tokens.push({ kind, says: kind === 'word' ? lexeme.toLowerCase() : lexeme, from: at, to: at + lexeme.length });
    at += lexeme.length;
  }
  return tokens;
}

/** Brackets and CASE … END folded, so that what stands side by side in the list has one depth. Throws on brackets that do not match. */
export function piecesOf(tokens: readonly Token[]): Piece[] {
  const open: Piece[][] = [[]];
  const brackets: Piece[] = [];
  for (const token of tokens) {
    const closes = token.kind === 'close' || (token.says === 'end' && brackets.at(-1)?.says === 'case');
    if (token.kind === 'open' || token.says === 'case') {
      brackets.push({ ...token, inside: [] });
      open.push([]);
    } else if (closes) {
      const [bracket, inside] = [brackets.pop(), open.pop()];
      if (!bracket || !inside) throw new Error(`A bracket closes at ${token.from} that never opened.`);
      open.at(-1)!.push({ ...bracket, inside, to: token.to });
    } else open.at(-1)!.push(token);
  }
  if (open.length !== 1) throw new Error('A bracket never closes.');
  return open[0]!;
}
