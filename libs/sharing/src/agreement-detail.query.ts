import { Injectable } from '@nestjs/common';
import { Read, sql, type Actor, type Rows } from '@clin/platform';
import { stateFor, type KnownAgreement } from './agreement.js';
import { AGREEMENT_ACTIONS, obstacleTo, transition, type AgreementAction } from './agreement.states.js';
import { knownAgreement } from './agreement.store.js';
import { rulesOf } from './rules.query.js';
import type { RuleTerms, Terms } from './terms.js';

export interface AgreementParty {
  agency: string;
  name: string;
  /** party: has acceded; invited: nothing may be disclosed to it yet; left: withdrew or declined. */
  state: 'party' | 'invited' | 'left';
  isOwner: boolean;
  approved: { version: number; at: Date; by: string | null }[];
}

export interface AgreementHistoryLine {
  action: string;
  version: number;
  agency: string;
  agencyName: string;
  /** Of one's own agency only. */
  by: string | null;
  at: Date;
  reason: string | null;
}

export interface AgreementDetail {
  id: string;
  reference: string;
  status: KnownAgreement['status'];
  startsLater: boolean;
  version: number;
  revision: number;
  owner: string;
  ownerName: string;
  reviewOn: string | null;
  reviewDue: boolean;
  terms: Terms;
  parties: AgreementParty[];
  rules: (RuleTerms & { id: number })[];
  versions: { version: number; state: string; proposedAt: Date | null; enactedAt: Date | null }[];
  pending: (KnownAgreement['pending'] & { waitingFor: string[] }) | null;
  suspension: { agency: string; agencyName: string; reason: string; at: Date } | null;
  history: AgreementHistoryLine[];
  actions: AgreementAction[];
}

/** One agreement as its owner, its parties and organisations invited to it read it. NotVisible for anybody else. */
@Injectable()
export class AgreementDetailQuery {
  public constructor(private readonly read: Read) {}

  public execute(actor: Actor, id: string): Promise<AgreementDetail> {
    return this.read.run(actor, async (q) => {
      const known = await knownAgreement(q, actor, id);
      q.returned([known.id]);
      const [row, parties, rules, versions, suspension, history, waitingFor] = await Promise.all([
        currentOf(q, known.number),
        partiesOf(q, known.number),
        rulesOf(q, known.number),
        q.rows<
          AgreementDetail['versions'][number]
        >(sql`SELECT version, state, proposed_at AS "proposedAt", enacted_at AS "enactedAt"
          FROM sharing.agreement_version WHERE agreement_id = ${known.number} ORDER BY version DESC`),
        q.row<
          NonNullable<AgreementDetail['suspension']>
        >(sql`SELECT a.code AS agency, a.name AS "agencyName", s.reason, s.suspended_at AS at
          FROM sharing.agreement_suspension s JOIN identity.agency a ON a.id = s.agency_id
          WHERE s.agreement_id = ${known.number} AND s.reinstated_at IS NULL ORDER BY s.suspended_at DESC LIMIT 1`),
        historyOf(q, known.number),
        q.rows<{ code: string }>(
          sql`SELECT a.code FROM sharing.waiting_for(${known.number}::int) w JOIN identity.agency a ON a.id = w ORDER BY a.code`,
        ),
      ]);
      const { terms, ...rest } = row!;
      const { reference, status, version, revision, pending } = known;
      return {
        id: known.id,
        reference,
        status,
        version,
        revision,
        ...rest,
        terms: {
          ...terms,
          parties: parties.filter(({ isOwner, state }) => !isOwner && state !== 'left').map(({ agency }) => agency),
          rules: rules.map(({ id: _id, ...rule }) => rule),
        },
        parties,
        rules,
        versions,
        pending: pending && { ...pending, waitingFor: waitingFor.map(({ code }) => code) },
        suspension: (status === 'suspended' && suspension) || null,
        history,
        actions: AGREEMENT_ACTIONS.filter((action) => isOpen(known, action)),
      };
    });
  }
}

