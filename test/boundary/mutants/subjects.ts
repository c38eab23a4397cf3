import type pg from 'pg';
import { changesOf, changesOfCondition, type Change } from './sql-mutants.js';

/** A policy or a function that decides, as the catalogue holds it: how it is put, and what its text is. */
export interface Subject {
  name: string;
  /** Tables and functions that it is about; probes with the same word are asked first. */
  about: string;
  text: string;
  changes: Change[];
  put: (text: string) => string;
  /** For policies: taking it away, and bringing it back. */
  without?: [drop: string, create: string];
}

export interface Mutant {
  subject: Subject;
  /** For people and for the list of survivors: subject, kind, place. Stable while the text stays. */
  name: string;
  apply: string;
  restore: string;
}

interface PolicyRow {
  home: string;
  name: string;
  permissive: boolean;
  command: string;
  logins: string;
  reads: string | null;
  writes: string | null;
}

const COMMANDS: Record<string, string> = { '*': 'ALL', r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' };

/** Every row-level-security policy: its USING and its WITH CHECK are two subjects, dropping it whole belongs to the first. */
export async function policies(admin: pg.Client): Promise<Subject[]> {
  const { rows } = await admin.query<PolicyRow>(
    `SELECT p.polrelid::regclass::text AS home, quote_ident(p.polname) AS name, p.polpermissive AS permissive, p.polcmd::text AS command,
       (SELECT string_agg(r::regrole::text, ', ') FROM unnest(p.polroles) r) AS logins,
       pg_get_expr(p.polqual, p.polrelid) AS reads, pg_get_expr(p.polwithcheck, p.polrelid) AS writes
     FROM pg_policy p ORDER BY 1, 2`,
  );
  return rows.flatMap((row) => {
    const clauses = (['USING', 'WITH CHECK'] as const).flatMap((clause) => {
      const text = clause === 'USING' ? row.reads : row.writes;
      return text === null ? [] : [{ clause, text }];
    });
    const create = `CREATE POLICY ${row.name} ON ${row.home} AS ${row.permissive ? 'PERMISSIVE' : 'RESTRICTIVE'} FOR ${COMMANDS[row.command]}
      TO ${row.logins} ${clauses.map(({ clause, text }) => `${clause} (${text})`).join(' ')}`;
    return clauses.map(({ clause, text }, at): Subject => ({
      name: `${row.home} ${row.name} ${clause}`,
      about: row.home,
      text,
      changes: text === 'true' ? [] : changesOfCondition(text),
      put: (changed) => `ALTER POLICY ${row.name} ON ${row.home} ${clause} (${changed})`,
      ...(at === 0 ? { without: [`DROP POLICY ${row.name} ON ${row.home}`, create] } : {}),
    }));
  });
}

/** Functions of these names, every signature of each. */
export async function functions(admin: pg.Client, names: readonly string[]): Promise<Subject[]> {
  const { rows } = await admin.query<{ name: string; text: string }>(
    `SELECT p.oid::regproc::text AS name, pg_get_functiondef(p.oid) AS text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname || '.' || p.proname = ANY ($1) ORDER BY 1`,
    [names],
  );
  return rows.map(({ name, text }) => {
    const body = text.indexOf('AS $function$') + 'AS $function$'.length;
    return {
      name,
      about: name,
      text,
      changes: changesOf(text, body, text.lastIndexOf('$function$')),
      put: (changed) => changed,
    };
  });
}

export function mutantsOf(subject: Subject): Mutant[] {
  const { name, text, put, without } = subject;
  const gone = without ? [{ subject, name: `${name}: drop policy`, apply: without[0], restore: without[1] }] : [];
  return [
    ...gone,
    ...subject.changes.map(({ what, from, to, put: words }) => {
      const said = text.slice(from, to).replaceAll(/\s+/g, ' ');
      const place = text.slice(0, from).replaceAll(/\s+/g, ' ').slice(-30);
      return {
        subject,
        name: `${name}: ${what} […${place}«${said.length > 90 ? `${said.slice(0, 90)}…` : said}»] → ${words || 'nothing'}`,
        apply: put(text.slice(0, from) + words + text.slice(to)),
        restore: put(text),
      };
    }),
  ];
}
