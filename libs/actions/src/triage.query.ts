import { Injectable } from '@nestjs/common';
import { checkInput, checkQuery, Clock, Read, sql, type Actor, type Query, type Sql } from '@clin/platform';
import { partnersOf, type KnownAgency } from '@clin/access';
import { foreignCursor } from '@clin/platform/fields';
import { isUuid } from '@clin/platform/server';
import { findActions, type FoundAction, type ListedAction } from './action-list.query.js';
import {
  ACTION_STATES,
  obstacleToStep,
  stateNumbers,
  stepToGive,
  type ActionState,
  type ActionStep,
} from './action.states.js';
import { seenActions } from './action.store.js';
import { keepDay, seenAmong } from './assign-action.js';
import { MOST_DECIDED, TriageListInput, TriagePreviewInput, type TriageFilter, type TriageRow, type Waiting } from './triage.input.js'; // prettier-ignore

/** Why an action is not moved: the reasons of its state table, and what has become of it since. */
export type TriageRefusal =
  | 'absent'
  | 'changed'
  | 'wrong-state'
  | 'no-permission'
  | 'not-doer'
  | 'not-raiser'
  | 'verifies-own'
  | 'unseen'
  | 'late'
  | 'not-yours'
  | 'accepted'
  | 'declined'
  | 'unavailable';

/** What a step would do to one action. What is not there for the reader has neither reference nor words. */
export interface PreviewedRow {
  id: string;
  version: number;
  reference: string | null;
  what: string | null;
  becomes: ActionState | null;
  why: TriageRefusal | null;
}

export interface TriageList {
  items: (ListedAction & { waiting: Waiting })[];
  next: string | null;
  /** Of all pages, counted to one more than can be decided at once. */
  matching: number;
}

/** As the moment stands in a cursor: to the millisecond. */
const RAISED = sql`date_trunc('milliseconds', a.created_at)`;
const SOONEST = sql`a.due_on, ${RAISED}, a.id`;
const is = (state: ActionState): Sql => sql`a.state = ANY (${stateNumbers([state])}::smallint[])`;

