import { calls } from './disclose-probes.js';
import { everyRole } from './emergency-probes.js';
import type { Step } from './probe.js';

/** In Heron (71) of agency a are its lead, another lead (a.chief) and members of two agencies; a.second is a lead of the owner outside. */
const soon = 'current_date + 10';
const CLOSED = 'UPDATE access.compartment SET closed_at = now(), closed_by = @a.lead WHERE id = 71';
/** A second operation of the same agency, so that a key or an id mixed up would change the wrong one. */
const ROOK = `INSERT INTO access.compartment (id, key, name, owner_agency_id, lead_id) VALUES (73, @rook, 'Rook', 901, @a.lead);
  INSERT INTO access.compartment_member VALUES (73, @a.lead, 'x', current_date + 30, 901, @a.lead)`;
const GONE = 'DELETE FROM access.compartment_member WHERE compartment_id = 71 AND user_id = @a.lead';
const NONE = 'DELETE FROM access.compartment_member WHERE compartment_id = 71 AND user_id IN (@a.lead, @a.chief)';
const joined = (who: string, agency = 904, until = 'current_date'): string =>
  `INSERT INTO access.compartment_member VALUES (71, @${who}, 'x', ${until}, ${agency})`;
const leads = (gives: string): Step => ['behind', 'SELECT id, lead_id FROM access.compartment ORDER BY 1', gives];
const STEPS =
  'SELECT compartment_id, owner_agency_id, what, lead_id, by_id, reason FROM access.compartment_step ORDER BY id';
const member = (who: string, gives: string): Step => ['behind', `SELECT compartment_id, reason, ends_on = current_date + 10, agency_id, added_by FROM access.compartment_member WHERE user_id = @${who} ORDER BY 1`, gives]; // prettier-ignore

const hand = (who: string, to = 'a.second', why = "' why '", until = soon, key = 'heron') =>
  [who, `SELECT access.hand_over(@${key}, @${to}, ${why}, ${until})`] as const;
const handing = calls('access.hand_over access.put_in_lead access.standing_in access.check_term access.compartment_step', [
  ['to a lead outside', ...hand('a.lead'), '-', ROOK, [leads('71 a.second, 72 c.lead, 73 a.lead'), member('a.second', '71 why true 901 a.lead'), ['behind', STEPS, '71 901 handed-over a.second a.lead why']]],
  ['to a lead inside', ...hand('a.lead', 'a.chief'), '-', undefined, [leads('71 a.chief, 72 c.lead'), member('a.chief', '71 why true 901 a.lead')]],
  ['to a member of two', ...hand('a.lead', 'a.chief'), '-', `${ROOK}; INSERT INTO access.compartment_member VALUES (73, @a.chief, 'x', current_date + 30, 901, @a.lead)`, [member('a.chief', '71 why true 901 a.lead, 73 x false 901 a.lead')]],
  ['of a closed one', ...hand('a.lead'), '-', CLOSED], ['to oneself', ...hand('a.lead', 'a.lead'), 'CL422 to:'], ['to an analyst', ...hand('a.lead', 'a.member'), 'CL422 to:'], ['to another agency’s lead', ...hand('a.lead', 'd.lead'), 'CL422 to:'], ['to nobody', ...hand('a.lead', 'absent'), 'CL422 to:'],
  ['to a leaver', ...hand('a.lead'), 'CL422 to:', 'UPDATE identity.user_account SET left_at = now() WHERE id = @a.second'], ['by another lead inside', ...hand('a.chief'), 'CL403 not-its-lead'], ['by a lead outside', ...hand('a.second', 'a.chief'), 'CL404'],
  ['by a member', ...hand('a.member'), 'CL403 not-lead'], ['by a joint lead', ...hand('d.lead', 'd.second'), 'CL403 not-its-lead'], ['by a stranger', ...hand('c.lead'), 'CL404'], ['with nobody signed in', ...hand('nobody'), 'CL404'], ['of nothing', ...hand('a.lead', 'a.second', "'x'", soon, 'absent'), 'CL404'],
  ['by its lead, who was posted to another agency and joined there', ...hand('a.lead', 'd.lead'), 'CL403', `UPDATE identity.user_account SET agency_id = 904 WHERE id = @a.lead; ${joined('a.lead')}`],
  ['by another’s lead', ...hand('a.lead', 'a.second', "'x'", soon, 'heron'), 'CL403 not-its-lead', `${ROOK}; UPDATE access.compartment SET lead_id = @a.chief WHERE id = 71`],
  ['without a reason', ...hand('a.lead', 'a.second', "' '"), 'CL422 reason'], ['until yesterday', ...hand('a.lead', 'a.second', "'x'", 'current_date - 1'), 'CL422 endsOn'],
]); // prettier-ignore

