export interface Terms {
  parties?: string[];
  rules?: object[];
  endsOn?: string;
  title?: string;
  kinds?: number[];
  handling?: string[];
  statistics?: boolean;
}

/** Terms as the application stores them; dates are words of SQL, so that an edge can be today. */
export const terms = (given: Terms = {}): string => {
  const { endsOn = "'2099-12-31'", ...change } = given;
  const fixed = { title: 'Deal', purpose: 'Testing', legalBasis: 'Test', marking: 'OFFICIAL', startsOn: '2020-01-01', kinds: [1], handling: ['P', 'C'], mostSensitivity: 3, wholeRecords: true, statistics: false,
    contact: { post: 'Post', email: 'post@test.example' }, parties: ['T902', 'T904'], rules: [], ...change }; // prettier-ignore
  return `'${JSON.stringify(fixed).replaceAll("'", "''")}'::jsonb || jsonb_build_object('endsOn', (${endsOn})::text)`;
};

/** A standing rule of the terms. */
export const rule = (change: object = {}): object => ({
  kind: 1,
  handling: 'P',
  to: 'T902',
  monthsValid: 12,
  conditions: 'Ask',
  lowestConfidence: 0,
  ...change,
});

interface Version {
  n: number;
  state: string;
  revision?: number;
  author?: string;
  terms?: string;
}
export interface Deal {
  name?: string;
  status?: string;
  ends?: string;
  owner?: number;
  versions?: Version[];
  parties?: number[];
  invited?: number[];
  left?: number[];
  version?: number;
}

const NUMBERS: Record<string, number> = { deal: 910, 'deal.2': 911 };
export const number = (name = 'deal'): number => NUMBERS[name]!;

/** An agreement as it lies in the tables; T901 owns it, and T902 and T904 take part. */
export function deal(given: Deal = {}): string {
  const {
    name = 'deal',
    status = 'active',
    ends = "'2099-12-31'",
    owner = 901,
    version = 1,
    versions = [{ n: 1, state: 'active' }],
    parties = [901, 902, 904],
    invited = [902, 904],
    left = [],
  } = given;
  const id = number(name);
  return [
    `INSERT INTO sharing.agreement (id, uid, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on, version, review_on)
      VALUES (${id}, @${name}, 'T901-${name}', 'Deal', 'x', 'x', ${owner}, '${status}', '2020-01-01', ${ends}, ${version}, '2030-01-01')`,
    ...versions.map(({ n, state, revision = 1, author = 'a.supervisor', terms: said = terms() }) =>
      `INSERT INTO sharing.agreement_version (agreement_id, version, owner_agency_id, state, revision, terms, author_id, proposed_at) SELECT ${id}, ${n}, ${owner}, '${state}', ${revision}, ${said}, @${author}, ${state === 'draft' ? 'NULL' : 'now()'}`),
    ...parties.map((party) => `INSERT INTO sharing.agreement_party VALUES (${id}, ${party})`),
    ...invited.map((one) => `INSERT INTO sharing.agreement_invitation VALUES (${id}, ${one}, 1, NULL)`), ...left.map((one) => `INSERT INTO sharing.agreement_invitation VALUES (${id}, ${one}, 1, now())`),
  ].join('; '); // prettier-ignore
}

export const approved = (version: number, ...by: string[]): string =>
  by.map((who) => `INSERT INTO sharing.agreement_approval SELECT 910, ${version}, v.author_id, u.agency_id, u.id FROM sharing.agreement_version v, identity.user_account u WHERE v.agreement_id = 910 AND v.version = ${version} AND u.id = @${who}`).join('; '); // prettier-ignore

export const DRAFT = deal({ status: 'draft', versions: [{ n: 1, state: 'draft' }], parties: [], invited: [] });
export const PROPOSED = deal({ status: 'proposed', versions: [{ n: 1, state: 'proposed' }], parties: [] });
export const ACTIVE = deal();
export const SUSPENDED = deal({ status: 'suspended' });
export const next = (state: string, said = terms({ title: 'Other' }), more: Deal = {}): string =>
  deal({ versions: [{ n: 1, state: 'active' }, { n: 2, state, terms: said }], ...more }); // prettier-ignore
/** A second agreement that looks like the first in everything. */
export const other = (given: Deal = {}): string => deal({ name: 'deal.2', ...given });
