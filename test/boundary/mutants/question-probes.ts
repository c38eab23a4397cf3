import { calls } from './disclose-probes.js';
import { disclosureOf } from './mutant-world.js';
import type { Step } from './probe.js';

/** A question of b.peer's about a record of agency a, and another about another record, which is never to change. */
const question = (name: string, record: string, more = ''): string =>
  `INSERT INTO access.discovery_question (id, record_id, reference, owner_agency_id, asker_agency_id, asked_by, reason) VALUES (@${name}, @${record}, 'IR-${record}', 901, 902, @b.peer, 'x')${more}`;
const ASKED = `${question('ask', 'plain')}; ${question('ask.2', 'shared')}`;
const GIVEN = `${ASKED}; ${disclosureOf('dis.q', 902, { record: 'plain' })}`;
const given = (change: string): string => `${GIVEN}; UPDATE access.disclosure SET ${change} WHERE id = @dis.q`;

const answer = (who: string, said = "'not-shared'", words = "' why '", contact = "' '", id = 'ask') =>
  [who, `SELECT record, reference, asker, disclosure FROM access.answer_question(@${id}, ${said}, ${words}, ${contact})`] as const; // prettier-ignore
const PLAIN = 'plain IR-plain T902 -';
const after = (gives: string): Step => ['behind', 'SELECT id, answer, words, contact, disclosure_id, answered_by FROM access.discovery_question WHERE answered_at = now()', gives]; // prettier-ignore
const TOLD: Step = ['behind', "SELECT record_id, actor_id, agency_id, payload ->> 'personId', payload ->> 'recipientAgencyId' FROM platform.outbox WHERE type = 'discovery.answered.v1'", 'ask a.supervisor 901 b.peer 902']; // prettier-ignore
const answering = calls('access.answer_question access.owns access.discovery_question', [
  ['not shared', ...answer('a.supervisor'), PLAIN, GIVEN, [after('ask not-shared why - - a.supervisor'), TOLD]], ['without words', ...answer('a.supervisor', "'not-shared'", "' '"), PLAIN, ASKED, [after('ask not-shared - - - a.supervisor')]], ['by a lead', ...answer('a.lead'), PLAIN, ASKED],
  ['telephone', ...answer('a.supervisor', "'telephone'", 'NULL', "' Duty, 07700 900123 '"), PLAIN, ASKED, [after('ask telephone - Duty, 07700 900123 - a.supervisor')]], ['telephone, to nobody', ...answer('a.supervisor', "'telephone'"), 'CL422 contact', ASKED], ['telephone, with nothing for a contact', ...answer('a.supervisor', "'telephone'", 'NULL', 'NULL'), 'CL422 contact', ASKED],
  ['shared', ...answer('a.supervisor', "'shared'"), 'plain IR-plain T902 dis.q', GIVEN, [after('ask shared why - dis.q a.supervisor')]], ['shared, when nothing was', ...answer('a.supervisor', "'shared'"), 'CL422 answer: Share', ASKED], ['shared, with another agency', ...answer('a.supervisor', "'shared'"), 'CL422 answer: Share', `${ASKED}; ${disclosureOf('dis.q', 904, { record: 'plain' })}`],
  ['shared, and revoked', ...answer('a.supervisor', "'shared'"), 'CL422 answer: Share', given('revoked_at = now(), revoked_by = @a.lead')], ['shared until now', ...answer('a.supervisor', "'shared'"), 'CL422 answer: Share', given('expires_at = now()')], ['shared until soon', ...answer('a.supervisor', "'shared'"), 'plain IR-plain T902 dis.q', given("expires_at = now() + interval '1 second'")],
  ['shared under a suspended agreement', ...answer('a.supervisor', "'shared'"), 'CL422 answer: Share', `${GIVEN}; UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901`],
  ['something else', ...answer('a.supervisor', "'maybe'"), 'CL422 answer: Choose', GIVEN], ['nothing', ...answer('a.supervisor', 'NULL'), 'CL422 answer: Choose', GIVEN], ['twice', ...answer('a.supervisor'), 'CL409 This question was answered', `${ASKED}; UPDATE access.discovery_question SET answer = 'not-shared', answered_at = now(), answered_by = @a.lead`],
  ['by an analyst', ...answer('a.peer'), 'CL403 no-permission', ASKED], ['by a coordinator', ...answer('a.coordinator'), 'CL403 no-permission', ASKED], ['with too little clearance', ...answer('a.low'), 'CL404', ASKED], ['by whoever asked', ...answer('b.peer'), 'CL404', ASKED], ['by a stranger', ...answer('c.lead'), 'CL404', ASKED], ['with nobody signed in', ...answer('nobody'), 'CL404', ASKED], ['to nothing', ...answer('a.lead', "'not-shared'", "''", "''", 'absent'), 'CL404', ASKED],
  ['of an operation’s record from outside', ...answer('a.supervisor', "'not-shared'", "''", "''", 'ask.3'), 'CL404', question('ask.3', 'held')], ['of an operation’s record from inside', ...answer('a.lead', "'not-shared'", "''", "''", 'ask.3'), 'held IR-held T902 -', question('ask.3', 'held')],
  ['that names another owner', ...answer('a.lead'), 'CL404', `${ASKED}; UPDATE access.discovery_question SET owner_agency_id = 902`], ['of another’s record', ...answer('b.lead'), 'CL404', `${ASKED}; UPDATE access.discovery_question SET owner_agency_id = 902`],
]); // prettier-ignore

