import sqlTag, { empty, join, raw, Sql } from 'sql-template-tag';

/** Every value in a template becomes a parameter; fragments nest. */
export const sql = sqlTag;
export const joinSql = join;
export const emptySql = empty;
/** Text that becomes SQL as it stands: for constants of the program, never for anything that was received. */
export const rawSql = raw;
export { Sql };

/** What reads and writes have in common: run a statement, get typed rows. */
export interface Rows {
  rows<T>(statement: Sql): Promise<T[]>;
  row<T>(statement: Sql): Promise<T | undefined>;
}
