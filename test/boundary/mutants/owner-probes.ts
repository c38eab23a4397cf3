import { emergencyOf } from './mutant-world.js';
import type { Probe, Step } from './probe.js';

/** Reports go back before dissemination, and whoever owns them writes: which of their people may is asked in probes of its own. */
export const EDITABLE = `UPDATE intelligence.report SET status = 2 WHERE status = 5;
  CREATE OR REPLACE FUNCTION intelligence.writes(report uuid, was smallint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT true'`;
/** An undisclosed grant to an agency that owns nothing here: it must not make an owner of it. */
export const falseGrant = (record: string, agency: number, owner: number): string => ['record', 'item'].map((what) =>
  `INSERT INTO access.${what}_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling${what === 'item' ? ', item_id, restricted' : ''})
   SELECT ${agency}, now(), record_id, kind, ${owner}, sensitivity, status, handling${what === 'item' ? ', item_id, restricted' : ''}
   FROM access.${what}_visibility WHERE record_id = @${record} AND disclosure_id IS NULL`).join('; '); // prettier-ignore

/** Who owns a record, and who looks as if they did: by a disclosure, by an emergency in the owner's agency, by a wrong grant. */
const ARRANGED = `${EDITABLE}; ${emergencyOf('use', 'a.supervisor', 'held')}; ${falseGrant('plain', 902, 901)}`;
const OWNED: Record<string, string[]> = {
  'a.peer': ['plain', 'shared'],
  'a.supervisor': ['plain', 'shared'],
  'a.analyst': ['draft', 'plain', 'shared'],
  'a.member': ['held', 'plain', 'shared'],
  'a.chief': ['held', 'plain', 'secret', 'shared'],
  'a.low': [],
  'b.analyst': ['theirs'],
  'd.member': [],
  'c.analyst': ['foreign'],
  nobody: [],
};
const items = (records: string[]): string[] => records.flatMap((record) => [`${record}.0`, `${record}.1`]);
const pairs = (list: string[]): string => list.join(', ');

const about = (table: string): string => `intelligence.${table} access.record_visibility`;
const each = (
  name: string,
  table: string,
  steps: (who: string, owned: string[]) => Step[],
  who = Object.keys(OWNED),
): Probe[] =>
  who.map((one) => ({
    name: `${name}: ${one}`,
    about: about(table),
    arrange: ARRANGED,
    steps: steps(one, OWNED[one]!),
  }));

const READ: [table: string, id: string, ofItems: boolean][] = [
  ['report_original', 'report_id', false],
  ['report_transition', 'report_id', false],
  ['report_item_original', 'item_id', true],
];
const order = (what: string, from: string): string =>
  `SELECT ${what} FROM ${from} t JOIN (VALUES (@draft), (@foreign), (@held), (@plain), (@secret), (@shared), (@theirs)) o (id) ON o.id = t.report_id`;
const RANK = 'array_position(ARRAY[@draft, @foreign, @held, @plain, @secret, @shared, @theirs], t.report_id)';

const reads = READ.flatMap(([table, id, ofItems]) => each(`originals in ${table}`, table, (who, owned) => [
  [who, `${order(`t.${id}`, `intelligence.${table}`)} ORDER BY ${RANK}${ofItems ? ', t.position' : ''}`, pairs(ofItems ? items(owned) : owned)],
])); // prettier-ignore

/** Written without a condition, so that only the policy of the command stands in the way; then looked at from behind. */
const WRITES: [table: string, write: string, written: string, ofItems: boolean][] = [
  ['report', "UPDATE intelligence.report SET version = 99", "SELECT t.id FROM intelligence.report t WHERE version = 99 ORDER BY reference", false],
  ['report_original', "UPDATE intelligence.report_original SET updated_at = '2001-01-01'", `SELECT t.report_id FROM intelligence.report_original t WHERE updated_at = '2001-01-01' ORDER BY ${RANK}`, false],
  ['report_item_original', "UPDATE intelligence.report_item_original SET risk_why = 'SEEN'", `SELECT t.item_id FROM intelligence.report_item_original t WHERE risk_why = 'SEEN' ORDER BY ${RANK}, t.position`, true],
  ['report_item', "UPDATE intelligence.report_item SET usage = 'SEEN'", `SELECT t.id FROM intelligence.report_item t WHERE usage = 'SEEN' ORDER BY ${RANK}, t.sanitised`, true],
  ['report_item_area', "UPDATE intelligence.report_item_area SET area = 'TEST'", `SELECT t.item_id FROM intelligence.report_item_area t JOIN intelligence.report_item i ON i.id = t.item_id WHERE t.xmin = pg_current_xact_id()::xid ORDER BY ${RANK}, i.sanitised`, true],
]; // prettier-ignore
const writes = WRITES.flatMap(([table, write, written, ofItems]) => each(`everything written in ${table}`, table, (who, owned) => [
  [who, write, ''], ['behind', written, pairs(ofItems ? items(owned) : owned)],
])); // prettier-ignore

const DELETES: [table: string, remains: string, left: (owned: string[]) => number][] = [
  ['report_item_area', 'SELECT count(*) FROM intelligence.report_item_area', (owned) => 14 - 2 * owned.length],
  ['report_item_original', 'SELECT count(*) FROM intelligence.report_item_original', (owned) => 14 - 2 * owned.length],
];
const deletes = DELETES.flatMap(([table, remains, left]) => each(`everything deleted in ${table}`, table, (who, owned) => [
  [who, `DELETE FROM intelligence.${table}`, ''], ['behind', remains, String(left(owned))],
])); // prettier-ignore
const itemDeletes = each('items deleted', 'report_item', (who, owned) => [
  [who, 'DELETE FROM intelligence.report_item', ''], ['behind', 'SELECT count(*) FROM intelligence.report_item', String(14 - 2 * owned.length)],
]).map((probe) => ({ ...probe, arrange: `${ARRANGED}; DELETE FROM intelligence.report_item_area; DELETE FROM intelligence.report_item_original; DELETE FROM intelligence.report_item_source; DELETE FROM access.disclosure_item` })); // prettier-ignore

