import { ROLES, type Actor, type Role, type Rows, type Sql } from '@clin/platform';
import { anActor } from '@clin/platform/testing';
import type { World } from '../a-world.js';
import { id, MADE_BEFORE, sql } from '../mutants/probe.js';

const AGENCIES: Record<string, number> = { a: 901, b: 902, c: 903, d: 904, x: 905 };
const CLEARANCE: Record<string, number> = { chief: 3, low: 1 };

/** Somebody of the mutants' world, for code below the doors; called after their role, or an analyst. */
export function person(name: string): Actor {
  const called = name.slice(2);
  const roles = ROLES.filter((role) => role === called);
  return anActor({
    userId: id(name),
    agencyId: AGENCIES[name[0]!]!,
    clearance: CLEARANCE[called] ?? 2,
    token: name,
    roles: roles.length > 0 ? roles : ['analyst' satisfies Role],
  });
}

/**
 * Arranges, asks in somebody's name and undoes all of it. Wall 2 restrains nothing here (a superuser asks), so that what wall 1 says is
 * heard alone.
 */
export async function inWorld<T>(
  { admin }: World,
  who: string,
  arrange: string,
  ask: (rows: Rows, actor: Actor) => Promise<T>,
): Promise<T> {
  const rows = async <R>(statement: Sql): Promise<R[]> =>
    (await admin.query({ text: statement.text, values: statement.values })).rows as R[];
  await admin.query('BEGIN');
  try {
    await admin.query(`${sql(arrange)}; ${MADE_BEFORE}`);
    await admin.query("SELECT set_config('ctx.token', $1, true)", [who]);
    return await ask({ rows, row: async <R>(statement: Sql) => (await rows<R>(statement))[0] }, person(who));
  } finally {
    await admin.query('ROLLBACK');
  }
}
