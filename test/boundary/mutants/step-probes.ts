import type { Probe, Step } from './probe.js';

const NO = 'CL403 no-permission';
/** What the end of a transaction asks, asked before it: probes are undone. */
const END = 'SET CONSTRAINTS ALL IMMEDIATE';
const was = (status: number, more = ''): string =>
  `UPDATE intelligence.report SET status = ${status} WHERE id = @plain; UPDATE intelligence.report SET moved_in = '1'${more}`;
const step = (to: number, record = 'plain'): string =>
  `UPDATE intelligence.report SET status = ${to} WHERE id = @${record}`;
const beside = (set: string): string => `UPDATE intelligence.report_original SET ${set} WHERE report_id = @plain`;
const line = (who: string, action: string, from: number, to: number): string =>
  `INSERT INTO intelligence.report_transition VALUES (gen_random_uuid(), @plain, '${action}', ${from}, ${to}, @${who}, now())`;

/** Somebody's statements in one transaction, and what its end says. */
const acted = (fn: string, table: string) => (name: string, who: string, statements: string[], gives: string, arrange: string): Probe => ({
  name: `${fn}, ${name}: ${who}`, about: `${fn} intelligence.${table}`, arrange,
  steps: [...statements.map((statement): Step => [who, statement, '']), [who, END, gives]],
}); // prettier-ignore

const ASSESSED = 'assessor_id = @a.supervisor, assessed_at = now()';
const RETURNED = "return_reason = 'x', return_due_by = '2030-01-01'";
const SUBMITTED = 'submitted_at = now()';
const CLEARED = 'return_reason = NULL, return_due_by = NULL';
const untaken = acted('intelligence.refuse_untaken', 'report_original');
const writing: Probe[] = [
  untaken('who assesses, with it', 'a.supervisor', [beside(ASSESSED), step(4)], '', was(2)), untaken('who assesses, without it', 'a.supervisor', [beside(ASSESSED)], NO, was(2)), untaken('when it was assessed, without it', 'a.supervisor', [beside('assessed_at = now()')], NO, was(2)),
  untaken('a colleague as who assesses', 'a.supervisor', [beside('assessor_id = @a.second'), step(4)], NO, was(2)), untaken('nobody as who assesses', 'a.supervisor', [beside('assessed_at = now()'), step(4)], NO, was(2)), untaken('who assesses, with a return', 'a.supervisor', [beside(ASSESSED), step(3)], NO, was(2)), untaken('who assesses, with another', 'a.supervisor', [beside(ASSESSED), step(4, 'shared')], NO, `${was(2)}; UPDATE intelligence.report SET status = 2, moved_in = '1' WHERE id = @shared`),
  untaken('who assesses, after it', 'a.supervisor', [beside('assessed_at = now()')], NO, `${was(4)}; ${beside('assessor_id = @a.supervisor')}`), untaken('who assesses, once it is on', 'a.supervisor', [step(4), beside(ASSESSED), step(5)], NO, was(2)),
  untaken('a return, with it', 'a.supervisor', [beside(RETURNED), step(3)], '', was(2)), untaken('a return, without it', 'a.supervisor', [beside(RETURNED)], NO, was(2)), untaken('the reason of a return, with an assessment', 'a.supervisor', [beside("return_reason = 'x'"), step(4)], NO, was(2)), untaken('the day of a return, with an assessment', 'a.supervisor', [beside("return_due_by = '2030-01-01'"), step(4)], NO, was(2)), untaken('a return, after it', 'a.analyst', [beside(CLEARED)], NO, `${was(3)}; ${beside(RETURNED)}`),
  untaken('a submission, with it', 'a.analyst', [beside(SUBMITTED), step(2)], '', was(3)), untaken('a submission after a return, with it', 'a.analyst', [beside(`${SUBMITTED}, ${CLEARED}`), step(2)], '', `${was(3)}; ${beside(RETURNED)}`), untaken('a submission, without it', 'a.analyst', [beside(SUBMITTED)], NO, was(3)), untaken('a submission, with a return', 'a.supervisor', [beside(SUBMITTED), step(3)], NO, was(2)), untaken('a submission, with an assessment', 'a.supervisor', [beside(SUBMITTED), step(4)], NO, was(2)),
  untaken('another reason, with a submission', 'a.analyst', [beside("return_reason = 'y', return_due_by = NULL"), step(2)], NO, `${was(3)}; ${beside(RETURNED)}`), untaken('another day, with a submission', 'a.analyst', [beside("return_reason = NULL, return_due_by = '2031-01-01'"), step(2)], NO, `${was(3)}; ${beside(RETURNED)}`), untaken('no return, with an assessment', 'a.supervisor', [beside(CLEARED), step(4)], NO, `${was(2)}; ${beside(RETURNED)}`),
  untaken('nothing of a step', 'a.analyst', [beside('updated_at = now()')], '', was(3)),
]; // prettier-ignore

