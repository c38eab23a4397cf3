import { Injectable } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { CursorInput, MaySay } from '@clin/platform/fields';
import { checkQuery, Read, sql, type Actor } from '@clin/platform';
import { AGREEMENT_STATUSES, type AgreementStatus } from './agreement.states.js';
import { knownTo, STATUS_NOW } from './agreement.store.js';
import { OneOf } from './field-rules.js';

export class AgreementFilters extends CursorInput {
  @IsOptional()
  @OneOf(AGREEMENT_STATUSES, `Must be one of ${AGREEMENT_STATUSES.join(', ')}.`)
  public status?: AgreementStatus;
  /** Code of an organisation that is a party. */
  @MaySay(40) public party?: string;
  /** Review due within 28 days. */
  @IsOptional() @OneOf(['1'], 'Must be 1.') public due?: string;
}

export interface AgreementLine {
  id: string;
  reference: string;
  title: string;
  status: AgreementStatus;
  /** Approved, and its start date has not come. */
  startsLater: boolean;
  owner: string;
  parties: string[];
  startsOn: string;
  endsOn: string;
  reviewOn: string | null;
  reviewDue: boolean;
  /** A version waits for the approval of the caller's organisation. */
  waiting: boolean;
}

const PAGE = 50;

/** Agreements that the person's agency is party to, owns, or is invited to join, by reference. */
@Injectable()
export class AgreementListQuery {
  public constructor(private readonly read: Read) {}

  public async execute(actor: Actor, received: unknown): Promise<{ items: AgreementLine[]; next: string | null }> {
    const { status, party, due, cursor } = checkQuery(AgreementFilters, received);
    const agency = sql`${actor.agencyId}::smallint`;
    const found = await this.read.run(actor, (q) =>
      q.rows<AgreementLine>(sql`SELECT * FROM (
        SELECT g.uid AS id, g.reference, g.title, ${STATUS_NOW} AS status, g.status = 'active' AND g.starts_on > current_date AS "startsLater",
          o.code AS owner, g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn", g.review_on::text AS "reviewOn",
          coalesce(g.status IN ('active','suspended') AND g.ends_on >= current_date AND g.review_on <= current_date + 28, false) AS "reviewDue",
          ARRAY(SELECT a.code FROM sharing.agreement_party p JOIN identity.agency a ON a.id = p.agency_id WHERE p.agreement_id = g.id ORDER BY a.code) AS parties,
          EXISTS (SELECT 1 FROM sharing.agreement_version v WHERE v.agreement_id = g.id AND (v.state = 'proposed' OR v.state = 'active' AND g.status = 'active'
              AND NOT EXISTS (SELECT 1 FROM sharing.agreement_party p WHERE p.agreement_id = g.id AND p.agency_id = ${agency}))
            AND NOT EXISTS (SELECT 1 FROM sharing.agreement_approval p WHERE p.agreement_id = g.id AND p.version = v.version AND p.agency_id = ${agency})) AS waiting
        FROM sharing.agreement g JOIN identity.agency o ON o.id = g.owner_agency_id WHERE ${knownTo(actor)}) line
      WHERE (${status ?? null}::text IS NULL OR status = ${status ?? null}) AND (${party ?? null}::text IS NULL OR ${party ?? null} = ANY (parties) OR owner = ${party ?? null})
        AND (${due ?? null}::text IS NULL OR "reviewDue") AND (${cursor ?? null}::text IS NULL OR reference > ${cursor ?? null})
      ORDER BY reference LIMIT ${PAGE + 1}`),
    );
    const items = found.slice(0, PAGE);
    return { items, next: found.length > PAGE ? items.at(-1)!.reference : null };
  }
}
