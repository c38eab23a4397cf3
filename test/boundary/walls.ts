import type { World } from './a-world.js';

/** For `describe.each`: everything as it is, and wall 1 alone. */
export const WALLS: [words: string, wallTwo: boolean][] = [
  ['both walls', true],
  ['wall 2 down', false],
];

/**
 * Takes wall 2 down in a test's own database: no table asks for the person any more. Definer functions stay, as they are wall 1's
 * own means to write. Answers how many tables lost their policies.
 */
export async function takeWallTwoDown({ admin }: Pick<World, 'admin'>): Promise<number> {
  const tables = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r','p') AND c.relrowsecurity AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables.rows)
    await admin.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY`);
  return tables.rows.length;
}
