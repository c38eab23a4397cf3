import { disclosureOf } from './mutant-world.js';
import { asked } from './policy-probes.js';
import type { Probe, Step } from './probe.js';

export const DENIED = '42501';
/** A case of the owner (a) in operation 71, which d has joined; only its decisions are shared with d. */
export const CASE = `
  INSERT INTO cases.case_file (id, reference, owner_agency_id, created_at, sensitivity, compartment_id, status, handling, discovery, retention_group, review_on, version,
    marking, name, updated_at) VALUES (@case, 'CS-case', 901, '2026-01-01', 2, 71, 2, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', 'Case', now());
  INSERT INTO cases.case_part (id, report_id, part, handling_code) SELECT p.id, @case, p.part, 'P' FROM (VALUES (@part.plan, 'plan'), (@part.decisions, 'decisions'),
    (@part.risks, 'risks'), (@part.results, 'results'), (@part.links, 'links'), (@part.actions, 'actions')) p (id, part);
  INSERT INTO cases.case_text (part_id, case_id, part, field, body) VALUES (@part.plan, @case, 'plan', 'prevent', 'Visit');
  INSERT INTO cases.case_step (case_id, action, to_status, by_user, reason) VALUES (@case, 'open', 2, @a.lead, 'Begun');
  INSERT INTO cases.decision (case_id, part_id, by_user, decision, reason, refused) VALUES (@case, @part.decisions, @a.lead, 'Wait', 'x', '');
  INSERT INTO cases.risk_entry (case_id, part_id, by_user, risk_id, kind, what, likelihood, impact, control, owner_name, review_on, state)
    VALUES (@case, @part.risks, @a.lead, @risk, 'risk', 'Harm', 1, 1, 'x', 'x', '2030-01-01', 'open');
  INSERT INTO cases.result (id, case_id, part_id, by_user, kind, amount, unit, detail, event_date, attributable)
    VALUES (@result, @case, @part.results, @a.lead, 'arrest', 1, 'people', '', '2026-01-01', true);
  INSERT INTO cases.result_strike (case_id, part_id, by_user, result_id, reason) VALUES (@case, @part.results, @a.lead, @result, 'Twice');
  INSERT INTO cases.link (id, case_id, part_id, record_id, kind, why, by_user) VALUES (@link.shared, @case, @part.links, @shared, 1, 'shared', @a.lead),
    (@link.plain, @case, @part.links, @plain, 1, 'plain', @a.lead), (@link.theirs, @case, @part.links, @theirs, 1, 'theirs', @a.lead);
  INSERT INTO cases.copied_text (case_id, link_id, record_id, item_id, text, codes, terms, by_user) VALUES (@case, @link.shared, @shared, @shared.0, 'copy', 'P', '', @a.lead),
    (@case, @link.theirs, @theirs, @theirs.0, 'unseen copy', 'P', '', @a.lead);
  ${action('own', { to: 901 })}; ${action('asked', { to: 904 })}; ${action('report', { record: 'shared', to: 901 })};
  ${action('theirs', { record: 'shared', owner: 902, to: 902, by: 'b.lead' })}; ${action('plain', { record: 'plain', to: 902 })};
  ${disclosureOf('dis.case', 904, { record: 'case', items: ['part.decisions'] })}`;

export function action(
  name: string,
  { record = 'case', owner = 901, to, by = 'a.lead' }: { record?: string; owner?: number; to: number; by?: string },
): string {
  const [kind, part] = record === 'case' ? [3, '@part.actions'] : [1, 'NULL'];
  return `INSERT INTO cases.action (id, reference, owner_agency_id, record_id, kind, part_id, what, why, outcome_needed, priority, due_on, due_at, created_by, assigned_agency_id,
      state, version) VALUES (@do.${name}, 'AC-${name}', ${owner}, @${record}, ${kind}, ${part}, '${name}', 'x', 'x', 1, '2026-01-01', now() + interval '1 day', @${by}, ${to}, 1, 1);
    INSERT INTO cases.action_step (action_id, step, to_state, by_user, by_agency, reason) VALUES (@do.${name}, 'raise', 1, @${by}, ${owner}, 'step ${name}')`;
}
export const also = (...parts: string[]): string =>
  `${CASE}; ${disclosureOf('dis.more', 904, { record: 'case', items: parts.map((part) => `part.${part}`) })}`;

