import { asked } from './policy-probes.js';
import type { Probe } from './probe.js';

const JOINED = `INSERT INTO access.compartment_agency (compartment_id, agency_id, named_by) VALUES (71, 902, @a.lead);
  INSERT INTO access.compartment_departure (compartment_id, user_id, agency_id, reason, added_at, ends_on, because) VALUES (71, @a.peer, 901, 'x', now(), current_date, 'removed'), (72, @c.peer, 903, 'x', now(), current_date, 'removed')`;
const operations: Probe[] = [
  ...asked('operations', 'access.compartment ctx.compartments ctx.nominating', 'SELECT key FROM access.compartment', {
    'a.lead': 'heron', 'a.member': 'heron', 'a.supervisor': '', 'd.lead': 'heron', 'd.member': 'heron', 'd.analyst': '', 'b.lead': 'heron', 'b.analyst': '', 'c.lead': 'egret', nobody: '',
  }, JOINED),
  ...asked('agencies of operations', 'access.compartment_agency ctx.compartments ctx.nominating', 'SELECT agency_id FROM access.compartment_agency ORDER BY 1', {
    'a.lead': '902, 904', 'a.supervisor': '', 'd.lead': '904', 'd.member': '902, 904', 'd.analyst': '', 'b.lead': '902', 'c.lead': '', nobody: '',
  }, JOINED),
  ...asked('members of operations', 'access.compartment_member ctx.compartments ctx.nominating', 'SELECT user_id FROM access.compartment_member m JOIN identity.agency a ON a.id = m.agency_id ORDER BY a.id, reason, user_id = @a.member, user_id = @a.chief', {
    'a.lead': 'a.lead, a.chief, a.member, d.member', 'a.supervisor': '', 'd.lead': 'd.member', 'd.member': 'a.lead, a.chief, a.member, d.member', 'd.analyst': '', 'b.lead': '', 'c.lead': 'c.lead', nobody: '',
  }, JOINED),
  ...asked('members of another operation of the same agency', 'access.compartment_member', 'SELECT user_id FROM access.compartment_member', { 'd.lead': 'd.member' },
    "INSERT INTO access.compartment_member VALUES (72, @d.peer, 'x', current_date + 1, 904)"),
  ...asked('departures from operations', 'access.compartment_departure ctx.compartments ctx.has_role', 'SELECT user_id FROM access.compartment_departure', {
    'a.lead': 'a.peer', 'a.chief': 'a.peer', 'a.member': '', 'a.second': '', 'd.lead': '', 'c.lead': 'c.peer', nobody: '',
  }, JOINED),
]; // prettier-ignore

const QUESTION = (record: string, owner: number): string =>
  `INSERT INTO access.discovery_question (record_id, reference, owner_agency_id, asker_agency_id, asked_by, reason) VALUES (@${record}, 'IR', ${owner}, 903, @c.peer, 'x')`;
const QUESTIONS = `${QUESTION('plain', 901)}; ${QUESTION('held', 901)}; ${QUESTION('theirs', 902)}`;
const questions: Probe[] = [
  ...asked('questions to owners', 'access.discovery_question access.question_reaches access.owns', 'SELECT count(*) FROM access.discovery_question', {
    'c.peer': '3', 'c.analyst': '0', 'a.peer': '1', 'a.member': '2', 'a.low': '0', 'b.peer': '1', 'd.peer': '0', nobody: '0',
  }, QUESTIONS),
  ...asked('a question that names another owner', 'access.discovery_question access.question_reaches', 'SELECT count(*) FROM access.discovery_question', { 'a.peer': '0', 'b.peer': '0' }, QUESTION('plain', 902)),
  ...asked('a question of who reads no record since', 'access.discovery_question', 'SELECT count(*) FROM access.discovery_question', { 'c.peer': '0' }, `${QUESTION('plain', 901)}; UPDATE identity.user_role SET role = 'auditor' WHERE user_id = @c.peer`),
  ...asked('a question asked from another agency', 'access.discovery_question', 'SELECT count(*) FROM access.discovery_question', { 'c.peer': '0', 'd.peer': '0' }, `${QUESTION('plain', 901)}; UPDATE access.discovery_question SET asker_agency_id = 904`),
  ...asked('a question that names another owner, by the function alone', 'access.question_reaches', 'SELECT access.question_reaches(@ask)', { 'a.peer': 'false', 'b.peer': 'false' }, `${QUESTION('plain', 902)}; UPDATE access.discovery_question SET id = @ask`),
  ...asked('questions, by the function alone', 'access.question_reaches', 'SELECT access.question_reaches(@ask)', { 'a.peer': 'true', 'a.low': 'false', 'c.peer': 'false', 'b.peer': 'false' }, `${QUESTION('plain', 901)}; UPDATE access.discovery_question SET id = @ask; ${QUESTION('theirs', 902)}`),
  ...asked('questions when the function says yes to everybody', 'access.discovery_question', 'SELECT count(*) FROM access.discovery_question', { 'a.peer': '2', 'b.peer': '1', 'd.peer': '0' },
    `${QUESTIONS}; CREATE OR REPLACE FUNCTION access.question_reaches(question uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT true'`),
]; // prettier-ignore

