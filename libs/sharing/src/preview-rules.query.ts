import { Injectable } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, ValidateNested } from 'class-validator';
import { RECORD_KIND, type RecordKind } from '@clin/access';
import { checkInput, Read, sql, type Actor, type Rows, type Sql } from '@clin/platform';
import { knownAgreement } from './agreement.store.js';
import { ListOf, MayBeCodes, OneOf, SomeOf } from './field-rules.js';
import { rulesOf } from './rules.query.js';
import { shareableKind } from './shareable-kinds.js';
import { standingMatches } from './standing-match.js';
import { RuleInput } from './terms.input.js';
import { KINDS, MARKINGS, ruleOf, sensitivityOf, type RuleTerms, type Terms } from './terms.js';

export class PreviewRulesInput {
  /** Left out: the rules of the version that is being made, or of the one in force. */
  @IsOptional()
  @ValidateNested({ each: true })
  @ListOf(30, 'Must be a list of at most 30 rules.')
  @Type(() => RuleInput)
  public rules?: RuleInput[];
  /** The rest of a version that is not saved, as far as it decides what rules give; what is left out is as it was saved last. */
  @MayBeCodes(100, 'Must be a list of codes of organisations.') public parties?: string[];
  @IsOptional() @SomeOf(KINDS, 'Choose at least one kind of record.') public kinds?: string[];
  @IsOptional() @SomeOf(['P', 'C'], 'Choose at least one handling code.') public handling?: ('P' | 'C')[];
  @IsOptional()
  @OneOf(MARKINGS, `Choose the most sensitive record: ${MARKINGS.join(' or ')}.`)
  public mostSensitive?: string;
  @IsOptional() @IsBoolean({ message: 'Must be true or false.' }) public wholeRecords?: boolean;
}

/** What rules would give one organisation of the records of the caller's agency. */
export interface PreviewedAgency {
  agency: string;
  name: string;
  /** Who may read records there; null while no agreement, nor a proposal, binds the organisation to the caller's. */
  people: number | null;
  records: number;
  items: number;
  /** Of these, records of which it sees nothing today. */
  newRecords: number;
}

export interface RulesPreview {
  /** Disseminated records and items of one's own agency, those that one may see, that reach anybody. */
  records: number;
  items: number;
  agencies: PreviewedAgency[];
}

/** Before anybody approves: which existing records of one's own agency rules would disclose, to whom. It tells of nobody else's records. */
@Injectable()
export class PreviewRules {
  public constructor(private readonly read: Read) {}

  /** NotVisible unless the actor's agency knows the agreement. Changes nothing. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<RulesPreview> {
    const input = checkInput(PreviewRulesInput, received);
    return this.read.run(actor, async (q) => {
      const { number, pending } = await knownAgreement(q, actor, id);
      const rules = input.rules?.map(ruleOf) ?? pending?.terms.rules ?? (await rulesOf(q, number));
      const parties = input.parties ?? pending?.terms.parties ?? [];
      const classes = sql`SELECT coalesce(${input.kinds ? input.kinds.map(numberOf) : null}::smallint[], c.kinds) AS kinds,
        coalesce(${input.handling ?? null}::text[], c.handling) AS handling, coalesce(${input.mostSensitive ? sensitivityOf(input.mostSensitive) : null}::smallint,
        c.most_sensitivity) AS most_sensitivity, coalesce(${input.wholeRecords ?? null}::boolean, c.whole_records) AS whole_records
        FROM (${classesOf(number, pending?.terms)}) c`;
      return previewOf(q, actor, { id, number, rules, parties, classes });
    });
  }
}

const numberOf = (kind: string): number => RECORD_KIND[kind as RecordKind];

interface Asked {
  id: string;
  number: number;
  rules: readonly RuleTerms[];
  /** Codes that the version would add to the parties. */
  parties: readonly string[];
  classes: Sql;
}

type Classes = Pick<Terms, 'kinds' | 'handling' | 'mostSensitivity' | 'wholeRecords'>;

const classesOf = (number: number, terms?: Classes): Sql =>
  terms
    ? sql`SELECT ${terms.kinds}::smallint[] AS kinds, ${terms.handling}::text[] AS handling, ${terms.mostSensitivity}::smallint AS most_sensitivity,
        ${terms.wholeRecords}::boolean AS whole_records`
    : sql`SELECT kinds, handling, most_sensitivity, whole_records FROM sharing.agreement WHERE id = ${number}`;

