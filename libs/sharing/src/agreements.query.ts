import { sql, type Actor, type Rows } from '@clin/platform';

/** An agreement that the actor's agency is party to. */
export interface AgreementSummary {
  id: number;
  reference: string;
  title: string;
  purpose: string;
  legalBasis: string;
  status: string;
  startsOn: string;
  endsOn: string;
  inForce: boolean;
  /** Otherwise it covers single items of a record of several only. */
  wholeRecords: boolean;
  parties: string[];
}

/** The agreements of the actor's agency, with the codes of their parties. */
export function agreementsOf(rows: Rows, actor: Actor): Promise<AgreementSummary[]> {
  return rows.rows<AgreementSummary>(sql`
    SELECT g.id, g.reference, g.title, g.purpose, g.legal_basis AS "legalBasis", g.status, g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn",
      g.id <> ALL (ARRAY(SELECT ctx.lapsed_agreements())) AS "inForce", g.whole_records AS "wholeRecords",
      ARRAY(SELECT a.code FROM sharing.agreement_party p JOIN identity.agency a ON a.id = p.agency_id WHERE p.agreement_id = g.id ORDER BY a.code) AS parties
    FROM sharing.agreement g JOIN sharing.agreement_party us ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}
    ORDER BY g.reference`);
}