const list = (table: string, column: string): string =>
  `SELECT string_agg(${column}, ' ' ORDER BY ${column}) FROM cases.${table}`;
/** What a member of the owner, somebody of it outside, a joint member, one of them outside and a stranger find in a table. */
const sight = (table: string, column: string, [own, joint]: [string, string], arrange = CASE, more: Record<string, string> = {}): Probe[] =>
  asked(`cases.${table}`, `cases.${table}`, list(table, column), {
    'a.member': own, 'a.peer': more['a.peer'] ?? '-', 'd.member': joint, 'd.peer': more['d.peer'] ?? '-', 'c.peer': '-', nobody: '-', ...more,
  }, arrange); // prettier-ignore

const reading: Probe[] = [
  ...sight('case_file', 'reference', ['CS-case', 'CS-case']),
  ...sight('case_file', 'reference', ['CS-case', '-'], `${CASE}; DELETE FROM access.record_visibility WHERE disclosure_id = @dis.case; DELETE FROM access.item_visibility WHERE disclosure_id = @dis.case;
    ${disclosureOf('dis.asked', 904, { record: 'case', items: ['part.decisions'], conditions: 'Wait' })}`),
  ...sight('case_part', 'part', ['actions decisions links plan results risks', 'decisions']),
  ...sight('case_text', 'body', ['Visit', '-']), ...sight('case_text', 'body', ['Visit', 'Visit'], also('plan')),
  ...sight('case_step', 'reason', ['Begun', '-']),
  ...sight('decision', 'decision', ['Wait', 'Wait']),
  ...sight('risk_entry', 'what', ['Harm', '-']), ...sight('result', 'kind', ['arrest', '-']), ...sight('result_strike', 'reason', ['Twice', '-']),
  ...sight('link', 'why', ['plain shared', '-']), ...sight('link', 'why', ['plain shared', 'shared'], also('links')),
  ...sight('copied_text', 'text', ['copy', '-']),
  ...sight('action', 'what', ['asked own plain report', 'asked'], CASE, { 'a.peer': 'plain report', 'b.peer': 'theirs' }),
  ...sight('action', 'what', ['asked own plain report', 'asked own'], also('actions'), { 'a.peer': 'plain report', 'b.peer': 'theirs' }),
  ...sight('action_step', 'reason', ['step asked step own step plain step report', 'step asked'], CASE, { 'a.peer': 'step plain step report', 'b.peer': 'step theirs' }),
]; // prettier-ignore

export const SECOND = `INSERT INTO access.compartment (id, key, name, owner_agency_id, lead_id) VALUES (73, @rook, 'Rook', 901, @a.lead);
  INSERT INTO access.compartment_member VALUES (73, @a.lead, 'x', current_date + 30, 901, @a.lead), (73, @a.member, 'x', current_date + 30, 901, @a.lead)`;