/** Actions that wait for a decision of the actor's agency, and what a decision about them would do. */
@Injectable()
export class TriageQuery {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  /** Those due first stand first, and of those the longest waiting. Throws InvalidInput. */
  public async list(actor: Actor, received: unknown): Promise<TriageList> {
    const { limit, cursor, ...filter } = checkQuery(TriageListInput, received);
    const after = readCursor(cursor);
    return this.read.run(actor, async (q) => {
      const which = matching(actor, filter);
      const beyond = after
        ? sql`(a.due_on, ${RAISED}, a.id) > (${after.dueOn}::date, ${after.raisedAt}::timestamptz, ${after.id}::uuid)`
        : sql`true`;
      const [found, count] = await Promise.all([
        findActions(q, actor, sql`${which} AND ${beyond}`, SOONEST, limit + 1),
        q.row<{ count: number }>(sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM cases.action a
          WHERE ${which} AND ${seenActions(actor)} LIMIT ${MOST_DECIDED + 1}::int) m`),
      ]);
      const items = found.slice(0, limit).map(({ action }) => ({ ...action, waiting: waitingOf(actor, action) }));
      const last = found.length > limit ? items.at(-1) : undefined;
      const next = last
        ? Buffer.from(`${last.dueOn} ${last.raisedAt.toISOString()} ${last.id}`).toString('base64url')
        : null;
      return { items, next, matching: count!.count };
    });
  }

  /** Decides each row by the state table and the boundary as the step itself will, and changes nothing. Throws InvalidInput. */
  public async preview(actor: Actor, received: unknown): Promise<{ rows: PreviewedRow[] }> {
    const input = checkInput(TriagePreviewInput, received);
    if (input.step === 'give' && input.dueOn) keepDay(input.dueOn, this.clock.now());
    return this.read.run(actor, async (q) => {
      const which = input.all
        ? matching(actor, input.filter ?? {})
        : sql`a.id = ANY (${input.rows!.map(({ id }) => id)}::uuid[])`;
      const found = await findActions(q, actor, which, SOONEST, MOST_DECIDED);
      const seen = await recordsSeenBy(q, actor, found, input);
      const wanted: TriageRow[] = input.all
        ? found.map(({ action: { id, version } }) => ({ id, version }))
        : input.rows!;
      const byId = new Map(found.map((one) => [one.action.id, one]));
      return { rows: wanted.map((row) => previewed(row, byId.get(row.id), input, seen)) };
    });
  }

  /** References and words of actions, for the page that says what became of them. */
  public named(actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, ListedAction>> {
    return this.read.run(actor, async (q) => {
      const found = await findActions(q, actor, sql`a.id = ANY (${[...ids]}::uuid[])`, SOONEST, MOST_DECIDED);
      return new Map(found.map(({ action }) => [action.id, action]));
    });
  }

  /** Agencies that can be asked: with an agreement in force; whether they see a record is decided for each. */
  public agencies(actor: Actor): Promise<KnownAgency[]> {
    return this.read.run(actor, (q) => partnersOf(q, actor));
  }

  /** To whom work can be passed, by name; whether they see a record is decided for each. */
  public colleagues(actor: Actor): Promise<{ id: string; name: string }[]> {
    return this.read.run(actor, (q) =>
      q.rows(sql`SELECT u.id, u.name FROM identity.user_account u WHERE u.agency_id = ${actor.agencyId}::smallint AND u.left_at IS NULL
        ORDER BY u.name, u.id LIMIT 500`),
    );
  }

  /** The roles that somebody there has: a team of nobody is not offered. */
  public async teams(actor: Actor): Promise<string[]> {
    const found = await this.read.run(actor, (q) =>
      q.rows<{
        role: string;
      }>(sql`SELECT DISTINCT r.role FROM identity.user_role r JOIN identity.user_account u ON u.id = r.user_id
        WHERE u.agency_id = ${actor.agencyId}::smallint AND u.left_at IS NULL`),
    );
    return found.map(({ role }) => role);
  }
}

const WAITS: Record<Waiting, (actor: Actor) => Sql> = {
  request: ({
    agencyId,
  }) => sql`(${is('assigned')} AND a.assigned_agency_id = ${agencyId}::smallint AND a.assigned_to IS NULL
    AND a.owner_agency_id <> ${agencyId}::smallint)`,
  team: ({
    agencyId,
  }) => sql`(${is('assigned')} AND a.assigned_agency_id = ${agencyId}::smallint AND a.assigned_to IS NULL
    AND a.owner_agency_id = ${agencyId}::smallint)`,
  'handed-back': ({ agencyId }) => sql`(${is('handed-back')} AND a.owner_agency_id = ${agencyId}::smallint)`,
  verify: ({ agencyId }) => sql`(${is('done')} AND a.owner_agency_id = ${agencyId}::smallint)`,
};

function matching(actor: Actor, { waiting, priority, due }: TriageFilter): Sql {
  const waits = waiting
    ? WAITS[waiting](actor)
    : sql`(${WAITS.request(actor)} OR ${WAITS.team(actor)} OR ${WAITS['handed-back'](actor)} OR ${WAITS.verify(actor)})`;
  const day = sql`(now() AT TIME ZONE 'Europe/London')::date`;
  return sql`${waits} AND (${priority ? Number(priority) : null}::smallint IS NULL OR a.priority = ${priority ? Number(priority) : null}::smallint)
    AND (${due ?? null}::text IS NULL OR (a.due_on < ${day} AND NOT ${is('done')}))`;
}

function waitingOf(actor: Actor, { state, raisedBy }: ListedAction): Waiting {
  if (state === 'handed-back') return 'handed-back';
  if (state === 'done') return 'verify';
  return raisedBy.agency === actor.agencyCode ? 'team' : 'request';
}

async function recordsSeenBy(
  q: Query,
  actor: Actor,
  found: readonly FoundAction[],
  { step, colleague, to, person, team, agency }: TriagePreviewInput,
): Promise<ReadonlySet<string>> {
  if (step !== 'pass' && step !== 'give') return new Set();
  const given = to === 'team' ? { team: team! } : to === 'agency' ? { agency: agency! } : { person: person! };
  const whom = step === 'pass' ? { person: colleague! } : given;
  const records = new Map(found.map(({ action, recordKind }) => [action.record.id, recordKind]));
  return seenAmong(q, actor, records, whom);
}

function previewed(
  { id, version }: TriageRow,
  found: FoundAction | undefined,
  { step: asked, to, dueOn }: TriagePreviewInput,
  seen: ReadonlySet<string>,
): PreviewedRow {
  const no = (why: TriageRefusal): PreviewedRow => ({
    id,
    version,
    reference: found?.action.reference ?? null,
    what: found?.action.what ?? null,
    becomes: null,
    why,
  });
  if (!found) return no('absent');
  const { action, standing } = found;
  const given = (): ActionStep => (to === 'agency' ? 'reassign' : stepToGive(action.state, standing));
  const step = asked === 'give' ? given() : asked;
  const wanted = ACTION_STATES[action.state][step];
  if (!wanted) return no('wrong-state');
  const obstacle = obstacleToStep(wanted, standing);
  if (obstacle) return no(obstacle as TriageRefusal);
  if (action.version !== version) return no('changed');
  if ((asked === 'pass' || asked === 'give') && !seen.has(action.record.id)) return no('unseen');
  if (asked === 'give' && step === 'reassign' && !dueOn && action.due === 'overdue') return no('late');
  return { id, version, reference: action.reference, what: action.what, becomes: wanted.to, why: null };
}

function readCursor(cursor: string | undefined): { dueOn: string; raisedAt: string; id: string } | undefined {
  if (!cursor) return undefined;
  const said = Buffer.from(cursor, 'base64url').toString();
  const [, dueOn = '', raisedAt = '', id = ''] = /^(\d{4}-\d\d-\d\d) (\d{4}-[\dT:.-]+Z) (\S+)$/.exec(said) ?? [];
  // Each as it was written: the 31st of February is read as a day of March, and the database refuses it.
  if (!isUuid(id) || !exists(`${dueOn}T00:00:00.000Z`) || !exists(raisedAt)) throw foreignCursor();
  return { dueOn, raisedAt, id };
}

const exists = (moment: string): boolean => {
  const read = new Date(moment);
  return !Number.isNaN(read.getTime()) && read.toISOString() === moment;
};