const NOTICES = `INSERT INTO access.notice (record_id, owner_agency_id, recipient_agency_id, reference, what, sensitivity, compartment_id)
  VALUES (@plain, 901, 902, 'IR-1', 'recalled', 1, NULL), (@plain, 901, 902, 'IR-2', 'recalled', 2, NULL), (@plain, 901, 902, 'IR-3', 'recalled', 3, NULL),
    (@plain, 901, 904, 'IR-4', 'recalled', 2, 71), (@plain, 901, 904, 'IR-5', 'recalled', 2, 72)`;
const notices = asked('notices', 'access.notice', 'SELECT reference FROM access.notice ORDER BY 1', {
  'b.low': 'IR-1', 'b.analyst': 'IR-1, IR-2', 'b.chief': 'IR-1, IR-2, IR-3', 'd.member': 'IR-4', 'd.analyst': '', 'a.chief': '', 'c.lead': '', nobody: '',
}, NOTICES); // prettier-ignore

const PEOPLE = 'SELECT count(*), count(*) FILTER (WHERE agency_id <> 901) FROM identity.user_account';
const ROLES = 'SELECT count(*) FROM identity.user_role';
const moved = (sql: string, behind: string) => (who: string, gives: string): Probe => ({
  name: `accounts, ${sql.slice(0, 60)}: ${who}`, about: 'identity.user_account identity.user_role ctx.has_role', steps: [[who, sql, ''], ['behind', behind, gives]],
}); // prettier-ignore
const renamed = moved(
  "UPDATE identity.user_account SET name = 'New'",
  "SELECT count(*) FROM identity.user_account WHERE name = 'New'",
);
const stripped = moved('DELETE FROM identity.user_role', 'SELECT count(DISTINCT user_id) FROM identity.user_role');
const total = 'SELECT (SELECT count(*) FROM identity.user_account)';
const added = (who: string): string =>
  `INSERT INTO identity.user_account (id, email, name, agency_id, clearance) VALUES (@new, 'new@test.example', 'New', 901, 2)`.replace(
    '@who',
    who,
  );
const ROLE = (whom: string): string => `INSERT INTO identity.user_role VALUES (@${whom}, 'lead')`;

const accounts: Probe[] = [
  ...asked('accounts', 'identity.user_account ctx.agency ctx.has_role', PEOPLE, { 'a.analyst': '15 0', 'a.low': '15 0', 'c.analyst': '15 15', 'a.administrator': '75 60', 'x.administrator': '0 0', nobody: '0 0', 'worker:a.analyst': '15 0', 'worker:nobody': '0 0', 'signin:nobody': '75 60' }),
  ...asked('roles', 'identity.user_role identity.user_account', ROLES, { 'a.analyst': '26', 'b.analyst': '26', 'a.administrator': '130', nobody: '0', 'signin:nobody': '130' }),
  renamed('a.administrator', '74'), renamed('a.analyst', '0'), renamed('nobody', '0'),
  stripped('a.administrator', '1'), stripped('a.analyst', '70'), stripped('nobody', '70'),
  ...asked('a new account', 'identity.user_account', added('x'), { 'a.administrator': '', 'a.analyst': '42501', nobody: '42501' }),
  ...asked('a role', 'identity.user_role', ROLE('a.none'), { 'a.administrator': '', 'a.analyst': '42501', 'a.none': '42501', nobody: '42501' }),
  ...asked('a role for oneself', 'identity.user_role', ROLE('a.administrator'), { 'a.administrator': '42501' }),
  ...asked('an account that loses its administrator at once', 'identity.user_account', "UPDATE identity.user_account SET clearance = 1 WHERE id = @a.administrator", { 'a.administrator': '' }),
  { name: 'an administrator changes no account of their own', about: 'identity.user_account', steps: [['a.administrator', "UPDATE identity.user_account SET clearance = 3 WHERE id = @a.administrator", ''], ['behind', 'SELECT clearance FROM identity.user_account WHERE id = @a.administrator', '2']] },
  ...asked('names in the log', 'identity.names_in_log ctx.has_role', 'SELECT id FROM identity.names_in_log(ARRAY[@b.peer, @c.lead]) ORDER BY id = @c.lead', { 'a.auditor': 'b.peer, c.lead', 'a.administrator': '', 'a.chief': '', 'b.peer': '', nobody: '' }),
  ...asked('accounts in all', 'identity.user_account', total, { 'signin:nobody': '75' }),
]; // prettier-ignore

const EVENTS =
  "INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) SELECT 'x', @plain, @a.lead, 901, '{}' FROM generate_series(1, 4)";
const SESSIONS = `${EVENTS}; INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at, outbox_id) SELECT 'x', @a.peer, 'acting', now(), now(), max(id) FROM platform.outbox`;
const opened = (kind: string): string =>
  `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at) VALUES ('y', @a.peer, '${kind}', now(), now())`;
