import { Injectable } from '@nestjs/common';
import { cardsOf, kindNumbered, readableBy, type Card } from '@clin/access';
import { checkQuery, NotVisible, Read, sql, type Actor, type Query, type Sql } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { IsIn, IsOptional } from 'class-validator';
import { DUE_FIRST, WORDS, wordsOf, type ActionWords, type WordsRow } from './action-words.js';
import { colleagueName } from './colleague-name.js';
import { LABELS, seenActions, seenSteps, sidesOf, type ActionLabels } from './action.store.js';
import {
  actionState,
  stateNumbers,
  stepsOpen,
  UNFINISHED,
  type ActionStanding,
  type ActionState,
  type ActionStep,
  type LoggedStep,
} from './action.states.js';

export const ACTION_VIEWS = ['mine', 'team', 'raised'] as const;
export type ActionView = (typeof ACTION_VIEWS)[number];

export class ActionListInput {
  /** mine: to be done by the person or their team. team: of their agency, by due date. raised: raised by the person, not verified yet. */
  @IsOptional() @IsIn(ACTION_VIEWS, { message: 'Must be mine, team or raised.' }) public view: ActionView = 'mine';
}

/** An action as somebody sees it who sees its record. People of other agencies are nobody's names. */
export interface ListedAction extends ActionWords {
  version: number;
  raisedBy: { agency: string; agencyName: string; person: string | null };
  assigned: { agency: string; agencyName: string; person: string | null; team: string | null };
  record: { id: string; kind: string; reference: string; title: string; href: string; handling: string[] };
  raisedAt: Date;
  steps: ActionStep[];
}

type Row = WordsRow &
  Pick<ListedAction, 'version' | 'raisedAt'> &
  ActionLabels & {
    recordId: string;
    kind: number;
    owner: string;
    ownerName: string;
    raiser: string | null;
    assignedAgency: string;
    assignedAgencyName: string;
    person: string | null;
  };

/** A list shows so many at most, those that are due first. */
export const MOST_ACTIONS = 200;

@Injectable()
export class ActionListQuery {
  public constructor(private readonly read: Read) {}

  /** What is late stands first. Throws InvalidInput. */
  public execute(actor: Actor, received: unknown): Promise<ListedAction[]> {
    const { view } = checkQuery(ActionListInput, received);
    return this.read.run(actor, (q) => actionsWhere(q, actor, VIEWS[view](actor)));
  }

  /** None in an emergency. Throws NotVisible unless the actor reads the record. */
  public ofRecord(actor: Actor, recordId: string): Promise<ListedAction[]> {
    if (!isUuid(recordId)) return Promise.reject(new NotVisible('malformed'));
    return this.read.run(actor, async (q) => {
      const seen = await q.row(sql`SELECT true FROM access.item_visibility v WHERE v.record_id = ${recordId}::uuid
        AND ${readableBy(actor, 'v')} LIMIT 1`);
      if (!seen) throw new NotVisible('not-disclosed');
      q.returned([recordId]);
      return actionsWhere(q, actor, sql`a.record_id = ${recordId}::uuid`);
    });
  }

  public async one(actor: Actor, id: string): Promise<ListedAction & { history: ActionLine[] }> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const [[found], history] = await Promise.all([
        actionsWhere(q, actor, sql`a.id = ${id}::uuid`),
        q.rows<
          ActionLine & { toNumber: number }
        >(sql`SELECT s.step, s.to_state AS "toNumber", s.at, s.reason, g.name AS "agencyName",
            ${colleagueName(actor, sql`s.by_user`)} AS by
          FROM cases.action_step s JOIN cases.action a ON a.id = s.action_id JOIN identity.agency g ON g.id = s.by_agency
          WHERE s.action_id = ${id}::uuid AND ${seenActions(actor)} AND ${seenSteps(actor)} ORDER BY s.at DESC, s.id DESC`),
      ]);
      if (!found) throw new NotVisible('not-disclosed');
      return { ...found, history: history.map(({ toNumber, ...line }) => ({ ...line, to: actionState(toNumber) })) };
    });
  }
}

