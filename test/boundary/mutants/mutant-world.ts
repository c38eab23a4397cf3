import { createHash } from 'node:crypto';
import { World } from '../a-world.js';
import { id, sql } from './probe.js';

/** Owner (a), two partners under agreement 901 (b, d), a stranger (c), and an agency that has ended (x). */
const AGENCIES: Record<string, number> = { a: 901, b: 902, c: 903, d: 904, x: 905 };
const EVERY_ROLE = [
  'analyst',
  'supervisor',
  'lead',
  'coordinator',
  'source-handler',
  'officer',
  'contact',
  'auditor',
  'administrator',
];
const OPERATIVES = ['analyst', 'supervisor', 'lead', 'coordinator', 'source-handler', 'officer'];

interface Someone {
  name: string;
  roles: readonly string[];
  clearance: number;
}

/** In each agency one person for each role, with clearance 2, and some who differ in one thing. */
const PEOPLE: Someone[] = Object.keys(AGENCIES).flatMap((agency) => [
  ...EVERY_ROLE.map((role) => ({
    name: `${agency}.${role === 'source-handler' ? 'handler' : role}`,
    roles: [role],
    clearance: 2,
  })),
  { name: `${agency}.none`, roles: [], clearance: 2 },
  { name: `${agency}.peer`, roles: ['analyst'], clearance: 2 },
  { name: `${agency}.member`, roles: ['analyst'], clearance: 2 },
  { name: `${agency}.second`, roles: ['lead', 'supervisor', 'source-handler'], clearance: 2 },
  { name: `${agency}.low`, roles: OPERATIVES, clearance: 1 },
  { name: `${agency}.chief`, roles: OPERATIVES, clearance: 3 },
]);

const REPORTS: { name: string; owner: string; sensitivity: number; operation?: number; draft?: boolean }[] = [
  { name: 'plain', owner: 'a', sensitivity: 2 },
  { name: 'shared', owner: 'a', sensitivity: 2 },
  { name: 'draft', owner: 'a', sensitivity: 2, draft: true },
  { name: 'held', owner: 'a', sensitivity: 2, operation: 71 },
  { name: 'secret', owner: 'a', sensitivity: 3 },
  { name: 'theirs', owner: 'b', sensitivity: 2 },
  { name: 'foreign', owner: 'c', sensitivity: 2 },
];

/**
 * A world small enough to ask everything about in a second. What a probe needs beyond it, the probe arranges.
 * Moving clocks stand still: a probe is one transaction, so `now()` is the edge itself.
 */
export async function mutantWorld(): Promise<World> {
  const world = await World.create();
  const ask = (text: string, values?: unknown[]) => world.admin.query(sql(text), values);
  await ask(`INSERT INTO identity.agency (id, code, name, kind, starts_on, ends_on) VALUES (904, 'T904', 'Test agency 904', 'task-force', '2020-01-01', NULL),
      (905, 'T905', 'Test agency 905', 'task-force', '2020-01-01', current_date - 1);
    INSERT INTO sharing.agreement_party VALUES (901, 904);
    UPDATE sharing.agreement SET uid = @agreement WHERE id = 901;
    INSERT INTO sharing.agreement (id, uid, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on)
      VALUES (902, @over, 'T903-OVER', 'Over', 'Testing', 'Test basis', 903, 'lapsed', '2020-01-01', '2099-12-31')`);
  for (const { name, roles, clearance } of PEOPLE) {
    await ask('INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES ($1, $2, $3, $4, $5)',
      [id(name), `${name}@test.example`, name, AGENCIES[name[0]!], clearance]); // prettier-ignore
    await ask('INSERT INTO identity.user_role SELECT $1, unnest($2::text[])', [id(name), roles]);
    await ask("INSERT INTO identity.session (token_hash, id, user_id, kind, idle_until, ends_at) VALUES ($1, $2, $3, 'api', now() + interval '1 day', now() + interval '2 days')",
      [createHash('sha256').update(name).digest(), id(`session.${name}`), id(name)]); // prettier-ignore
    sql(`@${name} @session.${name}`);
  }
  await ask(OPERATIONS);
  for (const report of REPORTS) await ask(reportOf(report));
  await ask(`${disclosureOf('dis.b', 902)}; ${disclosureOf('dis.d', 904)}`);
  await ask(
    "INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('told', @shared, @a.lead, 901, '{}')",
  );
  await freeze(world);
  return world;
}

const OPERATIONS = `
  INSERT INTO access.compartment (id, key, name, owner_agency_id, lead_id) VALUES (71, @heron, 'Heron', 901, @a.lead), (72, @egret, 'Egret', 903, @c.lead);
  INSERT INTO access.compartment_member (compartment_id, user_id, reason, ends_on, agency_id, added_by)
    SELECT 71, u.id, 'Works on it', current_date + 30, u.agency_id, @a.lead FROM identity.user_account u WHERE u.id IN (@a.lead, @a.chief, @a.member, @d.member)
    UNION ALL SELECT 72, @c.lead, 'Leads it', current_date + 30, 903, @c.lead;
  INSERT INTO access.compartment_agency (compartment_id, agency_id, named_by) VALUES (71, 904, @a.lead)`;