const sessions: Probe[] = [
  ...asked('sessions', 'identity.session', 'SELECT count(*) FROM identity.session', { 'signin:nobody': '75' }, SESSIONS),
  ...asked('a session', 'identity.session', opened('page'), { 'signin:nobody': '', 'a.administrator': '42501', 'worker:nobody': '42501' }),
  ...asked('a session to act in', 'identity.session', opened('acting'), { 'signin:nobody': '42501' }),
  { name: 'a session turned into one to act in', about: 'identity.session', steps: [['signin:nobody', "UPDATE identity.session SET kind = 'acting'", '42501']] },
  { name: 'sessions that act are not ended by signing in', about: 'identity.session', arrange: SESSIONS, steps: [['signin:nobody', 'UPDATE identity.session SET ended_at = now()', ''], ['behind', "SELECT count(*) FROM identity.session WHERE ended_at IS NOT NULL", '75']] },
  ...asked('passwords', 'identity.credential', 'SELECT count(*) FROM identity.credential', { 'signin:nobody': '1', 'a.administrator': '42501' }, "INSERT INTO identity.credential (user_id, password_hash) VALUES (@a.peer, 'x')"),
]; // prettier-ignore

const LOGGED = `INSERT INTO audit.entry (event, outcome, record_ids, detail) VALUES ('x', 'allowed', '{}', '{}');
  INSERT INTO audit.link (seq, entry_id, entry_xid, hash) SELECT 1, max(id), pg_current_xact_id(), sha256('x') FROM audit.entry`;
const TOLD = `${EVENTS};
  INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state)
    SELECT who, o.id - n, 'k' || n, record, needs, 'sent' FROM (SELECT max(id) + 1 AS id FROM platform.outbox) o,
      (VALUES (1, @b.peer, @shared, true), (2, @b.peer, @plain, true), (3, @b.peer, @plain, false), (4, @a.peer, @plain, true)) AS t (n, who, record, needs)`;
const event = (who: string, agency: number): string =>
  `INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('report.assessed.v1', @plain, @${who}, ${agency}, '{}')`;
const told = (who: string): string =>
  `INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state) SELECT @${who}, 1, 'x', @plain, false, 'sent'`;
const keyed = (who: string): string =>
  `INSERT INTO platform.idempotency (user_id, key, request_hash) VALUES (@${who}, 'k', 'h')`;

const platform: Probe[] = [
  ...asked('the log', 'audit.entry ctx.has_role', 'SELECT count(*) > 0 FROM audit.entry', { 'a.auditor': 'true', 'c.auditor': 'true', 'a.chief': 'false', 'a.administrator': 'false', nobody: 'false' }, LOGGED),
  ...asked('the chain', 'audit.link ctx.has_role', 'SELECT count(*) > 0 FROM audit.link', { 'a.auditor': 'true', 'a.chief': 'false', nobody: 'false' }, LOGGED),
  ...asked('notifications', 'notifications.notification access.record_visibility', 'SELECT kind FROM notifications.notification ORDER BY 1', { 'b.peer': 'k1, k3', 'a.peer': 'k4', 'b.analyst': '', nobody: '', 'worker:b.peer': 'k1, k2, k3', 'worker:nobody': '' }, TOLD),
  ...asked('events', 'platform.outbox', event('a.supervisor', 901), { 'a.supervisor': '', 'a.chief': '42501', 'a.lead': '42501', nobody: '42501' }),
  ...asked('events of a step that is not theirs', 'platform.outbox', event('a.peer', 901), { 'a.peer': '42501' }),
  ...asked('events that the database tells', 'platform.outbox', event('a.supervisor', 901).replace('report.assessed', 'emergency.reviewed'), { 'a.supervisor': '42501' }),
  ...asked('events of another agency', 'platform.outbox', event('a.supervisor', 902), { 'a.supervisor': '42501' }),
  ...asked('events to relay', 'platform.outbox', 'SELECT count(*) > 0 FROM platform.outbox', { 'worker:nobody': 'true', 'a.lead': '42501' }, TOLD),
  { name: 'events relayed', about: 'platform.outbox', arrange: TOLD, steps: [['worker:nobody', 'UPDATE platform.outbox SET relayed_at = now()', ''], ['behind', 'SELECT bool_and(relayed_at IS NOT NULL) FROM platform.outbox', 'true']] },
  ...asked('a notification written', 'notifications.notification', told('a.peer'), { 'worker:a.peer': '', 'worker:a.lead': '42501', 'worker:nobody': '42501' }),
  { name: 'notifications read', about: 'notifications.notification', arrange: TOLD, steps: [['b.peer', 'UPDATE notifications.notification SET read_at = now()', ''], ['behind', 'SELECT count(*) FROM notifications.notification WHERE read_at IS NOT NULL', '2']] },
  ...asked('keys of requests', 'platform.idempotency', 'SELECT user_id FROM platform.idempotency', { 'a.peer': 'a.peer', 'a.lead': '', nobody: '' }, keyed('a.peer')),
  ...asked('a key of a request', 'platform.idempotency', keyed('a.peer'), { 'a.peer': '', 'a.lead': '42501', nobody: '42501' }),
]; // prettier-ignore

export const peopleRowProbes: readonly Probe[] = [
  ...operations,
  ...questions,
  ...notices,
  ...accounts,
  ...sessions,
  ...platform,
];
