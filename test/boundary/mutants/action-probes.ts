import { action, acted, ALL, also, CASE, changes, DENIED, opened, raised, says, SECOND, seven } from './case-probes.js'; // prettier-ignore
import { emergencyOf } from './mutant-world.js';
import { asked } from './policy-probes.js';
import type { Probe } from './probe.js';

const A = 'cases.action';
const S = 'cases.action_step';
const CASES = 'cases.case_file';
const PARTS = 'cases.case_part';
const READING = "SELECT string_agg(what, ' ' ORDER BY what) FROM cases.action";

/** About a record of an operation that somebody outside it opens in an emergency, and about somebody's draft. */
const HELD = [
  CASE,
  action('of-held', { record: 'held', to: 901 }),
  action('of-draft', { record: 'draft', to: 901, by: 'a.analyst' }),
  emergencyOf('use', 'a.second', 'held'),
].join('; ');
const signed = (column: string, value: string): string =>
  raised()
    .replace('state, version)', `state, version, ${column})`)
    .replace(/, 1\)$/, `, 1, ${value})`);
const about = (record: string, by: string): string => raised({ by, record, kind: '1', part: 'NULL' });

const byRight: Probe[] = [
  ...asked('actions in an emergency', A, READING, { 'a.second': 'plain report', 'a.member': 'asked of-held own plain report', 'a.analyst': 'of-draft plain report', 'b.peer': 'theirs' }, HELD),
  changes('action', 'a.second', 'version = 7', seven, 'plain report', HELD), changes('action', 'a.analyst', 'version = 7', seven, 'of-draft plain report', HELD),
  changes('action', 'a.member', 'version = 7', seven, 'asked of-held own plain report', HELD),
  says(A, 'raised in an emergency', 'a.second', about('held', 'a.second'), DENIED, HELD), says(A, 'raised about what one has by right', 'a.member', about('held', 'a.member'), '', HELD),
  says(A, 'raised about one’s draft', 'a.analyst', about('draft', 'a.analyst'), '', HELD),
  says(A, 'raised as done by somebody', 'a.member', signed('completed_by', '@a.lead'), DENIED, ALL), says(A, 'raised as verified', 'a.member', signed('verified_by', '@a.lead'), DENIED, ALL),
  says(A, 'raised with its result', 'a.member', signed('result', "'x'"), DENIED, ALL),
]; // prettier-ignore

const said = (by: string, agency: number, reason: string, of = 'asked'): string =>
  `INSERT INTO cases.action_step (action_id, step, to_state, by_user, by_agency, reason, at) VALUES (@do.${of}, 'x', 1, @${by}, ${agency}, '${reason}', now() - interval '1 second')`;
const EARLIER = [said('a.lead', 901, 'old'), said('d.member', 904, 'old-own'), said('b.lead', 902, 'old-b')].join('; ');
const HEARD = "SELECT string_agg(reason, ' ' ORDER BY reason) FROM cases.action_step WHERE action_id = @do.asked";

const steps: Probe[] = [
  ...asked('steps of an action', S, HEARD, { 'a.member': 'old old-b old-own step asked', 'd.member': 'old-own step asked', 'a.peer': '-', 'b.lead': '-' }, `${CASE}; ${EARLIER}`),
  ...asked('steps where its part is shared', S, HEARD, { 'd.member': 'old old-b old-own step asked' }, `${also('actions')}; ${EARLIER}`),
  ...asked('steps of what one’s agency raised', S, HEARD.replace('do.asked', 'do.plain'), { 'a.peer': 'old-b step plain' }, `${CASE}; ${said('b.lead', 902, 'old-b', 'plain')}`),
  says(S, 'of what one was asked to look at alone', ...acted('d.member', 'd.member', 904, 'own'), DENIED, also('actions')),
  says(S, 'of its raiser', ...acted('a.member', 'a.member', 901, 'asked'), ''),
]; // prettier-ignore

/** Asked of another agency by two steps, one of a colleague's; who had it before lies beside each, and who had it at home in the step itself. */
const B = 'cases.step_before';
const step = (name: string, by: string, agency: number, more = 'NULL, NULL, NULL'): string =>
  `INSERT INTO cases.action_step (id, action_id, step, to_state, by_user, by_agency, reason, at, from_person, from_role, from_due_on)
    VALUES (@${name}, @do.asked, 'reassign', 1, @${by}, ${agency}, '${name}', now() + interval '1 second', ${more})`;
const beside = (name: string, role: string): string =>
  `INSERT INTO cases.step_before VALUES (@${name}, 901, @a.member, '${role}', '2026-01-01')`;
const ELSEWHERE = [
  CASE,
  step('given', 'a.lead', 901),
  step('again', 'a.member', 901),
  step('passed', 'd.member', 904, "@d.member, 'analyst', '2026-01-02'"),
  beside('given', 'lead'),
].join('; ');
const KEPT = "SELECT string_agg(role, ' ' ORDER BY role) FROM cases.step_before";
const FROM =
  "SELECT string_agg(concat_ws('/', reason, from_role, from_due_on), ' ' ORDER BY reason) FROM cases.action_step WHERE action_id = @do.asked AND step = 'reassign'";
const before: Probe[] = [
  ...asked('who had it before another agency was asked', B, KEPT, { 'a.lead': 'lead', 'a.member': 'lead', 'a.peer': '-', 'd.member': '-', 'b.lead': '-', nobody: '-' }, ELSEWHERE),
  ...asked('who had it before, where its part is shared', B, KEPT, { 'd.member': '-' }, `${also('actions')}; ${ELSEWHERE.slice(CASE.length + 2)}`),
  ...asked('who had it before within an agency', S, FROM, { 'a.member': 'again given passed/analyst/2026-01-02', 'd.member': 'again given passed/analyst/2026-01-02', 'a.peer': '-', 'b.lead': '-' }, ELSEWHERE),
  ...asked('who had it before within an agency that is not asked any more', S, FROM, { 'd.member': 'passed/analyst/2026-01-02' }, `${ELSEWHERE}; UPDATE cases.action SET assigned_since = now() + interval '1 hour' WHERE id = @do.asked`),
  says(B, 'kept of one’s own step', 'a.member', beside('again', 'x'), '', ELSEWHERE), says(B, 'kept of a colleague’s step', 'a.lead', beside('again', 'x'), DENIED, ELSEWHERE),
  says(B, 'kept of another agency’s step', 'd.member', beside('again', 'x'), DENIED, ELSEWHERE), says(B, 'kept of a step that one does not see', 'a.peer', beside('again', 'x'), DENIED, ELSEWHERE),
  says(B, 'kept of what one said for another agency', 'a.member', beside('posted', 'x'), DENIED, `${ELSEWHERE}; ${step('posted', 'a.member', 904)}`),
  says(S, 'with whom it was taken from', 'd.member', step('own', 'd.member', 904, "@d.member, 'analyst', '2026-01-02'"), ''),
  says(S, 'with whom it was taken from, in another’s name', 'd.member', step('own', 'a.lead', 904, "@d.member, 'analyst', '2026-01-02'"), DENIED),
]; // prettier-ignore

const PART = (id: string): string =>
  `INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES (@${id}, @case, 'summary', 'P')`;
const ids: Probe[] = [
  says(`${CASES} access.track_record`, 'under the id of another record', 'a.lead', opened().replace('@new', '@theirs'), '23505', SECOND),
  says(`${PARTS} access.track_item`, 'under the id of another item', 'a.member', PART('theirs.0'), '23505'),
]; // prettier-ignore

export const actionProbes: readonly Probe[] = [...byRight, ...steps, ...before, ...ids];