export const opened = (change: Record<string, string | number> = {}): string => {
  const { owner, compartment, status } = { owner: 901, compartment: 73, status: 2, ...change };
  return `INSERT INTO cases.case_file (id, reference, owner_agency_id, created_at, sensitivity, compartment_id, status, handling, discovery, retention_group, review_on, version,
    marking, name, updated_at) VALUES (@new, 'CS-new', ${owner}, now(), 2, ${compartment}, ${status}, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', 'New', now())`;
};
export const says = (about: string, name: string, who: string, sql: string, gives: string, arrange = CASE, then: Step[] = []): Probe => ({
  name: `${about}, ${name}: ${who}`, about, arrange, steps: [[who, sql, gives], ...then],
}); // prettier-ignore
const opening: Probe[] = (
  [
    ['by a lead inside', 'a.lead', opened(), ''],
    ['by a member who is no lead', 'a.member', opened(), DENIED],
    ['by a lead outside', 'a.second', opened(), DENIED],
    ['that names itself', 'a.lead', opened().replace('silent', 'named'), DENIED],
    ['in a state that is not open', 'a.lead', opened({ status: 3 }), DENIED],
    ['of another agency', 'a.lead', opened({ owner: 902 }), DENIED],
    ['into an operation that one is not in', 'a.lead', opened({ compartment: 72 }), DENIED],
    ['into another’s operation that one is in', 'a.lead', opened({ compartment: 72 }), DENIED, `${SECOND}; INSERT INTO access.compartment_member VALUES (72, @a.lead, 'x', current_date + 30, 901, @c.lead)`],
    ['into a closed operation', 'a.lead', opened(), DENIED, `${SECOND}; UPDATE access.compartment SET closed_at = now(), closed_by = @a.lead WHERE id = 73`],
  ] as const
).map(([name, who, sql, gives, arrange]) => says('cases.case_file', `opened ${name}`, who, sql, gives, arrange ?? SECOND)); // prettier-ignore

const entry = (by: string, decision = 'New'): string =>
  `INSERT INTO cases.decision (case_id, part_id, by_user, decision, reason, refused) VALUES (@case, @part.decisions, @${by}, '${decision}', 'x', '')`;
const risk = (by: string): string =>
  `INSERT INTO cases.risk_entry (case_id, part_id, by_user, risk_id, kind, what, likelihood, impact, control, owner_name, review_on, state)
  VALUES (@case, @part.risks, @${by}, @risk, 'risk', 'x', 1, 1, 'x', 'x', '2030-01-01', 'open')`;
const result = (by: string): string =>
  `INSERT INTO cases.result (case_id, part_id, by_user, kind, amount, unit, detail, event_date, attributable) VALUES (@case, @part.results, @${by}, 'charge', 1, 'people', '', '2026-01-01', true)`;
const strike = (by: string): string =>
  `INSERT INTO cases.result_strike (case_id, part_id, by_user, result_id, reason) VALUES (@case, @part.results, @${by}, @result, 'x')`;
const step = (by: string): string =>
  `INSERT INTO cases.case_step (case_id, action, to_status, by_user, reason) VALUES (@case, 'x', 2, @${by}, 'x')`;
const linked = (by: string, record = 'secret'): string =>
  `INSERT INTO cases.link (case_id, part_id, record_id, kind, why, by_user) VALUES (@case, @part.links, @${record}, 1, 'new', @${by})`;
const copied = (by: string, item = 'plain.0'): string =>
  `INSERT INTO cases.copied_text (case_id, link_id, record_id, item_id, text, codes, terms, by_user) VALUES (@case, @link.plain, @plain, @${item}, 'x', 'P', '', @${by})`;
/** Every link has ended, so that each can be made again. */
const UNLINKED = `${CASE}; UPDATE cases.link SET removed_at = now(), removed_by = @a.lead, removed_why = 'x'`;
const through = (set: string): string =>
  `UPDATE access.item_visibility SET ${set} WHERE record_id = @plain AND agency_id = 901`;
