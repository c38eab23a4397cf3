import { InvalidInput } from './errors.js';

const REVIVING = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 30;

/** JSON as received, refusing names that would reach a prototype and nesting that would exhaust the stack. Throws InvalidInput. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new InvalidInput({ body: 'Is not valid JSON.' });
  }
  refuse(value, '', 0);
  return value;
}

function refuse(value: unknown, path: string, depth: number): void {
  if (value === null || typeof value !== 'object') return;
  if (depth > MAX_DEPTH) throw new InvalidInput({ body: 'Is nested too deeply.' });
  for (const key of Object.keys(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (REVIVING.has(key)) throw new InvalidInput({ [at]: 'Unknown field.' });
    refuse((value as Record<string, unknown>)[key], at, depth + 1);
  }
}