function isOpen(known: KnownAgreement, action: AgreementAction): boolean {
  if (action === 'renew' && known.pending) return false;
  const { status, standing } = stateFor(known, action);
  const step = transition(status, action);
  return step !== undefined && obstacleTo(step, standing) === undefined;
}

type Current = Pick<AgreementDetail, 'owner' | 'ownerName' | 'reviewOn' | 'reviewDue' | 'startsLater'> & {
  terms: Omit<Terms, 'parties' | 'rules'>;
};

function currentOf(rows: Rows, number: number): Promise<Current | undefined> {
  return rows.row<Current>(sql`SELECT o.code AS owner, o.name AS "ownerName", g.review_on::text AS "reviewOn",
      coalesce(g.status IN ('active','suspended') AND g.ends_on >= current_date AND g.review_on <= current_date + 28, false) AS "reviewDue",
      g.status = 'active' AND g.starts_on > current_date AS "startsLater",
      jsonb_build_object('title', g.title, 'purpose', g.purpose, 'legalBasis', g.legal_basis, 'marking', g.marking, 'startsOn', g.starts_on,
        'endsOn', g.ends_on, 'reviewOn', g.review_on, 'kinds', g.kinds, 'handling', g.handling, 'mostSensitivity', g.most_sensitivity,
        'wholeRecords', g.whole_records,
        'statistics', EXISTS (SELECT 1 FROM sharing.statistics_class c WHERE c.agreement_id = g.id),
        'signedCopy', CASE WHEN g.signed_copy_name IS NOT NULL THEN jsonb_build_object('name', g.signed_copy_name, 'sha256', g.signed_copy_sha256,
          'heldAt', g.signed_copy_held) END,
        'contact', jsonb_build_object('post', coalesce(g.contact_post, ''), 'email', g.contact_email, 'phone', g.contact_phone)) AS terms
    FROM sharing.agreement g JOIN identity.agency o ON o.id = g.owner_agency_id WHERE g.id = ${number}`);
}

function partiesOf(rows: Rows, number: number): Promise<AgreementParty[]> {
  return rows.rows<AgreementParty>(sql`
    SELECT a.code AS agency, a.name, a.id = g.owner_agency_id AS "isOwner",
      CASE WHEN p.agency_id IS NOT NULL THEN 'party' WHEN i.left_at IS NOT NULL THEN 'left' ELSE 'invited' END AS state,
      coalesce((SELECT jsonb_agg(jsonb_build_object('version', x.version, 'at', x.approved_at, 'by', u.name) ORDER BY x.version)
        FROM sharing.agreement_approval x LEFT JOIN identity.user_account u ON u.id = x.approved_by AND u.agency_id = (SELECT ctx.agency())
        WHERE x.agreement_id = g.id AND x.agency_id = a.id), '[]') AS approved
    FROM sharing.agreement g JOIN identity.agency a ON a.id = g.owner_agency_id
        OR a.id IN (SELECT x.agency_id FROM sharing.agreement_party x WHERE x.agreement_id = g.id)
        OR a.id IN (SELECT x.agency_id FROM sharing.agreement_invitation x WHERE x.agreement_id = g.id)
      LEFT JOIN sharing.agreement_party p ON p.agreement_id = g.id AND p.agency_id = a.id
      LEFT JOIN sharing.agreement_invitation i ON i.agreement_id = g.id AND i.agency_id = a.id
    WHERE g.id = ${number} ORDER BY a.id <> g.owner_agency_id, a.name`);
}

function historyOf(rows: Rows, number: number): Promise<AgreementHistoryLine[]> {
  return rows.rows<AgreementHistoryLine>(sql`SELECT e.action, e.version, a.code AS agency, a.name AS "agencyName", u.name AS by, e.at, e.reason
    FROM sharing.agreement_event e JOIN identity.agency a ON a.id = e.agency_id
      LEFT JOIN identity.user_account u ON u.id = e.by_user AND u.agency_id = (SELECT ctx.agency())
    WHERE e.agreement_id = ${number} ORDER BY e.at DESC, e.id LIMIT 200`);
}