const [SHARED, OWN, EMERGENCY] = [
  'disclosure_id = @dis.b',
  'private_to = @a.lead',
  'disclosure_id = @dis.b, private_to = @a.lead',
].map(through);
const keeping: Probe[] = [
  says('cases.link', 'to what was shared', 'a.lead', linked('a.lead', 'plain'), '', `${UNLINKED}; ${SHARED}`),
  says('cases.link', 'to one’s own draft', 'a.lead', linked('a.lead', 'plain'), '', `${UNLINKED}; ${OWN}`),
  says('cases.link', 'to what an emergency opened', 'a.lead', linked('a.lead', 'plain'), DENIED, `${UNLINKED}; ${EMERGENCY}`),
  says('cases.copied_text', 'of what was shared', 'a.lead', copied('a.lead'), '', `${CASE}; ${SHARED}`),
  says('cases.copied_text', 'of one’s own draft', 'a.lead', copied('a.lead'), '', `${CASE}; ${OWN}`),
  says('cases.copied_text', 'of what an emergency opened', 'a.lead', copied('a.lead'), DENIED, `${CASE}; ${EMERGENCY}`),
]; // prettier-ignore
export const ALL = also('plan', 'risks', 'results', 'links', 'actions');
/** In one's own name, in another's, of a joint agency that is shown everything, and outside. */
const writes = (table: string, write: (by: string) => string, arrange = ALL, who = 'a.member'): Probe[] => [
  says(`cases.${table}`, 'written by a member', who, write(who), '', arrange),
  says(`cases.${table}`, 'written in another’s name', who, write('a.lead'), DENIED, arrange),
  says(`cases.${table}`, 'written by a joint agency', 'd.member', write('d.member'), DENIED, arrange),
  says(`cases.${table}`, 'written outside', 'a.peer', write('a.peer'), DENIED, arrange),
];
const UNSTRUCK = ALL.replace(/INSERT INTO cases\.result_strike[^;]*;/, '');

/** Blind changes, which ask for no right to read: only what somebody may change is changed. */
export const changes = (
  table: string,
  who: string,
  set: string,
  where: string,
  changed: string,
  arrange = ALL,
): Probe =>
  says(`cases.${table}`, `changed blindly (${set})`, who, `UPDATE cases.${table} SET ${set}`, '', arrange, [
    ['behind', `SELECT ${where}`, changed],
  ]);
const renamed = '(SELECT name FROM cases.case_file WHERE id = @case)';
const bodies = '(SELECT body FROM cases.case_text)';
const ends = (by: string): string => `removed_at = now(), removed_by = @${by}, removed_why = 'x'`;
const ended = "(SELECT string_agg(why, ' ' ORDER BY why) FROM cases.link WHERE removed_why = 'x')";
export const seven = "(SELECT string_agg(what, ' ' ORDER BY what) FROM cases.action WHERE version = 7)";