const take = (who: string, why = "' why '", until = soon) =>
  [who, `SELECT access.take_over(@heron, ${why}, ${until})`] as const;
const taking = calls('access.take_over access.led access.put_in_lead ctx.leaderless', [
  ['from inside', ...take('a.chief'), '-', `${ROOK}; ${GONE}`, [leads('71 a.chief, 72 c.lead, 73 a.lead'), ['behind', STEPS, '71 901 taken-over a.chief a.chief why']]], ['from inside while it is led', ...take('a.chief'), 'CL409 This operation has a lead'],
  ['by its lead', ...take('a.lead'), 'CL409 This operation has a lead'], ['from outside while it is led', ...take('a.second'), 'CL404'], ['from outside while a lead is left', ...take('a.second'), 'CL404', GONE],
  ['from outside', ...take('a.second'), '-', `${ROOK}; ${NONE}`, [leads('71 a.second, 72 c.lead, 73 a.lead'), member('a.second', '71 why true 901 a.second'), ['behind', STEPS, '71 901 taken-over a.second a.second why']]], ['of a closed one', ...take('a.second'), '-', `${NONE}; ${CLOSED}`],
  ['from outside, of which nothing shows yet', ...take('a.second'), '-', NONE, [['a.second', 'SELECT k FROM ctx.compartments() k', '']]],
  ['from outside by a supervisor', ...take('a.supervisor'), 'CL404', NONE], ['by a member', ...take('a.member'), 'CL403 not-owners-lead', NONE], ['by a joint lead', ...take('d.lead'), 'CL403 not-owners-lead', NONE], ['by a joint lead who is a member', ...take('d.lead'), 'CL403 not-owners-lead', `${NONE}; ${joined('d.lead')}`], ['by a stranger', ...take('c.lead'), 'CL404', NONE],
  ['by a lead who is a member at an agency that did not join', ...take('b.lead'), 'CL403 not-owners-lead', `${NONE}; ${joined('b.lead', 902)}`], ['with nobody signed in', ...take('nobody'), 'CL404', NONE], ['with nobody signed in, were every role given', ...take('nobody'), 'CL404', `${everyRole}; ${NONE}`], ['of nothing', 'a.second', "SELECT access.take_over(@absent, 'x', current_date)", 'CL404', NONE],
  ['without a reason', ...take('a.second', 'NULL'), 'CL422 reason', NONE], ['until yesterday', ...take('a.second', "'x'", 'current_date - 1'), 'CL422 endsOn', NONE],
]); // prettier-ignore

const known = 'SELECT name FROM access.compartment ORDER BY 1';
const term = (who: string, until: string): string =>
  `UPDATE access.compartment_member SET ends_on = ${until} WHERE compartment_id = 71 AND user_id = @${who}`;
const leaderless = calls('ctx.leaderless access.compartment', [
  ['to leads of the owner', 'a.second', known, 'Heron', NONE], ['while one is left', 'a.second', known, '', GONE], ['to an analyst of the owner', 'a.peer', known, '', NONE], ['to another agency’s lead', 'b.lead', known, '', NONE], ['to a member’s agency', 'd.second', known, 'Heron', NONE], ['to nobody', 'nobody', known, '', NONE],
  ['whose lead’s term is over', 'a.second', known, 'Heron', `DELETE FROM access.compartment_member WHERE user_id = @a.chief; ${term('a.lead', 'current_date - 1')}`], ['whose lead’s term ends today', 'a.second', known, '', `DELETE FROM access.compartment_member WHERE user_id = @a.chief; ${term('a.lead', 'current_date')}`],
  ['whose lead is one no more', 'a.second', known, 'Heron', "DELETE FROM identity.user_role WHERE user_id IN (@a.lead, @a.chief) AND role = 'lead'"], ['where a joint lead is left', 'a.second', known, 'Heron', `${NONE}; ${joined('d.lead')}`], ['where another one is led', 'a.second', known, 'Heron', `${NONE}; ${ROOK}`],
  ['with all roles but lead', 'a.peer', known, '', `${NONE}; INSERT INTO identity.user_role VALUES (@a.peer, 'supervisor'), (@a.peer, 'coordinator')`],
]); // prettier-ignore

