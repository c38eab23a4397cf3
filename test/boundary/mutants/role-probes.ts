import { CASE, says } from './case-probes.js';
import { calls, type Call } from './disclose-probes.js';
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
): Probe[] =>
  calls(
    about,
    [
      ...allowed.map((role): Call => [`as ${role}`, `${agency}.${role}`, call, gives, arrange]),
      ...others.map((role): Call => [`as ${role}`, `${agency}.${role}`, call, REFUSED, arrange]),
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
  ...roles('access.acknowledge', 'b', READERS, OTHERS, ['SELECT added FROM access.acknowledge(@dis.c)', 'true', WAITS]),
  ...roles(
    'intelligence.forget_source',
    'a',
    WRITERS,
    ['handler', 'contact', ...OTHERS],
    ['SELECT intelligence.forget_source(@plain.1)', '-', RETURNED],
  ),
  ...moving,
];