const at = (remind: string, due: string, more = ''): string => `${ASKED}; UPDATE access.discovery_question SET remind_at = now() + interval '${remind}', due_at = now() + interval '${due}'${more} WHERE id = @ask`; // prettier-ignore
const mind: readonly [string, string] = ['worker:nobody', 'SELECT access.mind_questions(10)'];
const SAID: readonly [string, string] = ['behind', "SELECT type, record_id, agency_id, coalesce(payload ->> 'questionId', payload ->> 'personId') FROM platform.outbox WHERE type LIKE 'discovery%' ORDER BY type"]; // prettier-ignore
const STAMPS = (reminded: boolean, escalated: boolean): Step => ['behind', 'SELECT id, reminded_at = now(), escalated_at = now() FROM access.discovery_question ORDER BY id = @ask.2', `ask ${reminded ? 'true' : '-'} ${escalated ? 'true' : '-'}, ask.2 - -`]; // prettier-ignore
const LATE = 'discovery.late.v1 ask 901 b.peer, discovery.overdue.v1 plain 901 ask';
const minding = calls('access.mind_questions', [
  ['at half-time', ...mind, '1', at('0', '1 second'), [[...SAID, 'discovery.reminded.v1 plain 901 ask'], STAMPS(true, false)]], ['before half-time', ...mind, '0', at('1 second', '2 seconds'), [[...SAID, ''], STAMPS(false, false)]], ['once reminded', ...mind, '0', at('0', '1 second', ', reminded_at = now()'), [[...SAID, '']]],
  ['when late', ...mind, '1', at('-1 second', '0'), [[...SAID, LATE], STAMPS(true, true)]], ['when late and reminded of', ...mind, '1', at('-1 second', '0', ", reminded_at = now() - interval '1 second'"), [[...SAID, LATE]]], ['once told of', ...mind, '0', at('-1 second', '0', ', reminded_at = now(), escalated_at = now()'), [[...SAID, '']]],
  ['late before its half-time', ...mind, '1', at('1 second', '0'), [[...SAID, LATE]]], ['that was answered', ...mind, '0', at('-1 second', '0', ", answer = 'not-shared', answered_at = now(), answered_by = @a.lead"), [[...SAID, '']]], ['for whom it was not made', 'a.lead', mind[1], '42501'],
  ['both', ...mind, '2', `${at('-1 second', '0')}; UPDATE access.discovery_question SET remind_at = now() WHERE id = @ask.2`, [[...SAID, `${LATE}, discovery.reminded.v1 shared 901 ask.2`]]],
  ['one at a time', 'worker:nobody', 'SELECT access.mind_questions(1)', '1', `${at('-1 second', '0')}; UPDATE access.discovery_question SET remind_at = now() WHERE id = @ask.2`, [[...SAID, LATE]]],
]); // prettier-ignore

export const questionProbes = [...answering, ...minding];