const writing: Probe[] = [
  says('cases.case_part', 'written outside', 'a.peer', "INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES (@part.new, @case, 'summary', 'P')", DENIED),
  says('cases.case_text', 'written outside', 'a.peer', "INSERT INTO cases.case_text VALUES (@part.plan, @case, 'plan', 'pursue', 'x')", DENIED, ALL),
  says('cases.link', 'written outside to what one owns', 'a.peer', linked('a.peer', 'plain'), DENIED, ALL),
  says('cases.link', 'written by a joint agency to what it reads', 'd.member', linked('d.member', 'shared'), DENIED, ALL),
  says('cases.copied_text', 'written by a joint agency of what it reads', 'd.member', copied('d.member', 'shared.0'), DENIED, ALL),
  says('cases.case_part', 'written by a member', 'a.member', "INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES (@part.new, @case, 'summary', 'P')", ''),
  says('cases.case_part', 'written by a joint agency', 'd.member', "INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES (@part.new, @case, 'summary', 'P')", DENIED),
  says('cases.case_text', 'written by a member', 'a.member', "INSERT INTO cases.case_text VALUES (@part.plan, @case, 'plan', 'pursue', 'x')", '', ALL),
  says('cases.case_text', 'written by a joint agency', 'd.member', "INSERT INTO cases.case_text VALUES (@part.plan, @case, 'plan', 'pursue', 'x')", DENIED, ALL),
  changes('case_text', 'a.member', "body = 'New'", bodies, 'New'), changes('case_text', 'd.member', "body = 'New'", bodies, 'Visit'), changes('case_text', 'a.peer', "body = 'New'", bodies, 'Visit'),
  changes('case_file', 'a.member', "name = 'New'", renamed, 'New'), changes('case_file', 'd.member', "name = 'New'", renamed, 'Case'), changes('case_file', 'a.peer', "name = 'New'", renamed, 'Case'),
  ...writes('case_step', step, ALL, 'a.chief'), ...writes('decision', entry), ...writes('risk_entry', risk), ...writes('result', result), ...writes('result_strike', strike, UNSTRUCK),
  ...writes('link', linked, ALL, 'a.chief'), says('cases.link', 'to what one does not read', 'a.member', linked('a.member'), DENIED), ...writes('copied_text', copied),
  says('cases.copied_text', 'of an item that one does not read', 'a.member', copied('a.member', 'secret.0'), DENIED),
  changes('link', 'a.lead', ends('a.lead'), ended, 'plain shared theirs'), changes('link', 'd.member', ends('d.member'), ended, '-'), changes('link', 'a.peer', ends('a.peer'), ended, '-'),
  says('cases.link', 'ended in another’s name', 'a.member', `UPDATE cases.link SET ${ends('a.lead')}`, DENIED),
  changes('link', 'a.member', ends('a.member'), ended, 'shared theirs', `${CASE}; UPDATE cases.link SET removed_at = now(), removed_by = @a.lead, removed_why = 'before' WHERE id = @link.plain`),
]; // prettier-ignore

export const raised = (change: Record<string, string> = {}): string => {
  const { owner, by, state, record, kind, part } = { owner: '901', by: 'a.member', state: '1', record: 'case', kind: '3', part: '@part.actions', ...change };
  return `INSERT INTO cases.action (id, reference, owner_agency_id, record_id, kind, part_id, what, why, outcome_needed, priority, due_on, due_at, created_by, assigned_agency_id,
    assigned_to, state, version) VALUES (@do.new, 'AC-new', ${owner}, @${record}, ${kind}, ${part}, 'new', 'x', 'x', 1, '2026-01-01', now(), @${by}, 901, @a.lead, ${state}, 1)`;
}; // prettier-ignore
export const acted = (who: string, by: string, agency: number, action: string): [string, string] => [
  who,
  `INSERT INTO cases.action_step (action_id, step, to_state, by_user, by_agency, reason) VALUES (@do.${action}, 'x', 2, @${by}, ${agency}, 'x')`,
];
const A = 'cases.action';
const S = 'cases.action_step';
const acting: Probe[] = [
  says(A, 'raised by a recipient of a report', 'b.peer', raised({ by: 'b.peer', owner: '902', record: 'shared', kind: '1', part: 'NULL' }), '', ALL),
  says(A, 'raised in a case by whoever owns another record', 'd.member', raised({ by: 'd.member', owner: '904' }), DENIED, `${ALL}; INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling) VALUES (904, now(), @d.own, 1, 904, 1, 5, 'P')`),
  says(A, 'raised by a member', 'a.member', raised(), '', ALL), says(A, 'raised in another’s name', 'a.member', raised({ by: 'a.lead' }), DENIED, ALL),
  says(A, 'raised for another agency', 'a.member', raised({ owner: '904' }), DENIED, ALL), says(A, 'raised as accepted', 'a.member', raised({ state: '2' }), DENIED, ALL),
  says(A, 'raised as of another kind', 'a.peer', raised({ by: 'a.peer', record: 'plain', kind: '2', part: 'NULL' }), DENIED, ALL),
  says(A, 'raised about a report', 'a.peer', raised({ by: 'a.peer', record: 'plain', kind: '1', part: 'NULL' }), '', ALL),
  says(A, 'raised about what one does not read', 'a.peer', raised({ by: 'a.peer', record: 'theirs', kind: '1', part: 'NULL' }), DENIED, ALL),
  says(A, 'raised in another’s case', 'd.member', raised({ by: 'd.member', owner: '904' }), DENIED, ALL), says(A, 'raised outside', 'a.peer', raised({ by: 'a.peer' }), DENIED, ALL),
  changes('action', 'a.member', 'version = 7', seven, 'asked own plain report'), changes('action', 'd.member', 'version = 7', seven, 'asked'), changes('action', 'a.peer', 'version = 7', seven, 'plain report'),
  changes('action', 'b.peer', 'version = 7', seven, 'theirs'), changes('action', 'c.peer', 'version = 7', seven, '-'),
  says(A, 'passed on to a third', 'd.member', 'UPDATE cases.action SET assigned_agency_id = 902', DENIED), says(A, 'given by its raiser to another', 'a.member', "UPDATE cases.action SET assigned_agency_id = 904 WHERE what = 'own'", ''),
  says(S, 'of one’s own', ...acted('d.member', 'd.member', 904, 'asked'), ''), says(S, 'in another’s name', ...acted('d.member', 'a.lead', 904, 'asked'), DENIED),
  says(S, 'of another agency', ...acted('d.member', 'd.member', 901, 'asked'), DENIED), says(S, 'of what one does not see', ...acted('d.member', 'd.member', 904, 'own'), DENIED),
]; // prettier-ignore

