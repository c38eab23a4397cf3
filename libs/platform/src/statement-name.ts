import { createHash } from 'node:crypto';

const MOST_STATEMENTS = 400;
const names = new Map<string, string>();

/** Named, so that a connection parses and plans each text once; beyond 400 texts the rest go unnamed. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MOST_STATEMENTS) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 20);
  names.set(text, name);
  return name;
}
