import { Injectable } from '@nestjs/common';
import { emptySql, NotVisible, Read, sql, WrongState, type Actor, type Rows, type Sql } from '@clin/platform';
import {
  accededParties,
  knownAgreement,
  rulesInForce,
  rulesOf,
  shareableKind,
  standingFits,
  type RuleTerms,
} from '@clin/sharing';

/** Why a record that a rule fits is not shared by applying it. */
export const LEFT_OUT = ['already', 'ended', 'recalled', 'restricted', 'consent', 'whole'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** One disclosure that applying a rule would make: items of a record, for one organisation. */
export interface Reached {
  recordId: string;
  agencyId: number;
  agency: string;
  name: string;
  conditions: string;
  monthsValid: number;
  itemIds: string[];
}

export interface ReachedAgency {
  agency: string;
  name: string;
  /** Who may read records there. */
  people: number;
  records: number;
  items: number;
}

/** What applying a rule in force would share of records disseminated before. */
export interface RuleReach {
  agreement: { id: string; reference: string; version: number };
  rule: RuleTerms & { id: number };
  records: number;
  agencies: ReachedAgency[];
  /** Records left out, by reason; a record may be left out for one organisation and shared with another. */
  leftOut: Record<LeftOut, number>;
}

/** A rule in force, with the grounds on which it shares. */
export interface RuleInForce {
  agreement: RuleReach['agreement'];
  rule: RuleReach['rule'];
  grounds: { ruleId: number; agreementId: number; purpose: string; legalBasis: string };
}

/** As it is in force for the actor's agency. NotVisible when the agreement has no rule of this number, WrongState when it gives nothing now. */
export async function ruleInForce(rows: Rows, actor: Actor, id: string, asked: string): Promise<RuleInForce> {
  const { number, reference, version, id: uid } = await knownAgreement(rows, actor, id);
  const rule = (await rulesOf(rows, number)).find((one) => String(one.id) === asked);
  if (!rule) throw new NotVisible('no such rule');
  const live = await rows.row<{
    purpose: string;
    legalBasis: string;
  }>(sql`SELECT g.purpose, g.legal_basis AS "legalBasis"
    FROM (${rulesInForce(actor)}) r JOIN sharing.agreement g ON g.id = r.agreement_id WHERE r.id = ${rule.id}
      AND (r.from_agency_id IS NULL OR r.from_agency_id = ${actor.agencyId}::smallint)`);
  if (!live) throw new WrongState('This rule shares nothing of your organisation’s records now. Nothing was changed.');
  return {
    agreement: { id: uid, reference, version },
    rule,
    grounds: { ruleId: rule.id, agreementId: number, ...live },
  };
}

/**
 * Every record that the rule fits for every organisation, with what keeps it from being shared. Restricted ones, and those of an operation,
 * are shared by hand or not at all; what was given by this rule before, or recalled under this agreement, is not given again.
 */
export function reachOf(actor: Actor, rule: RuleTerms & { id: number }, only: Sql): Sql {
  const one = sql`SELECT * FROM (${rulesInForce(actor)}) f WHERE f.id = ${rule.id}`;
  const { disseminated } = shareableKind(rule.kind);
  const fits = standingFits(
    actor,
    rule.kind,
    one,
    accededParties,
    sql`AND i.status = ${disseminated}::smallint ${only}`,
  );
  const earlier = (which: Sql): Sql => sql`EXISTS (SELECT 1 FROM access.disclosure d WHERE d.record_id = p.record_id
    AND d.recipient_agency_id = p.agency_id AND d.owner_agency_id = ${actor.agencyId}::smallint AND ${which})`;
  const live = sql`d.revoked_at IS NULL AND d.expires_at > now()`;
  return sql`SELECT p.record_id AS "recordId", p.agency_id AS "agencyId", p.code AS agency, p.name, p.conditions, p.months_valid AS "monthsValid",
      coalesce(p.items, '{}') AS "itemIds", CASE
      WHEN ${earlier(sql`d.standing_rule_id = ${rule.id} AND ${live}`)} OR p.items <@ ARRAY(SELECT x.item_id FROM access.disclosure d
        JOIN access.disclosure_item x ON x.disclosure_id = d.id WHERE d.record_id = p.record_id AND d.recipient_agency_id = p.agency_id
        AND d.agreement_id = p.agreement_id AND ${live}) THEN 'already'
      WHEN ${earlier(sql`d.agreement_id = p.agreement_id AND d.revoked_at IS NOT NULL`)} THEN 'recalled'
      WHEN ${earlier(sql`d.standing_rule_id = ${rule.id}`)} THEN 'ended'
      WHEN EXISTS (SELECT 1 FROM access.record_visibility v WHERE v.record_id = p.record_id AND v.disclosure_id IS NULL AND v.compartment_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM access.restriction r WHERE r.record_id = p.record_id AND r.lifted_at IS NULL) THEN 'restricted'
      WHEN p.items IS NULL THEN p.kept END AS left_out
    FROM (SELECT m.agreement_id, m.record_id, m.agency_id, m.code, m.name, m.conditions, m.months_valid, max(m.kept) AS kept,
        array_agg(m.item_id) FILTER (WHERE m.kept IS NULL) AS items
      FROM (${fits}) m GROUP BY m.agreement_id, m.record_id, m.agency_id, m.code, m.name, m.conditions, m.months_valid) p`;
}

/** Of the records that the rule fits: how many, for each organisation and for all together, by what leaves them out. */
export function countReach(
  rows: Rows,
  actor: Actor,
  { agreement, rule }: Pick<RuleInForce, 'agreement' | 'rule'>,
): Promise<(Omit<ReachedAgency, 'agency'> & { agency: string | null; leftOut: LeftOut | null })[]> {
  return rows.rows(sql`
    WITH reached AS MATERIALIZED (${reachOf(actor, rule, emptySql)})
    SELECT r.agency, r.name, (SELECT h.people FROM sharing.people_at_parties(${agreement.id}::uuid) h WHERE h.agency = r.agency) AS people,
      r.left_out AS "leftOut", count(DISTINCT r."recordId")::int AS records, sum(cardinality(r."itemIds"))::int AS items
    FROM reached r GROUP BY GROUPING SETS ((r.agency, r.name, r.left_out), (r.left_out)) ORDER BY r.name`);
}

export const leftOutOf = (counted: Awaited<ReturnType<typeof countReach>>): Record<LeftOut, number> =>
  Object.fromEntries(
    LEFT_OUT.map((why) => [
      why,
      counted.find(({ agency, leftOut }) => agency === null && leftOut === why)?.records ?? 0,
    ]),
  ) as Record<LeftOut, number>;

/** Before a lead or supervisor applies a rule to records that were disseminated before it: whom it would reach, and what is left out and why. */
@Injectable()
export class RuleReachQuery {
  public constructor(private readonly read: Read) {}

  /** NotVisible unless the actor's agency knows the agreement and the rule; WrongState when it is not in force for it. Changes nothing. */
  public execute(actor: Actor, id: string, asked: string): Promise<RuleReach> {
    return this.read.run(actor, async (q) => {
      const { agreement, rule } = await ruleInForce(q, actor, id, asked);
      q.returned([agreement.id]);
      const counted = await countReach(q, actor, { agreement, rule });
      const open = counted.filter(({ leftOut }) => leftOut === null);
      return {
        agreement,
        rule,
        records: open.find(({ agency }) => agency === null)?.records ?? 0,
        agencies: open.flatMap(({ leftOut: _none, ...one }) =>
          one.agency === null ? [] : { ...one, agency: one.agency },
        ),
        leftOut: leftOutOf(counted),
      };
    });
  }
}
