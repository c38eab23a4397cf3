/** Folds `items[0][original]=x&areas=a&areas=b` into `{items: [{original: 'x'}], areas: ['a', 'b']}`. */
import { BadRequestException } from '@nestjs/common';

const MAX_PAIRS = 2000;
const MAX_DEPTH = 6;
const MAX_INDEX = 199;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

type Value = string | Value[] | Branch;
interface Branch {
  [key: string]: Value;
}

const branch = (): Branch => Object.create(null) as Branch;

/**
 * Keys land on objects without a prototype, so no name reaches Object.prototype; the three dangerous names are refused anyway,
 * because a later copy onto an ordinary object would revive them. Throws 400 beyond 2,000 pairs, 6 levels or index 199.
 */
export function parseForm(body: string): Branch {
  const root = branch();
  let pairs = 0;
  for (const [name, value] of new URLSearchParams(body)) {
    if (++pairs > MAX_PAIRS) refuse('The form has too many fields');
    place(root, pathOf(name), value.replace(/\r\n?/g, '\n'));
  }
  return listed(root) as Branch;
}

function pathOf(name: string): string[] {
  const match = NAME.exec(name);
  if (!match) return refuse('The form has a field name that cannot be read');
  const path = [match[1], ...[...match[2].matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1])];
  if (path.length > MAX_DEPTH) refuse('The form is nested too deeply');
  if (path.some((key) => FORBIDDEN.has(key))) refuse('The form has a field name that is not allowed');
  if (path.some((key) => /^\d+$/.test(key) && Number(key) > MAX_INDEX)) refuse('The form has too many entries');
  return path;
}

function place(root: Branch, path: string[], value: string): void {
  let at: Branch = root;
  for (const [step, key] of path.entries()) {
    const last = step === path.length - 1;
    const here = key === '' ? String(Object.keys(at).length) : key;
    const held = at[here];
    if (last) {
      if (held === undefined) at[here] = value;
      else if (Array.isArray(held)) held.push(value);
      else if (typeof held === 'string') at[here] = [held, value];
      else refuse('The form uses one name for a value and for a group');
      return;
    }
    if (held === undefined) at[here] = branch();
    else if (typeof held === 'string' || Array.isArray(held))
      refuse('The form uses one name for a value and for a group');
    at = at[here] as Branch;
  }
}

/** Groups whose keys are all numbers become lists in numeric order; a removed entry leaves no hole. */
function listed(value: Value): Value {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => listed(value[key]));
  }
  const out: Branch = {};
  for (const key of keys) out[key] = listed(value[key]);
  return out;
}

function refuse(message: string): never {
  throw new BadRequestException(message);
}