async function previewOf(q: Rows, actor: Actor, asked: Asked): Promise<RulesPreview> {
  const kinds = [...new Set(asked.rules.map(({ kind }) => kind))];
  const lists = await Promise.all(kinds.map((kind) => countedFor(q, actor, asked, kind)));
  const agencies = lists.flatMap((list) => list.filter(({ agency }) => agency !== null)) as PreviewedAgency[];
  const sum = (of: 'records' | 'items'): number =>
    lists.reduce((all, list) => all + (list.find(({ agency }) => agency === null)?.[of] ?? 0), 0);
  return { records: sum('records'), items: sum('items'), agencies };
}

/** One row for each organisation, and one without for all of them together. */
function countedFor(
  q: Rows,
  actor: Actor,
  { id, number, rules, parties, classes }: Asked,
  kind: number,
): Promise<(Omit<PreviewedAgency, 'agency'> & { agency: string | null })[]> {
  const proposed = sql`SELECT r.at::int AS id, 0 AS version, ${number}::int AS agreement_id, (r.rule ->> 'kind')::smallint AS kind, r.rule ->> 'handling' AS handling,
      CASE r.rule ->> 'to' WHEN 'forces-in-areas' THEN 'forces-in-areas' ELSE 'agency' END AS recipient, t.id AS recipient_agency_id, f.id AS from_agency_id,
      (r.rule ->> 'lowestConfidence')::smallint AS lowest_confidence, CASE jsonb_typeof(r.rule -> 'areas') WHEN 'array'
        THEN ARRAY(SELECT jsonb_array_elements_text(r.rule -> 'areas')) END AS areas,
      1 AS months_valid, '' AS conditions, c.most_sensitivity, c.kinds, c.handling AS classes, c.whole_records
    FROM jsonb_array_elements(${JSON.stringify(rules)}::jsonb) WITH ORDINALITY r (rule, at) CROSS JOIN (${classes}) c
      LEFT JOIN identity.agency t ON t.code = r.rule ->> 'to' LEFT JOIN identity.agency f ON f.code = r.rule ->> 'from'
    WHERE r.rule ->> 'from' IS NULL OR f.id IS NOT NULL`;
  const would = sql`SELECT ${number}::int AS agreement_id, a.id AS agency_id FROM identity.agency a WHERE a.code = ANY (${[...parties]}::text[])
      OR a.id IN (SELECT p.agency_id FROM sharing.agreement_party p WHERE p.agreement_id = ${number})
      OR a.id = (SELECT g.owner_agency_id FROM sharing.agreement g WHERE g.id = ${number})`;
  const shared = sql`AND i.status = ${shareableKind(kind).disseminated}::smallint`;
  return q.rows(sql`
    WITH m AS MATERIALIZED (SELECT DISTINCT code, name, agency_id, record_id, item_id FROM (${standingMatches(actor, kind, proposed, would, shared)}) all_of_them),
      seen AS MATERIALIZED (SELECT DISTINCT d.recipient_agency_id, d.record_id FROM access.disclosure d
        WHERE d.owner_agency_id = ${actor.agencyId}::smallint AND d.revoked_at IS NULL AND d.expires_at > now()
          AND (d.agreement_id IS NULL OR d.agreement_id <> ALL (ARRAY(SELECT ctx.lapsed_agreements()))))
    SELECT m.code AS agency, m.name, coalesce((SELECT h.people FROM sharing.people_at_parties(${id}::uuid) h WHERE h.agency = m.code),
        (SELECT h.people FROM access.readers_at(ARRAY[m.code]) h)) AS people,
      count(DISTINCT m.record_id)::int AS records, count(DISTINCT m.item_id)::int AS items,
      count(DISTINCT m.record_id) FILTER (WHERE s.record_id IS NULL)::int AS "newRecords"
    FROM m LEFT JOIN seen s ON s.recipient_agency_id = m.agency_id AND s.record_id = m.record_id
    GROUP BY GROUPING SETS ((m.code, m.name), ()) ORDER BY m.name NULLS LAST`);
}