const led = (who: string, of = 71) => [who, `SELECT access.led(${of})`] as const;
const leading = calls('access.led', [
  ['by who is in', ...led('a.member'), 'true'], ['from outside', ...led('a.second'), 'false'], ['of another', ...led('a.member', 72), 'false'], ['whose lead is gone', ...led('a.member'), 'false', GONE], ['whose lead’s term is over', ...led('a.member'), 'false', term('a.lead', 'current_date - 1')], ['whose lead’s term ends today', ...led('a.member'), 'true', term('a.lead', 'current_date')],
  ['whose lead is an analyst now', ...led('a.member'), 'false', "UPDATE identity.user_role SET role = 'analyst' WHERE user_id = @a.lead"], ['whose lead is in another', ...led('a.member'), 'false', `${ROOK}; ${GONE}`], ['whose lead has many roles', ...led('a.member'), 'true', 'UPDATE access.compartment SET lead_id = @a.chief WHERE id = 71'],
  ['whose lead was posted to a joint agency', ...led('a.member'), 'false', `UPDATE identity.user_account SET agency_id = 904 WHERE id = @a.lead; ${joined('a.lead')}`], ['where another one’s lead is in', ...led('d.member', 71), 'true', ROOK],
]); // prettier-ignore

const reopen = (who: string, why = "' back '", key = 'heron') =>
  [who, `SELECT access.reopen_operation(@${key}, ${why})`] as const;
const TWO_CLOSED = `${ROOK}; UPDATE access.compartment SET closed_at = now(), closed_by = @a.lead`;
const reopening = calls('access.reopen_operation access.standing_in', [
  ['by its lead', ...reopen('a.lead'), '-', TWO_CLOSED, [['behind', 'SELECT id, closed_at IS NULL, closed_by FROM access.compartment ORDER BY 1', '71 true -, 72 false a.lead, 73 false a.lead'], ['behind', STEPS, '71 901 reopened a.lead a.lead back']]], ['by another lead inside', ...reopen('a.chief'), '-', CLOSED],
  ['that is open', ...reopen('a.lead'), 'CL409 This operation is open'], ['by a joint lead', ...reopen('d.lead'), 'CL403 not-owner', CLOSED], ['by a member', ...reopen('a.member'), 'CL403 not-lead', CLOSED], ['by a lead outside', ...reopen('a.second'), 'CL404', CLOSED], ['by who may take it over', ...reopen('a.second'), 'CL404', `${CLOSED}; ${NONE}`],
  ['with nobody signed in', ...reopen('nobody'), 'CL404', CLOSED], ['without a reason', ...reopen('a.lead', "' '"), 'CL422 reason', CLOSED], ['with nothing for a reason', ...reopen('a.lead', 'NULL'), 'CL422 reason', CLOSED],
]); // prettier-ignore

const WRITTEN = `${ROOK}; INSERT INTO access.compartment_step (compartment_id, owner_agency_id, what, lead_id, by_id, reason) VALUES (71, 901, 'opened', @a.lead, @a.lead, 'x'), (73, 901, 'handed-over', @a.lead, @a.lead, 'x'), (71, 904, 'reopened', @a.lead, @a.lead, 'x')`;
const seen = 'SELECT what FROM access.compartment_step ORDER BY at, what';
const steps = calls('access.compartment_step', [
  ['to a member of the owner', 'a.member', seen, 'opened', WRITTEN], ['to its lead, of both', 'a.lead', 'SELECT what FROM access.compartment_step ORDER BY what DESC', 'opened, handed-over', WRITTEN], ['to a joint agency’s member', 'd.member', seen, 'reopened', WRITTEN], ['to a lead outside', 'a.second', seen, '', WRITTEN], ['to who may take it over', 'a.second', seen, '', `${WRITTEN}; ${NONE}`], ['to nobody', 'nobody', seen, '', WRITTEN],
  ['by open_operation', 'a.lead', `SELECT access.open_operation('New', ' why ', ${soon}) IS NOT NULL`, 'true', ROOK, [['behind', 'SELECT s.owner_agency_id, s.what, s.lead_id, s.by_id, s.reason, c.name FROM access.compartment_step s JOIN access.compartment c ON c.id = s.compartment_id', '901 opened a.lead a.lead why New']]],
  ['by close_operation', 'a.chief', "SELECT access.close_operation(@heron, ' ')", '-', ROOK, [['behind', STEPS, '71 901 closed a.lead a.chief -']]],
  ['by close_operation with its case', 'a.chief', "SELECT access.close_operation(@heron, ' With it ')", '-', ROOK, [['behind', STEPS, '71 901 closed a.lead a.chief With it']]],
]).map((probe) => ({ ...probe, about: `${probe.about} access.open_operation access.close_operation` })); // prettier-ignore