/** A disseminated report of two items: the first handled P, the second C, under A1, and with a source. */
function reportOf({ name, owner, sensitivity, operation, draft }: (typeof REPORTS)[number]): string {
  const agency = AGENCIES[owner]!;
  const author = `@${owner}.analyst`;
  const item = (n: number, handling: string, action: string): string => `
    INSERT INTO intelligence.report_item (id, report_id, sanitised, source_evaluation, intelligence_assessment, handling_code, action_code)
      VALUES (@${name}.${n}, @${name}, '${name} ${n}', ${n + 1}, 'A', '${handling}', ${action});
    INSERT INTO intelligence.report_item_original VALUES (@${name}.${n}, @${name}, ${n}, '${name} original ${n}', 1, 'A', NULL, NULL, NULL, '[]', true);
    INSERT INTO intelligence.report_item_area VALUES (@${name}.${n}, @${name}, 'TEST')`;
  return `
    WITH original AS (INSERT INTO intelligence.report_original VALUES (@${name}, '${name} original', 'x', '{}', ${author}, NULL, now()))
    INSERT INTO intelligence.report (id, reference, owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery, retention_group, review_on,
        version, marking, event_date, sanitised_title, safeguarding, threat_to_life)
      VALUES (@${name}, 'IR-${name}', ${agency}, '2026-01-01', ${sensitivity}, ${author}, 1, 'C', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', '2026-01-01', '${name} title', '{}', false);
    INSERT INTO intelligence.report_transition VALUES (@step.${name}, @${name}, 'submit', 1, 2, ${author}, now());
    ${item(0, 'P', 'NULL')}; ${item(1, 'C', "'A1'")};
    INSERT INTO intelligence.report_item_source VALUES (@${name}.1, @${name}, ${agency}, '${name} source')
    ${draft ? '' : `; UPDATE intelligence.report SET status = 5, private_to = NULL, compartment_id = ${operation ?? 'NULL'} WHERE id = @${name}`}`;
}

interface Given {
  record?: string;
  items?: string[];
  from?: number;
  agreement?: string;
  until?: string;
  conditions?: string;
}

/** A disclosure with its grants, written behind the walls and by no function that is on trial. */
export function disclosureOf(name: string, to: number, given: Given = {}): string {
  const {
    record = 'shared',
    from = 901,
    agreement = '901',
    until = "now() + interval '1 year'",
    conditions = '',
  } = given;
  const items = given.items ?? [`${record}.0`];
  return `INSERT INTO access.disclosure (id, reference, record_id, owner_agency_id, recipient_agency_id, purpose, legal_basis, agreement_id, conditions, expires_at, decided_by)
      VALUES (@${name}, 'DT-${name}', @${record}, ${from}, ${to}, 'Testing', 'Test basis', ${agreement}, '${conditions}', ${until}, @a.supervisor);
    INSERT INTO access.disclosure_item SELECT @${name}, unnest(ARRAY[${items.map((item) => `@${item}`).join(', ')}]::uuid[]);
    ${grantOf('record', `record_id = @${record}`)}; ${grantOf('item', `item_id IN (${items.map((item) => `@${item}`).join(', ')})`)}`;

  function grantOf(what: 'record' | 'item', which: string): string {
    const more = what === 'item' ? ', item_id, source_evaluation, intelligence_assessment, restricted' : ', confidence';
    return `INSERT INTO access.${what}_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status, handling,
        valid_until, agreement_id, disclosure_id${more})
      SELECT ${to}, '2026-02-01', record_id, kind, owner_id, sensitivity, compartment_id, private_to, status, handling, ${until}, ${agreement}, @${name}${more}
      FROM access.${what}_visibility WHERE ${which} AND disclosure_id IS NULL`;
  }
}

/** An emergency's grants for one person, with the use of it. */
export function emergencyOf(
  name: string,
  who: string,
  record = 'plain',
  until = "now() + interval '59 minutes'",
): string {
  const agency = AGENCIES[who[0]!];
  const columns =
    'agency_id, created_at, record_id, kind, owner_id, sensitivity, private_to, status, handling, valid_until, disclosure_id';
  const values = `${agency}, now(), record_id, kind, owner_id, sensitivity, @${who}, status, handling, ${until}, @${name}`;
  const whose = `WHERE record_id = @${record} AND disclosure_id IS NULL`;
  return `INSERT INTO access.emergency_access (id, record_id, reference, owner_agency_id, user_agency_id, user_id, user_name, reason, opened_at, ends_at)
      SELECT @${name}, id, reference, owner_agency_id, ${agency}, @${who}, 'Somebody', 'A child is missing tonight', ${until} - interval '1 hour', ${until}
      FROM intelligence.report WHERE id = @${record};
    INSERT INTO access.record_visibility (${columns}) SELECT ${values} FROM access.record_visibility ${whose};
    INSERT INTO access.item_visibility (${columns}, item_id, restricted) SELECT ${values}, item_id, restricted FROM access.item_visibility ${whose}`;
}

async function freeze({ admin }: World): Promise<void> {
  const { rows } = await admin.query<{ text: string }>(
    `SELECT pg_get_functiondef(p.oid) AS text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('ctx', 'access', 'sharing', 'identity', 'intelligence', 'notifications', 'picture') AND p.prosrc LIKE '%clock_timestamp()%'`,
  );
  for (const { text } of rows) await admin.query(text.replaceAll('clock_timestamp()', 'now()'));
}
