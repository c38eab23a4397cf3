import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { KindDeclaration } from '@clin/access';
import { declaredPermissions } from '@clin/platform/server';
import { CASE_ROUTES, CASE_STATES } from '../boundary/cases-oracle.js';
import { KIND_STATES, ROUTES } from '../boundary/oracle.js';
import { projects, root } from './workspace.js';

/** What every record's own row says, so that no record can be saved without a label. */
const LABELS = [
  'owner_agency_id',
  'created_at',
  'sensitivity',
  'compartment_id',
  'private_to',
  'status',
  'handling',
  'discovery',
  'retention_group',
  'review_on',
  'version',
];
const NULLABLE = ['compartment_id', 'private_to']; // prettier-ignore

interface Kind {
  name: string;
  number: number;
  declaration: Partial<KindDeclaration> | undefined;
}

/** Everything that a kind of record still lacks, in sentences; nothing when it has joined whole. */
export async function missingOf(admin: Client, { name, number, declaration }: Kind): Promise<string[]> {
  if (!declaration) return [`${name} has a number and no declaration`];
  const {
    tables,
    states = {},
    read = '',
    shares = '',
    doors,
    builder = '',
    words,
    card,
    projection,
    projectionPage,
  } = declaration;
  const parts = { words, tables, doors, card, projection, projectionPage };
  return [
    ...Object.entries(parts).flatMap(([part, value]) => (value ? [] : [`${name} declares no ${part}`])),
    ...(declaredPermissions().has(read) ? [] : [`${name} is read by a permission that nobody declares`]),
    ...(tables ? await tableFaults(admin, name, number, tables) : []),
    ...(await sharerFaults(admin, name, number, shares)),
    ...stateFaults(name, states),
    ...(doors ? doorFaults(name, doors) : []),
    ...(builderExists(builder) ? [] : [`${name} has no builder of complete records for tests`]),
  ];
}

/** Whom the second wall lets share a record is whom the first lets: the holders of the permission. */
async function sharerFaults(admin: Client, name: string, number: number, shares: string): Promise<string[]> {
  const held = declaredPermissions().get(shares);
  if (!held) return [`${name} is shared by a permission that nobody declares`];
  const { rows } = await admin.query<{ roles: string[] }>(
    'SELECT shared_by AS roles FROM access.record_home WHERE kind = $1',
    [number],
  );
  const said = [...(rows[0]?.roles ?? [])].sort().join(', ');
  const meant = [...held].sort().join(', ');
  return said === meant ? [] : [`${name}: access.record_home lets "${said}" share it, and ${shares} "${meant}"`];
}

/** The oracle of the matrix is written by hand: it must know the states, and a cell for every door. */
function stateFaults(name: string, states: Readonly<Record<string, number>>): string[] {
  const own = (KIND_STATES as Record<string, object>)[name];
  const known = (own ? [own] : [KIND_STATES.report, CASE_STATES])
    .flatMap((states) => Object.entries(states))
    .map(([state, number]) => `${state} ${String(number)}`);
  const said = Object.entries(states).map(([state, number]) => `${state} ${number}`);
  if (said.length === 0) return [`${name} declares no states`];
  return said
    .filter((state) => !known.includes(state))
    .map((state) => `${name}: the oracle does not know the state ${state}`);
}

const doorFaults = (name: string, { api, page }: KindDeclaration['doors']): string[] =>
  [`GET ${api}`, `GET ${page}`]
    .filter((route) => !(route in ROUTES) && !(route in CASE_ROUTES))
    .map((route) => `${name}: the oracle has no cell for ${route}`);

function builderExists(builder: string): boolean {
  const [file, exported] = builder.split('#');
  if (!file || !exported) return false;
  const paths = projects().map(({ folder }) => join(root, folder, 'src', file));
  return paths.some(
    (path) => existsSync(path) && new RegExp(`export const ${exported}\\b`).test(readFileSync(path, 'utf8')),
  );
}

async function tableFaults(admin: Client, name: string, number: number, tables: KindDeclaration['tables']): Promise<string[]> {
  const { rows: columns } = await admin.query<{ column: string; required: boolean }>(
    `SELECT attname AS column, attnotnull AS required FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [tables.records],
  );
  if (columns.length === 0) return [`${name}: there is no table ${tables.records}`];
  const labels = LABELS.filter((label) => !columns.some(({ column, required }) => column === label && (required || NULLABLE.includes(label))));
  const { rows: triggers } = await admin.query<{ table: string; call: string }>(
    `SELECT tgrelid::regclass::text AS table, pg_get_triggerdef(oid) AS call FROM pg_trigger WHERE tgrelid IN (to_regclass($1), to_regclass($2)) AND NOT tgisinternal`,
    [tables.records, tables.items],
  );
  const { rows: homes } = await admin.query('SELECT 1 FROM access.record_home WHERE kind = $1 AND home = $2', [number, tables.records]);
  const calls = (table: string, what: string): boolean => triggers.some((one) => one.table === table && one.call.includes(what));
  const open = await admin.query<{ table: string }>(
    `SELECT oid::regclass::text AS table FROM pg_class WHERE oid IN (to_regclass($1), to_regclass($2)) AND NOT (relrowsecurity AND relforcerowsecurity)`,
    [tables.records, tables.items],
  );
  return [
    ...labels.map((label) => `${name}: ${tables.records} lacks the label ${label}`),
    ...(calls(tables.records, `access.track_record('${number}')`) ? [] : [`${name}: ${tables.records} does not call access.track_record('${number}')`]),
    ...['access.place_items()', 'access.track_item()'].filter((call) => !calls(tables.items, call)).map((call) => `${name}: ${tables.items} does not call ${call}`),
    ...(calls(tables.records, 'access.hold_restriction()') ? [] : [`${name}: ${tables.records} does not call access.hold_restriction()`]),
    ...(homes.length > 0 ? [] : [`${name}: access.record_home does not know where it is kept`]),
    ...open.rows.map(({ table }) => `${name}: ${table} is not under forced row-level security`),
  ];
} // prettier-ignore
