import { kindNumbered } from '@clin/access';
import { InvalidInput, sql, type Actor, type Rows, type Tx } from '@clin/platform';
import { declaredPermissions } from '@clin/platform/server';
import { daysOff, endOfLondonDay, londonDay, workingDaysFrom } from '@clin/platform/working-time';
import type { Assigned } from './action.input.js';

/** Who is to do an action, as its row says it. */
export interface Doer {
  agencyId: number;
  agency: string;
  person: string | null;
  role: string | null;
}

const UNSEEN = 'Choose somebody who can see this record.';

/**
 * A person or a team of one's own agency, or another agency, of whom somebody can see the record now. InvalidInput names the field, in the
 * same words for whoever does not exist. Another agency is asked by the record's owner alone.
 */
export async function doerOf(
  tx: Tx,
  actor: Actor,
  record: { id: string; kind: number },
  input: Pick<Assigned, 'to' | 'person' | 'team' | 'agency'>,
): Promise<Doer> {
  const workers = workersOn(record.kind);
  const can = (agencyId: number, person: string | null, roles: readonly string[]): Promise<boolean> =>
    readBy(tx, record.id, agencyId, person, roles);
  const own = { agencyId: actor.agencyId, agency: actor.agencyCode };
  if (input.to === 'person') {
    if (!(await can(actor.agencyId, input.person!, workers))) throw new InvalidInput({ person: UNSEEN });
    return { ...own, person: input.person!, role: null };
  }
  if (input.to === 'team') {
    if (!(await can(actor.agencyId, null, [input.team!])))
      throw new InvalidInput({ team: 'Choose a team of which somebody can see this record.' });
    return { ...own, person: null, role: input.team! };
  }
  const other = await otherAgency(tx, actor, input.agency!);
  if (other === undefined || !(await can(other, null, workers)))
    throw new InvalidInput({
      agency: 'Choose another agency of which somebody can see this record. Its owner shares it with them first.',
    });
  return { agencyId: other, agency: input.agency!, person: null, role: null };
}

/** Nobody's own, and none that does not exist. */
async function otherAgency(rows: Rows, actor: Actor, code: string): Promise<number | undefined> {
  const found = await rows.row<{ id: number }>(sql`SELECT a.id FROM identity.agency a WHERE a.code = ${code}`);
  return found?.id === actor.agencyId ? undefined : found?.id;
}

/** An action that is given by its own day: InvalidInput when that has passed. */
export function keepDay(dueOn: string, now: Date): void {
  if (dueOn < londonDay(now)) throw new InvalidInput({ dueOn: 'Give a day that is not in the past.' });
}

/** Of records that the actor sees, those that a person or somebody of a team of their own agency, or somebody of another, sees now and works on: in one statement. */
export async function seenAmong(
  rows: Rows,
  actor: Actor,
  records: ReadonlyMap<string, number>,
  whom: { person: string } | { team: string } | { agency: string },
): Promise<ReadonlySet<string>> {
  const agencyId = 'agency' in whom ? await otherAgency(rows, actor, whom.agency) : actor.agencyId;
  if (agencyId === undefined) return new Set();
  const person = 'person' in whom ? whom.person : null;
  const roles = [...records.values()].map((kind) => ('team' in whom ? whom.team : workersOn(kind).join()));
  const seen = await rows.rows<{
    id: string;
  }>(sql`SELECT r.id FROM unnest(${[...records.keys()]}::uuid[], ${roles}::text[]) AS r (id, roles)
    WHERE CASE WHEN (SELECT true FROM access.item_visibility v WHERE v.record_id = r.id LIMIT 1)
      THEN cases.read_by(r.id, ${agencyId}::smallint, ${person}::uuid, string_to_array(r.roles, ',')) ELSE false END`);
  return new Set(seen.map(({ id }) => id));
}

/** A colleague of the actor's own agency who can see the record now, to whom work of it is passed. InvalidInput by the field `colleague`. */
export async function colleagueOf(
  tx: Tx,
  actor: Actor,
  record: { id: string; kind: number },
  colleague: string,
): Promise<Doer> {
  if (!(await readBy(tx, record.id, actor.agencyId, colleague, workersOn(record.kind))))
    throw new InvalidInput({ colleague: UNSEEN });
  return { agencyId: actor.agencyId, agency: actor.agencyCode, person: colleague, role: null };
}

/** Whether whoever had work of a record sees it still: that person or somebody of that team of one's own agency; of another, somebody. */
export const stillSees = (
  tx: Tx,
  actor: Actor,
  record: { id: string; kind: number },
  had: Pick<Doer, 'agencyId' | 'person' | 'role'>,
): Promise<boolean> =>
  had.agencyId === actor.agencyId
    ? readBy(tx, record.id, had.agencyId, had.person, had.role && !had.person ? [had.role] : workersOn(record.kind))
    : readBy(tx, record.id, had.agencyId, null, workersOn(record.kind));

/** Roles that read records of the kind and work on actions. */
export function workersOn(kind: number): string[] {
  const workers = declaredPermissions().get('action.work');
  return [...(declaredPermissions().get(kindNumbered(kind).read) ?? [])].filter((role) => workers?.has(role));
}

const readBy = async (
  rows: Rows,
  recordId: string,
  agencyId: number,
  person: string | null,
  roles: readonly string[],
): Promise<boolean> =>
  (await rows.row<{ can: boolean }>(
    sql`SELECT cases.read_by(${recordId}::uuid, ${agencyId}::smallint, ${person}::uuid, ${[...roles]}::text[]) AS can`,
  ))!.can;

/** The last day and its end in Europe/London. Working days leave out weekends and the bank holidays of England and Wales. */
export async function dueOf(
  tx: Tx,
  input: Pick<Assigned, 'dueOn' | 'workingDays'>,
  now: Date,
): Promise<{ dueOn: string; dueAt: Date }> {
  const days = Number(input.workingDays ?? 0);
  const dueOn = days > 0 ? londonDay(workingDaysFrom(now, days, await daysOff(tx))) : input.dueOn!;
  keepDay(dueOn, now);
  return { dueOn, dueAt: endOfLondonDay(dueOn) };
}