const TOLD =
  "SELECT type, record_id, actor_id, agency_id, payload ->> 'recipientAgencyId' FROM platform.outbox WHERE type LIKE 'operation.%' ORDER BY record_id = @rook";
const leaves = (who: string, why = 'left_at = now()'): readonly [string, string] => ['behind', `UPDATE identity.user_account SET ${why} WHERE id = @${who}`]; // prettier-ignore
const HERON = (who: string, from = 901): string => `operation.left-without-lead.v1 heron ${who} ${from} 901`;
const leaving = calls('access.depart_on_posting', [
  ['the last lead in service', ...leaves('a.lead'), '', `DELETE FROM access.compartment_member WHERE user_id = @a.chief`, [['behind', TOLD, HERON('a.lead')]]], ['the last lead, posted', ...leaves('a.lead', 'agency_id = 902'), '', `DELETE FROM access.compartment_member WHERE user_id = @a.chief`, [['behind', TOLD, HERON('a.lead')]]],
  ['a lead while another is in', ...leaves('a.lead'), '', undefined, [['behind', TOLD, '']]], ['a lead while another of a joint agency is in', ...leaves('a.lead'), '', `DELETE FROM access.compartment_member WHERE user_id = @a.chief; ${joined('d.lead')}`, [['behind', TOLD, HERON('a.lead')]]],
  ['an analyst where no lead was left', ...leaves('a.member'), '', NONE, [['behind', TOLD, '']]], ['a joint agency’s lead where no lead was left', ...leaves('d.lead'), '', `${NONE}; ${joined('d.lead')}`, [['behind', TOLD, '']]],
  ['where an analyst stays', ...leaves('a.lead'), '', "DELETE FROM access.compartment_member WHERE user_id = @a.chief; DELETE FROM identity.user_role WHERE user_id = @a.member; INSERT INTO identity.user_role VALUES (@a.member, 'analyst'), (@a.member, 'supervisor')", [['behind', TOLD, HERON('a.lead')]]],
  ['where a lead’s term is over', ...leaves('a.lead'), '', term('a.chief', 'current_date - 1'), [['behind', TOLD, HERON('a.lead')]]], ['where a lead’s term ends today', ...leaves('a.lead'), '', term('a.chief', 'current_date'), [['behind', TOLD, '']]],
  ['of two operations', ...leaves('a.lead'), '', ROOK, [['behind', TOLD, HERON('a.lead').replace('heron', 'rook')]]],
  ['whose earlier membership ended earlier', ...leaves('a.second'), '', `${NONE}; INSERT INTO access.compartment_departure (compartment_id, user_id, agency_id, reason, added_at, ends_on, because, departed_at) VALUES (71, @a.second, 901, 'x', now(), current_date, 'posted', now() - interval '1 day')`, [['behind', TOLD, '']]],
  ['who was removed in the same breath', ...leaves('a.second'), '', `${NONE}; INSERT INTO access.compartment_departure (compartment_id, user_id, agency_id, reason, added_at, ends_on, because) VALUES (71, @a.second, 901, 'x', now(), current_date, 'removed')`, [['behind', TOLD, '']]],
  ['another who left in the same breath', ...leaves('a.second'), '', `${NONE}; INSERT INTO access.compartment_departure (compartment_id, user_id, agency_id, reason, added_at, ends_on, because) VALUES (71, @a.peer, 901, 'x', now(), current_date, 'left-service')`, [['behind', TOLD, '']]],
]); // prettier-ignore

export const operationLeadProbes = [
  ...handing,
  ...taking,
  ...leaderless,
  ...leading,
  ...reopening,
  ...steps,
  ...leaving,
];
