import { CASE, says } from './case-probes.js';
import { calls, refusing, type Call } from './disclose-probes.js';
import { disclosureOf } from './mutant-world.js';
import { tried } from './emergency-probes.js';
import type { Probe } from './probe.js';

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'handler', 'contact'];
const WRITERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'];
const OTHERS = ['administrator', 'auditor', 'none'];
const REFUSED = 'CL403 no-permission';

/** One probe for each role of agency a or b that may, and for those that may not. */
const roles = (
  about: string,
  agency: string,
  allowed: readonly string[],
  others: readonly string[],
  [call, gives, arrange]: readonly [call: string, gives: string, arrange?: string],
  refused: (role: string) => string = () => REFUSED,
): Probe[] =>
  calls(
    about,
    [
      ...allowed.map((role): Call => [`as ${role}`, `${agency}.${role}`, call, gives, arrange]),
      ...others.map((role): Call => [`as ${role}`, `${agency}.${role}`, call, refused(role), arrange]),
    ].map((one) => (call.includes('IR-') ? tried('discovery', [one])[0]! : one)),
  );

const LATER = "now() + interval '1 day', now() + interval '2 days'";
const NAMED = "UPDATE intelligence.report SET discovery = 'named' WHERE id = @plain";
const WAITS = disclosureOf('dis.c', 902, { record: 'plain', conditions: 'Ask first' });
const RETURNED = 'UPDATE intelligence.report SET status = 3 WHERE id = @plain';

const onlyA = (role: string): string => `${CASE}; DELETE FROM identity.user_role WHERE user_id = @a.member; INSERT INTO identity.user_role VALUES (@a.member, '${role}')`; // prettier-ignore
const moving: Probe[] = (
  [
    ['closed by a lead', 'a.lead', 'status = 4', '4 Case'], ['closed by whoever writes to it', 'a.member', 'status = 4', REFUSED], ['closed and named by whoever writes to it', 'a.member', "status = 4, name = 'New'", REFUSED],
    ['named by whoever writes to it', 'a.member', "name = 'New'", '2 New'], ['marked by whoever writes to it', 'a.member', "marking = 'OFFICIAL-SENSITIVE'", '2 Case'], ['named by a contact', 'a.member', "name = 'New'", REFUSED, onlyA('contact')], ['marked by a contact', 'a.member', "marking = 'OFFICIAL-SENSITIVE'", REFUSED, onlyA('contact')],
    ...['supervisor', 'lead', 'officer', 'coordinator'].map((role) => [`named by a ${role}`, 'a.member', "name = 'New'", '2 New', onlyA(role)] as const),
  ] as const
).map(([name, who, set, gives, arrange]) => says('cases.refuse_step', name, who, `UPDATE cases.case_file SET ${set} WHERE id = @case RETURNING status, name`, gives, arrange ?? CASE)); // prettier-ignore

const acting = (name: string, who: string, set: string, gives: string, arrange = ''): Probe =>
  says('cases.refuse_move', name, who, `UPDATE cases.action SET ${set} WHERE id = @do.asked RETURNING state > 0`, gives, `${CASE}; UPDATE cases.action SET assigned_to = @d.member, due_on = '2030-01-01', due_at = '2030-01-01'${arrange}`); // prettier-ignore
const WITHDRAWN = ', state = 6';
const DONE = ", state = 4, result = 'x', completed_by = @d.member";
const sides: Probe[] = [
  ...["due_on = '2031-01-01'", "due_at = '2031-01-01'", 'overdue_told_at = now()', 'state = 6'].flatMap((set) => [
    acting(set, 'a.member', set, 'true'), acting(set, 'd.member', set, 'CL403 not-raiser'),
  ]),
  acting('asked again by who is asked', 'd.member', 'state = 1', 'CL403 not-raiser', WITHDRAWN), acting('asked again', 'a.member', 'state = 1', 'true', WITHDRAWN),
  acting('done after all, by who is asked', 'd.member', 'state = 4, verified_by = NULL', 'CL403 not-raiser', `${DONE.replace('4', '5')}, verified_by = @a.lead`),
  acting('verified by a contact', 'a.member', 'state = 5, verified_by = @a.member', REFUSED, `${DONE}; UPDATE identity.user_role SET role = 'contact' WHERE user_id = @a.member`), acting('verified', 'a.member', 'state = 5, verified_by = @a.member', 'true', DONE),
  acting('left instead, by who is asked', 'd.member', 'state = 7', 'true', WITHDRAWN), acting('accepted by who is asked', 'd.member', 'state = 2', 'true'),
  ...['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'].map((role) => says('cases.refuse_move', `withdrawn by a ${role}`, 'a.member',
    'UPDATE cases.action SET state = 6 WHERE id = @do.asked RETURNING state', role === 'contact' ? REFUSED : '6', onlyA(role))),
]; // prettier-ignore

export const roleProbes: readonly Probe[] = [
  ...roles('access.discover', 'b', READERS, OTHERS, [
    "SELECT outcome FROM access.discover('IR-plain')",
    'named',
    NAMED,
  ]),
  ...roles('access.ask_owner', 'b', READERS, OTHERS, [
    `SELECT outcome FROM access.ask_owner('IR-plain', 'x', ${LATER})`,
    'named',
    NAMED,
  ]),
  ...roles(
    'access.acknowledge',
    'b',
    READERS,
    OTHERS,
    ['SELECT added FROM access.acknowledge(@dis.c)', 'true', WAITS],
    refusing,
  ),
  ...roles(
    'intelligence.forget_source',
    'a',
    WRITERS,
    ['handler', 'contact', ...OTHERS],
    ['SELECT intelligence.forget_source(@plain.1)', '-', RETURNED],
  ),
  ...moving,
  ...sides,
];