export interface ActionLine {
  step: LoggedStep;
  to: ActionState;
  at: Date;
  reason: string;
  by: string | null;
  agencyName: string;
}

const VIEWS: Record<ActionView, (actor: Actor) => Sql> = {
  mine: (
    actor,
  ) => sql`a.state = ANY (${stateNumbers(['assigned', 'accepted'])}::smallint[]) AND a.assigned_agency_id = ${actor.agencyId}::smallint
    AND (a.assigned_to = ${actor.userId}::uuid OR (a.assigned_to IS NULL AND (a.assigned_role IS NULL OR a.assigned_role = ANY (${[...actor.roles]}::text[]))))`,
  team: (actor) => sql`a.state = ANY (${stateNumbers(UNFINISHED)}::smallint[])
    AND ${actor.agencyId}::smallint IN (a.assigned_agency_id, a.owner_agency_id)`,
  raised: (actor) =>
    sql`a.state = ANY (${stateNumbers(UNFINISHED)}::smallint[]) AND a.created_by = ${actor.userId}::uuid`,
};

/** What waits for the actor, their teams or their agency, for whoever has a query open already. */
export const actionsToDo = (q: Query, actor: Actor): Promise<ListedAction[]> =>
  actionsWhere(q, actor, VIEWS.mine(actor));

const actionsWhere = async (q: Query, actor: Actor, which: Sql): Promise<ListedAction[]> =>
  (await findActions(q, actor, which)).map(({ action }) => action);

export interface FoundAction {
  action: ListedAction;
  recordKind: number;
  standing: ActionStanding;
}

/** Actions that the actor sees, and how they stand to each: for whoever has a query open already. */
export async function findActions(
  q: Query,
  actor: Actor,
  which: Sql,
  order: Sql = DUE_FIRST,
  limit: number = MOST_ACTIONS,
): Promise<FoundAction[]> {
  const rows =
    await q.rows<Row>(sql`SELECT ${WORDS}, a.version, a.created_at AS "raisedAt", a.record_id AS "recordId", a.kind, ${LABELS}, o.code AS owner, o.name AS "ownerName", ${colleagueName(actor, sql`a.created_by`)} AS raiser,
      g.code AS "assignedAgency", g.name AS "assignedAgencyName", ${colleagueName(actor, sql`a.assigned_to`)} AS person
    FROM cases.action a JOIN identity.agency o ON o.id = a.owner_agency_id JOIN identity.agency g ON g.id = a.assigned_agency_id
    WHERE ${which} AND ${seenActions(actor)}
    ORDER BY ${order} LIMIT ${limit}::int`);
  const cards = await cardsOf(q, actor, rows);
  q.returned([...new Set(rows.map(({ recordId }) => recordId))]);
  return rows.flatMap((row) => {
    const card = cards.get(row.recordId);
    return card ? [found(actor, row, card)] : [];
  });
}

function found(actor: Actor, row: Row, card: Card): FoundAction {
  const words = wordsOf(row);
  const standing = {
    sides: sidesOf(actor, row),
    permissions: actor.permissions,
    isCompleter: row.completedBy === actor.userId,
  };
  const action = {
    ...words, version: row.version, raisedAt: row.raisedAt,
    raisedBy: { agency: row.owner, agencyName: row.ownerName, person: row.raiser },
    assigned: { agency: row.assignedAgency, agencyName: row.assignedAgencyName, person: row.person, team: row.assignedRole },
    record: { id: card.id, kind: kindNumbered(row.kind).words.noun, reference: card.reference, title: card.title, href: card.href, handling: card.handling },
    steps: stepsOpen(words.state, standing),
  }; // prettier-ignore
  return { action, recordKind: row.kind, standing };
}