const F = 'cases.read_by';
const CONTACT = "'{contact}'";
const reads = (record: string, agency: number, person = 'NULL', roles = "'{analyst}'"): string =>
  `SELECT cases.read_by(@${record}, ${agency}::smallint, ${person}, ${roles})`;
const grant = (set: string): string =>
  `${CASE}; UPDATE access.record_visibility SET ${set} WHERE disclosure_id = @dis.b`;
const DRAFT = 'UPDATE access.record_visibility SET private_to = @a.peer WHERE record_id = @plain';
const givable: Probe[] = (
  [
    ['a member', 'a.lead', reads('case', 901, '@a.member'), 'true'], ['a colleague outside', 'a.lead', reads('case', 901, '@a.peer'), 'false'],
    ['somebody of the agency', 'a.lead', reads('case', 901), 'true'], ['nobody of the role', 'a.lead', reads('case', 901, 'NULL', CONTACT), 'false'],
    ['a joint agency', 'a.lead', reads('case', 904), 'true'], ['a person of a joint agency', 'a.lead', reads('case', 904, '@d.member'), 'false'], ['a person of another agency by one’s own', 'a.lead', reads('case', 901, '@d.member'), 'false'],
    ['of the owner by a joint agency', 'd.member', reads('case', 901), 'false'], ['of itself by a joint agency', 'd.member', reads('case', 904), 'true'], ['a person of itself by a joint agency', 'd.member', reads('case', 904, '@d.member'), 'true'],
    ['by somebody outside', 'a.peer', reads('case', 901), 'CL404'], ['by a stranger', 'c.peer', reads('shared', 903), 'CL404'], ['by nobody', 'nobody', reads('shared', 901), 'CL404'],
    ['a partner of a report', 'a.peer', reads('shared', 902, 'NULL', CONTACT), 'true'], ['a partner with too little clearance', 'a.peer', reads('shared', 902, 'NULL', CONTACT), 'false', grant('sensitivity = 3')],
    ['a partner just cleared', 'a.peer', reads('shared', 902, 'NULL', CONTACT), 'true', grant('sensitivity = 2')],
    ['a partner that it is not shared with', 'a.peer', reads('plain', 902), 'false'], ['a leaver', 'a.peer', reads('shared', 902, 'NULL', CONTACT), 'false', `${CASE}; UPDATE identity.user_account SET left_at = now() WHERE id = @b.contact`],
    ['at the end', 'a.peer', reads('shared', 902), 'false', grant('valid_until = now()')], ['before the end', 'a.peer', reads('shared', 902), 'true', grant("valid_until = now() + interval '1 second'")],
    ['without an end', 'a.peer', reads('shared', 902), 'true', grant('valid_until = NULL')], ['under an agreement that is over', 'a.peer', reads('shared', 902), 'false', grant('agreement_id = 902')],
    ['under none', 'a.peer', reads('shared', 902), 'true', grant('agreement_id = NULL')], ['one person’s in an emergency', 'a.peer', reads('shared', 902, 'NULL', CONTACT), 'false', grant('private_to = @b.contact')],
    ['one’s own draft', 'a.peer', reads('plain', 901, '@a.peer'), 'true', `${CASE}; ${DRAFT}`], ['one’s own draft by another', 'a.peer', reads('plain', 901, '@a.member'), 'false', `${CASE}; ${DRAFT}`],
    ['another person’s own', 'a.peer', reads('shared', 902, 'NULL', CONTACT), 'false', grant('private_to = @b.analyst')],
    ['a member on the last day', 'a.lead', reads('case', 901, '@a.member'), 'true', `${CASE}; UPDATE access.compartment_member SET ends_on = current_date WHERE user_id = @a.member`],
    ['a member after it', 'a.lead', reads('case', 901, '@a.member'), 'false', `${CASE}; UPDATE access.compartment_member SET ends_on = current_date - 1 WHERE user_id = @a.member`],
    ['a member of another operation', 'a.lead', reads('case', 901, '@a.peer'), 'false', `${CASE}; INSERT INTO access.compartment_member VALUES (72, @a.peer, 'x', current_date + 9, 901, @c.lead)`],
  ] as const
).map(([name, who, sql, gives, arrange]) => says(F, name, who, sql, gives, arrange)); // prettier-ignore

