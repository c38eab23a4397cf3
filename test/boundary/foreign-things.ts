import { randomUUID } from 'node:crypto';
import { aReferral } from './a-referral.js';
import { tried, type Person, type World } from './a-world.js';

const EVERY_ROLE = ['analyst', 'supervisor', 'lead', 'source-handler', 'officer', 'coordinator'];

/** One thing of every kind that agency 901 has, none of which agency 903 may know of; what its texts say holds the canary. */
export interface ForeignThings {
  owner: Person;
  /** Of 903, with every role that reads or decides. */
  stranger: Person;
  /** By what each is the id, the number or the reference of. */
  ids: Map<string, string>;
  numbers: Map<string, string>;
  words: Map<string, string>;
  /** Ids of people and things that somebody made, to tell them from what a call makes itself. */
  known: Set<string>;
}

export async function foreignThings(world: World, canary: string): Promise<ForeignThings> {
  const { admin } = world;
  await admin.query(`
    UPDATE sharing.agreement SET kinds = '{1,2,3}';
    INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (904, 'T904', 'Beside', 'task-force', '2020-01-01');
    INSERT INTO sharing.agreement VALUES (904, 'BESIDE-ISA', 'Another', 'Testing', 'Test basis', 903, 'active', '2020-01-01', '2099-12-31', 1);
    INSERT INTO sharing.agreement_party VALUES (904, 903), (904, 904)`);
  const owner = await world.aPerson(901, EVERY_ROLE, 3);
  const stranger = await world.aPerson(903, EVERY_ROLE, 3);
  const reader = await world.aPerson(902, ['analyst', 'supervisor', 'lead']);
  const one = async (sql: string, values: unknown[] = []): Promise<string> =>
    (await admin.query<{ id: string }>(sql, values)).rows[0]!.id;
  const report = await world.aReport(owner, canary);
  const draft = await world.aReport(owner, canary, 1);
  const [item, second] = report.items;
  const disclosure = await world.disclose(owner, report.id, [item], 902);
  const referral = await aReferral(world, owner, canary, 2);
  const [request, action] = [randomUUID(), randomUUID()];
  await reader.sql("SELECT sharing.ask_permission($1, 'PR-X', $2, $3, 'act', NULL, 'x', '', false, NULL, now() + interval '1 hour', now() + interval '2 hours')", [request, report.id, [item]]);
  const operation = (await owner.sql("SELECT access.open_operation($1, 'x', current_date + 30) AS key", [canary]))[0]!['key'] as string;
  const compartment = await one('SELECT c.id::text FROM access.compartment c WHERE c.key = $1', [operation]);
  const file = await one(
    `INSERT INTO cases.case_file (id, reference, owner_agency_id, created_at, sensitivity, compartment_id, status, handling, discovery, retention_group, review_on, version, marking, name, updated_at)
     VALUES (gen_random_uuid(), 'CS-X', 901, now(), 1, $1, 2, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', $2, now()) RETURNING id`, [compartment, canary]);
  const part = await one("INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES (gen_random_uuid(), $1, 'plan', 'P') RETURNING id", [file]);
  await owner.sql(
    `INSERT INTO cases.action (id, reference, owner_agency_id, record_id, kind, what, why, outcome_needed, priority, due_on, due_at, created_by, assigned_agency_id, state, version)
     VALUES ($1, 'AC-X', 901, $2, 1, $3, $3, $3, 1, '2030-01-01', '2030-01-01', $4, 901, 1, 1)`, [action, report.id, canary, owner.id]);
  const alert = await one(
    `INSERT INTO threats.alert (record_id, kind, reference, agency_id, raised_by, remind_at, due_at, centre_at)
     VALUES ($1, 1, 'IR-X', 901, $2, now() + interval '1 day', now() + interval '2 days', now() + interval '3 days') RETURNING id`, [report.id, reader.id]);
  const question = await one("INSERT INTO access.discovery_question (record_id, reference, owner_agency_id, asker_agency_id, asked_by, reason) VALUES ($1, 'IR-X', 901, 902, $2, 'x') RETURNING id", [report.id, reader.id]);
  await tried(reader, 'emergency', `RF-${referral.id.slice(0, 8)}`);
  const emergency = (await reader.sql('SELECT emergency AS id FROM access.open_emergency($1, $2)', [`RF-${referral.id.slice(0, 8)}`, 'A child is missing and may be there']))[0]!['id'] as string;
  const agreement = await one('SELECT uid AS id FROM sharing.agreement WHERE id = 901');
  const notification = await one("INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) VALUES ($1, 1, 'report-shared', $2, true, 'off') RETURNING id", [owner.id, report.id]);
  const ids = new Map(Object.entries({ report: report.id, draft: draft.id, item, second, disclosure, referral: referral.id, request, operation, case: file, part, action, alert, question, emergency, agreement, notification, person: owner.id }));
  return {
    owner, stranger, ids,
    numbers: new Map(Object.entries({ operation: compartment, agreement: '901', agency: '901' })),
    words: new Map(Object.entries({ report: `IR-${report.id.slice(0, 8)}`, referral: `RF-${referral.id.slice(0, 8)}`, agreement: 'TEST-ISA' })),
    known: new Set([...ids.values(), stranger.id, reader.id]),
  };
} // prettier-ignore
