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

const PART = (id: string): string =>
  `INSERT INTO cases.case_part (id, report_id, part, handling_code) VALUES (@${id}, @case, 'summary', 'P')`;
const ids: Probe[] = [
  says(`${CASES} access.track_record`, 'under the id of another record', 'a.lead', opened().replace('@new', '@theirs'), '23505', SECOND),
  says(`${PARTS} access.track_item`, 'under the id of another item', 'a.member', PART('theirs.0'), '23505'),
]; // prettier-ignore

export const actionProbes: readonly Probe[] = [...byRight, ...steps, ...ids];
