import type { Client } from 'pg';

export interface Owner {
  id: number;
  code: string;
  /** Area that it works from; undefined works everywhere. */
  home: string | undefined;
  weight: number;
  /** Analysts, and the officers of the hub: who logs reports. */
  analysts: string[];
  supervisors: string[];
  handlers: string[];
}

export interface StandingRule {
  id: number;
  agreementId: number;
  handling: 'P' | 'C';
  /** The one agency it names; null names the forces of the items' areas. */
  recipient: number | null;
  monthsValid: number;
  conditions: string;
  purpose: string;
  legalBasis: string;
  parties: Set<number>;
}

/** What generating needs to know of the database it fills. */
export interface ReferenceData {
  owners: Owner[];
  areas: { code: string; name: string }[];
  rules: StandingRule[];
  /** Agency of a force's area. */
  agencyOfArea: Map<string, number>;
  /** "1A" to 3 (high) … 0. */
  confidence: Map<string, number>;
}

const HOMES: Record<string, string> = {
  'MPS-CLTF': 'E23000001',
  'WMP-CLTF': 'E23000014',
  'MER-CLTF': 'E23000004',
  SMH: 'E23000001',
};
const WEIGHTS: Record<string, number> = { 'MPS-CLTF': 30, 'WMP-CLTF': 17, 'MER-CLTF': 14, SMH: 10, NCLCC: 3, NCA: 4 };
const KINDS = `('task-force', 'hub', 'co-ordination-centre', 'partner')`;

export async function readReferenceData(client: Client): Promise<ReferenceData> {
  const rows = async <T extends object>(text: string): Promise<T[]> => (await client.query<T>(text)).rows;
  const agencies = await rows<{ id: number; code: string; force: string | null }>(
    `SELECT id, code, force_code AS force FROM identity.agency WHERE kind IN ${KINDS} AND ends_on IS NULL ORDER BY id`,
  );
  const staff = await rows<{ id: string; agency: number; role: string }>(
    `SELECT u.id, u.agency_id AS agency, r.role FROM identity.user_account u JOIN identity.user_role r ON r.user_id = u.id WHERE u.left_at IS NULL ORDER BY u.email`,
  );
  const areas = await rows<{ code: string; name: string }>(`SELECT code, name FROM identity.area ORDER BY code`);
  const rules = await rows<Omit<StandingRule, 'parties'> & { parties: number[] }>(
    `SELECT r.id, g.id AS "agreementId", r.handling, r.recipient_agency_id AS recipient, r.months_valid AS "monthsValid", r.conditions, g.purpose,
       g.legal_basis AS "legalBasis", ARRAY(SELECT p.agency_id FROM sharing.agreement_party p WHERE p.agreement_id = g.id) AS parties
     FROM sharing.standing_rule r JOIN sharing.agreement g ON g.id = r.agreement_id WHERE g.status = 'active' AND r.version = g.version AND r.kind = 1 ORDER BY r.id`,
  );
  const grades = await rows<{ grade: string; level: number }>(
    `SELECT s || a AS grade, access.confidence(s::smallint, a) AS level FROM generate_series(1, 3) s, unnest(ARRAY['A','B','C','D','E']) a`,
  );
  const people = (agency: number, role: string): string[] =>
    staff.filter((one) => one.agency === agency && one.role === role).map((one) => one.id);
  return {
    areas,
    rules: rules.map((rule) => ({ ...rule, parties: new Set(rule.parties) })),
    agencyOfArea: new Map(agencies.flatMap(({ id, force }): [string, number][] => (force ? [[force, id]] : []))),
    confidence: new Map(grades.map(({ grade, level }) => [grade, level])),
    owners: agencies.map(({ id, code, force }, index) => ({
      id,
      code,
      home: HOMES[code] ?? force ?? undefined,
      weight: WEIGHTS[code] ?? 20 / (index + 5),
      analysts: [...people(id, 'analyst'), ...people(id, 'officer')],
      supervisors: people(id, 'supervisor'),
      handlers: people(id, 'source-handler'),
    })),
  };
}
