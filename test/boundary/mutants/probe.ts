import { createHash } from 'node:crypto';
import type pg from 'pg';

/** Who asks: a person by name, the worker's login, or one who looks behind the walls. */
export type Who = string;

/** One question and the answer that the sharing model gives, written by hand. */
export type Step = readonly [who: Who, sql: string, gives: string];

/** A small play: the world is arranged behind the walls, people act and look, and everything is undone. */
export interface Probe {
  name: string;
  /** Tables and functions that it asks about, parted by spaces. */
  about: string;
  arrange?: string;
  steps: readonly Step[];
}

/** The id that a name stands for; the same in every run. */
export const id = (name: string): string => {
  const hash = createHash('sha256').update(name).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};

/** Writes @name as the quoted id of that name. */
export const sql = (text: string): string =>
  text.replaceAll(/(?<!\w)@([a-z][\w.-]*[\w])/g, (_all, name: string) => `'${remember(name)}'::uuid`);

const names = new Map<string, string>();
function remember(name: string): string {
  const made = id(name);
  names.set(made, name);
  return made;
}

const LOGIN: Record<string, string> = { worker: 'app_worker', signin: 'app_signin' };

function said(who: Who, text: string): string[] {
  if (who === 'behind') return ['RESET SESSION AUTHORIZATION', 'SELECT 1', sql(text)];
  const [login, person] = who.includes(':') ? (who.split(':') as [string, string]) : ['request', who];
  const token = person === 'nobody' ? '' : person;
  return [
    `SET LOCAL SESSION AUTHORIZATION ${LOGIN[login] ?? 'app_request'}`,
    `SELECT set_config('ctx.token', '${token}', true)`,
    sql(text),
  ];
}

/** What a step answered: rows by comma, columns by space, ids by their names; or the error's code and words. */
function told(result: pg.QueryResult): string {
  return (result.rows as unknown[][]).map((row) => row.map(word).join(' ')).join(', ');
}

function word(value: unknown): string {
  if (value === null || value === '') return '-';
  if (Array.isArray(value)) return `[${value.map(word).join(' ')}]`;
  if (value instanceof Date) return value.toISOString();
  return names.get(String(value)) ?? String(value);
}

/** What is arranged was there before: it was no part of the transaction in which people act. */
export const MADE_BEFORE = [
  'access.compartment_member',
  'access.acknowledgement',
  'sharing.agreement',
  'access.attempt',
]
  .map((table) => `UPDATE ${table} SET since = '0' WHERE since <> '0'`)
  .join(';\n');

/** Plays a probe and undoes it; answers the first step that went otherwise than written, or nothing. */
export async function play(admin: pg.Client, probe: Probe): Promise<string | undefined> {
  const script = probe.steps.map(([who, text]) => said(who, text));
  const last = probe.steps.at(-1)!;
  const text = [
    'BEGIN',
    ...(probe.arrange ? [sql(probe.arrange).replace(/;\s*$/, ''), MADE_BEFORE] : []),
    ...script.flat(),
    'ROLLBACK',
  ].join(';\n');
  try {
    const results = (await admin.query({ text, rowMode: 'array' })) as unknown as pg.QueryResult[];
    const first = results.length - 1 - 3 * probe.steps.length;
    for (const [at, [who, , gives]] of probe.steps.entries()) {
      const answer = told(results[first + 3 * at + 2]!);
      if (answer !== gives) return `${who}: ${answer.slice(0, 300)} instead of ${gives}`;
    }
    return undefined;
  } catch (error) {
    await admin.query('ROLLBACK');
    const { code, message } = error as pg.DatabaseError;
    const answer = `${code} ${message}`;
    // Only the last step may be refused, and then every step before it was answered; what it was is not looked at again.
    return /^[A-Z0-9]{5}( |$)/.test(last[2]) && answer.startsWith(last[2])
      ? undefined
      : `${answer.slice(0, 300)} instead of ${last[2]}`;
  }
}
