import { sql, type Actor, type Rows } from '@clin/platform';
import { declaredPermissions } from '@clin/platform/server';
import { operationOf, peopleReached, type ReaderGroup } from './audience.js';
import { judge, type Grant } from './grant.js';
import { grantsOf, type KnownGrant } from './grants.query.js';
import { kindNumbered, RECORD_KIND, type KindDeclaration, type RecordKind } from './record-kinds.js';

/** A person of the actor's own agency who holds a role that reads. */
export interface Colleague {
  id: string;
  name: string;
  roles: string[];
  clearance: number;
  /** Of the operations that the actor is a member of. */
  memberOf: number[];
}

const MOST_NAMES = 500;

export const rolesThatRead = ({ read }: Pick<KindDeclaration, 'read'>): string[] => [
  ...(declaredPermissions().get(read) ?? []),
];

/** Groups of the record's owner, the actor's agency and, for the owner, of every agency under a common agreement. */
export function readerGroups(
  rows: Rows,
  recordId: string,
  roles: readonly string[],
  operations: readonly (number | null)[],
): Promise<ReaderGroup[]> {
  const asked = operations.filter((one) => one !== null);
  return rows.rows<ReaderGroup>(sql`SELECT agency_id AS "agencyId", agency, agency_name AS "agencyName", clearance, member_of AS "memberOf",
      person, people FROM access.reader_groups(${recordId}::uuid, ${[...roles]}::text[], ${asked}::int[])`);
}

/** People of the actor's own agency with one of the roles, by name; at most 500. */
export function colleagues(rows: Rows, actor: Actor, roles: readonly string[]): Promise<Colleague[]> {
  return rows.rows<Colleague>(sql`SELECT u.id, u.name, u.clearance,
      ARRAY(SELECT o.operation FROM access.colleagues_operations() o WHERE o.user_id = u.id) AS "memberOf",
      ARRAY(SELECT r.role FROM identity.user_role r WHERE r.user_id = u.id ORDER BY r.role) AS roles
    FROM identity.user_account u WHERE u.agency_id = ${actor.agencyId}::smallint AND u.left_at IS NULL
      AND EXISTS (SELECT 1 FROM identity.user_role r WHERE r.user_id = u.id AND r.role = ANY (${[...roles]}::text[]))
    ORDER BY u.name, u.id LIMIT ${MOST_NAMES}`);
}

export const readerOfColleague = ({ id, clearance, memberOf }: Colleague) => ({
  userId: id,
  clearance,
  compartments: memberOf,
});

/** Which of these colleagues the guard's own judge lets in. */
export const colleaguesReached = (people: readonly Colleague[], grants: readonly Grant[], now: Date): Colleague[] =>
  people.filter((person) => judge(readerOfColleague(person), grants, now).allowed);

/** How many people at each agency can open a record that the actor's agency owns, by agency code; empty for anybody else. */
export async function peopleWhoSee(
  rows: Rows,
  kind: RecordKind,
  recordId: string,
  now: Date,
): Promise<Map<string, number>> {
  return countPeople(rows, kind, recordId, await grantsOf(rows, recordId), now);
}

/** The same for other agencies, as if the record were disclosed to them now. */
export async function peopleIfShared(
  rows: Rows,
  kind: RecordKind,
  recordId: string,
  agencies: readonly { id: number; code: string }[],
  now: Date,
): Promise<Map<string, number>> {
  const own = (await grantsOf(rows, recordId)).find(({ disclosureId }) => disclosureId === null);
  if (!own) return new Map();
  // A draft is its author’s alone until it is shared.
  const wanted = agencies.map(({ id, code }) => ({ ...own, privateTo: null, agencyId: id, agency: code }));
  return countPeople(rows, kind, recordId, wanted, now);
}

async function countPeople(
  rows: Rows,
  kind: RecordKind,
  recordId: string,
  grants: readonly KnownGrant[],
  now: Date,
): Promise<Map<string, number>> {
  if (!grants[0]) return new Map();
  const groups = await readerGroups(rows, recordId, rolesThatRead(kindNumbered(RECORD_KIND[kind])), [
    operationOf(grants),
  ]);
  return new Map(
    [...Map.groupBy(grants, ({ agency }) => agency)].map(([code, theirs]) => [
      code,
      peopleReached(groups, theirs[0]!.agencyId, theirs, now),
    ]),
  );
}