const late = (set: string): string =>
  `${CASE}; UPDATE cases.action SET due_at = now() + interval '1 hour'; UPDATE cases.action SET due_at = now(), ${set} WHERE id = @do.own`;
const TOLD: Step = ['behind', "SELECT type, payload ->> 'personId', payload ->> 'recipientAgencyId' FROM platform.outbox WHERE type LIKE 'action.%' ORDER BY 1", 'action.overdue-raised.v1 a.lead -, action.overdue.v1 a.member 901']; // prettier-ignore
const mind = (name: string, arrange: string, gives: string, then: Step[] = []): Probe =>
  says('cases.mind_actions', name, 'worker:nobody', 'SELECT cases.mind_actions(10)', gives, arrange, then);
const minding: Probe[] = [
  mind('what is due now', late('assigned_to = @a.member'), '1', [TOLD, ['worker:nobody', 'SELECT cases.mind_actions(10)', '0'], TOLD]),
  mind('what its raiser does', late('assigned_to = @a.lead'), '1', [['behind', "SELECT count(*) FROM platform.outbox WHERE type LIKE 'action.%'", '1']]),
  mind('what was handed back', late('state = 3'), '1'), mind('what is accepted', late('state = 2, assigned_to = @a.lead'), '1'),
  mind('what is done', late("state = 4, completed_by = @a.member, result = 'x'"), '0'), mind('what was told before', late('overdue_told_at = now()'), '0'),
  mind('what is due later', late("due_at = now() + interval '1 second'").replace('due_at = now(), ', ''), '0'),
  says('cases.case_file', 'named by the keeper', 'a.lead', "SELECT access.disclose(@case, 904::smallint, ARRAY[@part.plan], 'x', 'x', 901, '', now() + interval '1 day', NULL) IS NOT NULL", 'true',
    `${CASE}; UPDATE sharing.agreement SET kinds = '{1,3}' WHERE id = 901`),
]; // prettier-ignore

export const caseProbes: readonly Probe[] = [
  ...reading,
  ...opening,
  ...writing,
  ...keeping,
  ...acting,
  ...givable,
  ...minding,
];
