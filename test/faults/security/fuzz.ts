import { randomUUID } from 'node:crypto';

type Dice = (below: number) => number;
type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  $ref?: string;
  enum?: unknown[];
  allOf?: Schema[];
};

const pick = <T>(roll: Dice, from: readonly T[]): T => from[roll(from.length)]!;

const TEXTS = [
  '', ' ', '\u0000', '\u0007bell', '\u202eturned', '\ud800', 'x'.repeat(300), 'x'.repeat(20_000), '💥'.repeat(400), "' OR 1=1 --", "'; DROP TABLE intelligence.report; --",
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '{{7*7}}', '{% raw %}', '${7*7}', '=HYPERLINK("x")', '+1', '-1', '@SUM(1)', '../../etc/passwd', '%00', '%2e%2e%2f',
  '2026-02-30', '2026-13-01', '0000-00-00', '9999-12-31', '-0001-01-01', '2026-10-12T25:61:61Z', '1e309', 'NaN', 'Infinity', 'null', 'undefined', 'true', '[]', '{}', '\\', '\r\nSet-Cookie: x=1',
  'SECRET', 'TOP SECRET', '\u00ad\u200b', 'ﷺ'.repeat(50), 'İ', 'ß', 'constructor', '__proto__', 'E23000004', 'T902', 'P', 'C', 'A1', 'S2',
]; // prettier-ignore

/** A value that has no business here: of any type, size and nesting. */
export function junk(roll: Dice, depth = 0): unknown {
  switch (roll(depth > 3 ? 6 : 9)) {
    case 0:
    case 1:
    case 2:
      return pick(roll, TEXTS);
    case 3:
      return pick(roll, [0, -1, 1, 2.5, 1e21, 2 ** 31, 2 ** 53, -(2 ** 63), 1e-7]);
    case 4:
      return pick(roll, [true, false, null]);
    case 5:
      return randomUUID();
    case 6:
      return Array.from({ length: pick(roll, [0, 1, 2, 120]) }, () => junk(roll, depth + 2));
    case 7:
      return { [pick(roll, [...TEXTS.slice(40), 'x', 'id', 'version'])]: junk(roll, depth + 1) };
    default:
      return nested(roll(60));
  }
}

const nested = (depth: number): unknown =>
  depth === 0 ? 1 : depth % 2 ? [nested(depth - 1)] : { x: nested(depth - 1) };

/** A body of roughly the right shape, some of whose fields are junk, missing or unknown. */
export function bodyFor(
  roll: Dice,
  schema: Schema | undefined,
  defs: Record<string, Schema>,
  known: readonly string[],
  depth = 0,
): unknown {
  const resolved = resolve(schema, defs);
  if (!resolved || depth > 4 || roll(6) === 0) return junk(roll);
  if (resolved.enum) return pick(roll, resolved.enum);
  if (resolved.type === 'array')
    return Array.from({ length: roll(3) }, () => bodyFor(roll, resolved.items, defs, known, depth + 1));
  if (resolved.type === 'number' || resolved.type === 'integer') return roll(5);
  if (resolved.type === 'boolean') return roll(2) === 0;
  if (resolved.type === 'string')
    return roll(3) === 0
      ? pick(roll, known)
      : pick(roll, ['Some words', '2026-10-12', '2027-01-01', 'P', 'OFFICIAL', ...TEXTS]);
  const made: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(resolved.properties ?? {}))
    if (roll(4) > 0) made[name] = bodyFor(roll, property, defs, known, depth + 1);
  if (roll(8) === 0) made[pick(roll, TEXTS)] = junk(roll);
  return made;
}

function resolve(schema: Schema | undefined, defs: Record<string, Schema>): Schema | undefined {
  if (schema?.$ref) return resolve(defs[schema.$ref.split('/').at(-1)!], defs);
  if (schema?.allOf) return resolve(schema.allOf[0], defs);
  return schema;
}

/** A path with its parameters filled with ids of records, ids of none and what is no id. */
export function pathFor(roll: Dice, path: string, known: readonly string[]): string {
  return path.replace(/:([A-Za-z]+)/g, () =>
    encodeURIComponent(clean(pick(roll, [...known, ...known, ...TEXTS])) || 'x'),
  );
}

export function queryFor(roll: Dice, names: readonly string[]): string {
  const parts = Array.from(
    { length: roll(4) },
    () => `${pick(roll, [...names, 'x', 'limit', 'cursor', 'from[]'])}=${encodeURIComponent(clean(pick(roll, TEXTS)))}`,
  );
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** A lone surrogate cannot be written in an address at all. */
const clean = (text: string): string => (text.isWellFormed() ? text.slice(0, 3000) : 'surrogate');

/** What no answer may hold, whatever was sent: the innards of the program. */
export const INNARDS =
  /node_modules|\bat \S+ \(|\.(ts|js|njk):\d+|QueryFailedError|PostgresError|syntax error at|relation "|TypeError|RangeError|ECONN|Template render error/;