const untold = acted('intelligence.refuse_untold', 'report_transition');
const told = (name: string, who: string, [action, from, to]: [string, number, number], gives: string, arrange: string, steps = [step(to)]): Probe =>
  untold(name, who, [...steps, line(who, action, from, to)], gives, arrange); // prettier-ignore
const proposed = (change: { report?: string; by?: string; at?: string; decided?: string } = {}): string => {
  const { report, by, at, decided } = { report: 'plain', by: 'a.peer', at: 'now()', decided: "'proposed', NULL, NULL", ...change };
  return `${was(5)}; INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, proposed_at, state, decided_by, decided_at) VALUES (gen_random_uuid(), @${report}, 'x', '{}', @${by}, ${at}, ${decided})`;
}; // prettier-ignore
const decided = (state = 'approved', by = 'a.supervisor', at = 'now()', report = 'plain'): string =>
  proposed({ report, at: "'2026-01-01'", decided: `'${state}', @${by}, ${at}` });
const CORRECT: [string, number, number] = ['correct', 5, 5];
const APPROVE: [string, number, number] = ['approve-correction', 5, 5];
const REJECT: [string, number, number] = ['reject-correction', 5, 5];
const WITHDRAW: [string, number, number] = ['withdraw-correction', 5, 5];
const taken = proposed({ at: "'2026-01-01'", decided: "'withdrawn', NULL, now()" });
const telling: Probe[] = [
  told('of what is taken', 'a.supervisor', ['assess', 2, 4], '', was(2)), told('of what is not', 'a.supervisor', ['assess', 2, 4], NO, was(2), []), told('of what was before', 'a.supervisor', ['assess', 2, 4], NO, was(4, ', moved_from = 2'), []), told('of another’s', 'a.supervisor', ['assess', 2, 4], NO, `${was(4)}; UPDATE intelligence.report SET status = 2 WHERE id = @shared`, [step(4, 'shared')]),
  told('by another name', 'a.supervisor', ['return', 2, 4], NO, was(2)), told('from another status', 'a.analyst', ['submit', 1, 2], NO, was(3)), told('from that status', 'a.analyst', ['submit', 3, 2], '', was(3)), untold('to another status', 'a.supervisor', [step(4), line('a.supervisor', 'return', 2, 3)], NO, was(2)), untold('to another status, by the name of this', 'a.supervisor', [step(4), line('a.supervisor', 'assess', 2, 3)], NO, was(2)),
  told('a return', 'a.supervisor', ['return', 2, 3], '', was(2)), told('a dissemination', 'a.supervisor', ['disseminate', 4, 5], '', was(4)), told('an end', 'a.lead', ['close', 5, 6], '', was(5)), told('a withdrawal', 'a.lead', ['withdraw', 5, 7], '', was(5)),
  told('a correction', 'a.peer', CORRECT, '', proposed(), []), told('no correction', 'a.peer', CORRECT, NO, was(5), []), told('a colleague’s correction', 'a.lead', CORRECT, NO, proposed(), []), told('another’s correction', 'a.peer', CORRECT, NO, proposed({ report: 'shared' }), []), told('an earlier correction', 'a.peer', CORRECT, NO, proposed({ at: "'2026-01-01'" }), []), told('a correction by another name', 'a.peer', ['close', 5, 5], NO, proposed(), []), told('a correction in another status', 'a.peer', ['correct', 6, 6], NO, proposed(), []), told('a correction from another status', 'a.peer', ['correct', 4, 5], NO, proposed(), []),
  told('an approval', 'a.supervisor', APPROVE, '', decided(), []), told('a refusal', 'a.supervisor', REJECT, '', decided('rejected'), []), told('an approval as a refusal', 'a.supervisor', REJECT, NO, decided(), []), told('a refusal as an approval', 'a.supervisor', APPROVE, NO, decided('rejected'), []), told('a colleague’s approval', 'a.second', APPROVE, NO, decided(), []), told('an earlier approval', 'a.supervisor', APPROVE, NO, decided('approved', 'a.supervisor', "'2026-01-01'"), []),
  told('a withdrawal of one', 'a.peer', WITHDRAW, '', taken, []), told('a withdrawal by another name', 'a.peer', REJECT, NO, taken, []), told('a colleague’s withdrawal', 'a.lead', WITHDRAW, NO, taken, []), told('a refusal as a withdrawal', 'a.supervisor', WITHDRAW, NO, decided('rejected'), []), told('an approval by who proposed it', 'a.peer', APPROVE, NO, decided(), []),
  told('a withdrawal of one that waits', 'a.peer', WITHDRAW, NO, proposed({ at: "'2026-01-01'", decided: "'proposed', NULL, now()" }), []), told('another’s approval', 'a.supervisor', APPROVE, NO, decided('approved', 'a.supervisor', 'now()', 'shared'), []),
]; // prettier-ignore

export const stepProbes: readonly Probe[] = [...writing, ...telling];
