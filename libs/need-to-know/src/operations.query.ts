import { Injectable } from '@nestjs/common';
import { NotVisible, Read, sql, type Actor, type Query, type Sql } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { operationHistory, type OperationStep } from './operation-history.query.js';

/** An operation as somebody knows it who is in it, who nominates members for it, or who may take it over. */
export interface Operation {
  key: string;
  name: string;
  owner: string;
  ownerName: string;
  openedAt: Date;
  closedAt: Date | null;
  member: boolean;
  /** Of the reader's own membership. */
  endsOn: string | null;
  /**
   * 'owner' and 'joint' change members of their own agency, 'owner' everything else too. 'vacant': no lead of its owner is left in it, and
   * the reader, a lead there, may take it over; until then they learn its name and dates and nothing else.
   */
  standing: 'owner' | 'joint' | 'member' | 'vacant';
  /** Whether its lead is in their place; null for who is not in it. */
  led: boolean | null;
}

/** A member: of other agencies, the organisation and nobody's name. */
export interface Member {
  user: string | null;
  name: string | null;
  agency: string;
  agencyName: string;
  reason: string | null;
  addedAt: Date;
  endsOn: string;
  current: boolean;
}

export interface OperationDetail extends Operation {
  members: Member[];
  agencies: { code: string; name: string; members: number }[];
  /** Of the owner, and only to its members. */
  lead: string | null;
  youLead: boolean;
  history: OperationStep[];
}

/** Row-level security shows an operation to members, nominators and who may take it over; the predicate says so a second time. */
const known = (alias: Sql): Sql =>
  sql`(${alias} = ANY (ARRAY(SELECT ctx.compartments())) OR ${alias} = ANY (ARRAY(SELECT ctx.nominating())) OR ${alias} = ANY (ARRAY(SELECT ctx.leaderless())))`;
const C = sql`c.id`;
/** A nominating lead knows of their own agency's part and of no other. */
const inside = (actor: Actor, agency: Sql): Sql =>
  sql`(${C} = ANY (ARRAY(SELECT ctx.compartments())) OR (${agency} = ${actor.agencyId}::smallint AND ${C} = ANY (ARRAY(SELECT ctx.nominating()))))`;

@Injectable()
export class OperationsQuery {
  public constructor(private readonly read: Read) {}

  /** Those that the actor knows of, by name. */
  public list(actor: Actor): Promise<Operation[]> {
    return this.read.run(actor, (q) => operations(q, actor));
  }

  /** Throws NotVisible for an operation that the actor does not know of. */
  public async one(actor: Actor, key: string): Promise<OperationDetail> {
    if (!isUuid(key)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const [[found], members, agencies, history, lead] = await Promise.all([
        operations(q, actor, key),
        membersOf(q, actor, key),
        agenciesOf(q, actor, key),
        operationHistory(q, actor, key),
        leadOf(q, actor, key),
      ]);
      if (!found) throw new NotVisible('not-member');
      const count = (code: string): number =>
        members.filter(({ agency, current }) => agency === code && current).length;
      const counted = agencies.map((one) => ({ ...one, members: count(one.code) }));
      const youLead = lead?.user === actor.userId && found.standing === 'owner';
      return { ...found, members, agencies: counted, lead: lead?.name ?? null, youLead, history };
    });
  }
}

function operations(q: Query, actor: Actor, key?: string): Promise<Operation[]> {
  return q.rows<Operation>(sql`SELECT c.key, c.name, a.code AS owner, a.name AS "ownerName", c.opened_at AS "openedAt", c.closed_at AS "closedAt",
      ${C} = ANY (ARRAY(SELECT ctx.compartments())) AS member,
      (SELECT m.ends_on::text FROM access.compartment_member m WHERE m.compartment_id = c.id AND m.user_id = ${actor.userId}::uuid) AS "endsOn",
      CASE WHEN NOT ${actor.roles.includes('lead')}::boolean THEN 'member' WHEN c.owner_agency_id = ${actor.agencyId}::smallint
          AND ${C} = ANY (ARRAY(SELECT ctx.compartments())) THEN 'owner'
        WHEN ${C} = ANY (ARRAY(SELECT ctx.nominating())) THEN 'joint'
        WHEN ${C} = ANY (ARRAY(SELECT ctx.compartments())) THEN 'member' ELSE 'vacant' END AS standing,
      CASE WHEN ${C} = ANY (ARRAY(SELECT ctx.compartments())) THEN access.led(${C}) END AS led
    FROM access.compartment c JOIN identity.agency a ON a.id = c.owner_agency_id
    WHERE ${known(C)} AND (${key ?? null}::uuid IS NULL OR c.key = ${key ?? null}::uuid)
    ORDER BY c.closed_at IS NOT NULL, c.name, c.key LIMIT 200`);
}

/** Names, reasons and ids of colleagues; of other agencies' people only that they are in, and until when. */
function membersOf(q: Query, actor: Actor, key: string): Promise<Member[]> {
  return q.rows<Member>(sql`SELECT CASE WHEN m.agency_id = ${actor.agencyId}::smallint THEN m.user_id END AS user, u.name, a.code AS agency, a.name AS "agencyName",
      CASE WHEN m.agency_id = ${actor.agencyId}::smallint THEN m.reason END AS reason, m.added_at AS "addedAt", m.ends_on::text AS "endsOn",
      m.ends_on >= current_date AS current
    FROM access.compartment_member m JOIN access.compartment c ON c.id = m.compartment_id JOIN identity.agency a ON a.id = m.agency_id
      LEFT JOIN identity.user_account u ON u.id = m.user_id AND u.agency_id = ${actor.agencyId}::smallint
    WHERE c.key = ${key}::uuid AND ${inside(actor, sql`m.agency_id`)} ORDER BY a.id <> ${actor.agencyId}::smallint, a.name, u.name, m.added_at`);
}

function agenciesOf(q: Query, actor: Actor, key: string): Promise<{ code: string; name: string }[]> {
  return q.rows(sql`SELECT a.code, a.name FROM access.compartment_agency j JOIN access.compartment c ON c.id = j.compartment_id
    JOIN identity.agency a ON a.id = j.agency_id WHERE c.key = ${key}::uuid AND ${inside(actor, sql`j.agency_id`)} ORDER BY a.name`);
}

/** Named to members of the owner: its lead is one of their own people. */
function leadOf(q: Query, actor: Actor, key: string): Promise<{ user: string; name: string } | undefined> {
  return q.row(sql`SELECT c.lead_id AS user, u.name FROM access.compartment c
      JOIN identity.user_account u ON u.id = c.lead_id AND u.agency_id = ${actor.agencyId}::smallint
    WHERE c.key = ${key}::uuid AND c.owner_agency_id = ${actor.agencyId}::smallint AND c.id = ANY (ARRAY(SELECT ctx.compartments()))`);
}