/** One row more under a record: its owner may, whoever seems to own it may not, and in the words for what is not there. */
const INSERTS: [table: string, insert: (record: string, who: string) => string][] = [
  ['report_transition', (record, who) => `INSERT INTO intelligence.report_transition VALUES (gen_random_uuid(), @${record}, 'submit', 1, 2, @${who}, now())`],
  ['report_item', (record) => `INSERT INTO intelligence.report_item (id, report_id) VALUES (gen_random_uuid(), @${record})`],
  ['report_item_original', (record) => `INSERT INTO intelligence.report_item_original VALUES (@${record}.0, @${record}, 0, 'x', 1, 'A', NULL, NULL, NULL, '[]', true)`],
  ['report_item_area', (record) => `INSERT INTO intelligence.report_item_area VALUES (@${record}.0, @${record}, 'TEST')`],
  ['report_item_source', (record, who) => `INSERT INTO intelligence.report_item_source VALUES (@${record}.0, @${record}, ${who[0] === 'b' ? 902 : 901}, 'x')`],
  ['report_correction', (record, who) => `INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state) VALUES (gen_random_uuid(), @${record}, 'x', '{}', @${who}, 'proposed')`],
]; // prettier-ignore
const TRIES: [who: string, record: string, gives: string][] = [
  ['a.peer', 'plain', ''], ['a.member', 'held', ''], ['b.analyst', 'theirs', ''],
  ['b.analyst', 'shared', '42501'], ['b.analyst', 'plain', '42501'], ['a.supervisor', 'held', '42501'], ['a.peer', 'draft', '42501'],
  ['a.low', 'plain', '42501'], ['c.analyst', 'plain', '42501'], ['nobody', 'plain', '42501'],
]; // prettier-ignore
const CLEARED = ['report_item_original', 'report_item_area', 'report_item_source']
  .map((table) => `DELETE FROM intelligence.${table}`)
  .join('; ');
/** What went out is corrected; everything else is written before. */
const OUT = 'UPDATE intelligence.report SET status = 5 WHERE status = 2';
const inserts = INSERTS.flatMap(([table, insert]) => TRIES.map(([who, record, gives]): Probe => ({
  name: `a row in ${table} under ${record}: ${who}`, about: about(table), arrange: `${ARRANGED}; ${CLEARED}${table === 'report_correction' ? `; ${OUT}` : ''}`,
  steps: [[who, insert(record, who), gives]],
}))); // prettier-ignore

/** An original comes before its report, and from its author alone; what is a report has one already. */
const ORIGINALS = ([['a.analyst', 'new', 'a.analyst', ''], ['a.peer', 'new', 'a.analyst', '42501'], ['nobody', 'new', 'a.analyst', '42501'],
  ['a.analyst', 'draft', 'a.analyst', '23505'], ['b.analyst', 'plain', 'b.analyst', '23505']] as const).map(([who, record, author, gives]): Probe => ({
    name: `an original under ${record} of ${author}: ${who}`, about: about('report_original'),
    steps: [[who, `INSERT INTO intelligence.report_original VALUES (@${record}, 'x', 'x', '{}', @${author}, NULL, now())`, gives]],
  })); // prettier-ignore

/** It begins as a draft does. */
const BEGUN = [['assessor_id', '@a.peer'], ['assessed_at', 'now()'], ['submitted_at', 'now()'], ['return_reason', "'x'"], ['return_due_by', 'current_date']].map(([column, value]): Probe => ({
  name: `an original that begins with ${column}`, about: about('report_original'),
  steps: [['a.analyst', `INSERT INTO intelligence.report_original (report_id, areas, author_id, updated_at, ${column}) VALUES (@new, '{}', @a.analyst, now(), ${value})`, '42501']],
})); // prettier-ignore

const signed: Probe = {
  name: 'a step in another’s name',
  about: about('report_transition'),
  steps: [
    [
      'a.peer',
      "INSERT INTO intelligence.report_transition VALUES (gen_random_uuid(), @plain, 'submit', 1, 2, @a.analyst, now())",
      '42501',
    ],
  ],
};

/** A row of one's own moved under another's record. */
const MOVES = ['report_item', 'report_item_original', 'report_item_area', 'report_original'].flatMap((table) =>
  ([['b.analyst', 'theirs', 'shared'], ['b.analyst', 'theirs', 'plain'], ['a.supervisor', 'plain', 'held'], ['c.analyst', 'foreign', 'plain']] as const).map(([who, from, to]): Probe => ({
    name: `a row of ${table} moved from ${from} to ${to}: ${who}`, about: about(table), arrange: ARRANGED,
    steps: [[who, `UPDATE intelligence.${table} SET report_id = @${to} WHERE report_id = @${from}`, '42501']],
  }))); // prettier-ignore

export const ownerProbes: readonly Probe[] = [
  ...reads,
  ...writes,
  ...deletes,
  ...itemDeletes,
  ...inserts,
  ...ORIGINALS,
  ...BEGUN,
  signed,
  ...MOVES,
];
