import { disclosureOf, emergencyOf } from './mutant-world.js';
import type { Probe, Step } from './probe.js';

/** Asks one thing of several people. */
export function asked(
  name: string,
  about: string,
  sql: string,
  answers: Record<string, string>,
  arrange?: string,
): Probe[] {
  return Object.entries(answers).map(([who, gives]) => ({
    name: `${name}: ${who}`, about, ...(arrange ? { arrange } : {}), steps: [[who, sql, gives]],
  })); // prettier-ignore
}

const GRANTED =
  'access.record_visibility access.item_visibility access.my_live_grants access.my_grants ctx.lapsed_agreements ctx.compartments access.owns';

/** Grants that differ in one label from one that b.analyst may read, at each side of its edge. */
const EDGES: [change: string, readers: string][] = [
  ['sensitivity = 1', 'b.low b.analyst b.chief'],
  ['sensitivity = 2', 'b.analyst b.chief'],
  ['sensitivity = 3', 'b.chief'],
  ["private_to = @b.analyst, valid_until = now() + interval '3599 seconds'", 'b.analyst'],
  ["private_to = @b.analyst, valid_until = now() + interval '1 hour'", ''],
  ['private_to = @b.analyst, valid_until = NULL', 'b.analyst'],
  ['private_to = @b.peer', ''],
  ["valid_until = now() - interval '1 second'", ''],
  ['valid_until = now()', ''],
  ["valid_until = now() + interval '1 second'", 'b.analyst b.chief'],
  ['valid_until = NULL', 'b.analyst b.chief'],
  ['agreement_id = NULL', 'b.analyst b.chief'],
  ['agency_id = 903', 'c.analyst'],
  ['compartment_id = 71', ''],
];

const AGREEMENTS: [change: string, inForce: boolean][] = [
  ["status = 'active'", true],
  ["status = 'suspended'", false],
  ["status = 'lapsed'", false],
  ['ends_on = current_date', true],
  ['ends_on = current_date - 1', false],
  ['starts_on = current_date', true],
  ['starts_on = current_date + 1', false],
];

const READERS = ['b.low', 'b.analyst', 'b.chief', 'c.analyst'];
const change = (to: string): string =>
  ['record', 'item']
    .map((what) => `UPDATE access.${what}_visibility SET ${to} WHERE disclosure_id = @dis.b`)
    .join('; ');

/** Every surface on which a grant is read: the rows themselves, the record, its item, and the two functions. */
const SURFACES: [look: string, sees: string][] = [
  ['SELECT record_id FROM access.record_visibility WHERE record_id = @shared', 'shared'],
  ['SELECT item_id FROM access.item_visibility WHERE record_id = @shared', 'shared.0'],
  ['SELECT id FROM intelligence.report WHERE id = @shared', 'shared'],
  ['SELECT id FROM intelligence.report_item WHERE report_id = @shared', 'shared.0'],
  ['SELECT item_id FROM intelligence.report_item_area WHERE report_id = @shared', 'shared.0'],
];

function sight(name: string, arrange: string, readers: string): Probe[] {
  return READERS.map((who): Probe => {
    const sees = readers.split(' ').includes(who);
    return { name: `${name}: ${who}`, about: `${GRANTED} intelligence.report intelligence.report_item intelligence.report_item_area`, arrange,
      steps: [...SURFACES.map(([look, gives]): Step => [who, look, sees ? gives : '']), ['behind', 'SELECT record_id FROM access.my_live_grants(@shared)', sees ? 'shared' : '']] }; // prettier-ignore
  });
}

const grants: Probe[] = [
  ...sight('as it is', 'SELECT 1', 'b.analyst b.chief'),
  ...EDGES.flatMap(([to, readers]) => sight(`a grant with ${to}`, change(to), readers)),
  ...AGREEMENTS.flatMap(([to, inForce]) =>
    sight(`under an agreement with ${to}`, `UPDATE sharing.agreement SET ${to} WHERE id = 901`, inForce ? 'b.analyst b.chief' : '')),
  ...[-1, 0, 1].flatMap((ends) => sight(`a member until day ${ends}`,
    `${change('compartment_id = 71')}; INSERT INTO access.compartment_member VALUES (71, @b.analyst, 'x', current_date + ${ends}, 902)`,
    ends < 0 ? '' : 'b.analyst')),
]; // prettier-ignore

const CONDITIONS = `${disclosureOf('dis.c', 902, { record: 'plain', conditions: 'Ask first' })}`;
const accepted = (who: string): string =>
  `${CONDITIONS}; INSERT INTO access.acknowledgement (disclosure_id, user_id) VALUES (@dis.c, @${who})`;
const CONTENT =
  'SELECT (SELECT count(*) FROM access.record_visibility WHERE record_id = @plain) AS known, (SELECT count(*) FROM intelligence.report WHERE id = @plain) AS head, (SELECT count(*) FROM access.item_visibility WHERE record_id = @plain) AS items, (SELECT count(*) FROM intelligence.report_item WHERE report_id = @plain) AS texts';
const WITHHELD = 'access.record_visibility access.item_visibility intelligence.report access.acknowledgement';

const withheld = (how: string, gives: Record<string, string>, arrange?: string): Probe[] =>
  asked(
    `what is withheld${how}`,
    'ctx.withheld access.my_live_grants',
    'SELECT w FROM ctx.withheld() w',
    gives,
    arrange,
  );

const conditions: Probe[] = [
  ...asked('conditions not accepted', WITHHELD, CONTENT, { 'b.analyst': '1 0 0 0', 'a.analyst': '1 1 2 2', 'd.analyst': '0 0 0 0', 'b.low': '0 0 0 0' }, CONDITIONS),
  ...asked('conditions accepted by one', WITHHELD, CONTENT, { 'b.analyst': '1 1 1 1', 'b.peer': '1 0 0 0', 'a.peer': '1 1 2 2' }, accepted('b.analyst')),
  ...asked('conditions accepted by another agency', WITHHELD, CONTENT, { 'b.analyst': '1 0 0 0' }, accepted('d.analyst')),
  ...asked('a second grant without conditions', WITHHELD, CONTENT, { 'b.analyst': '2 1 1 1' }, `${CONDITIONS}; ${disclosureOf('dis.e', 902, { record: 'plain', items: ['plain.1'] })}`),
  ...asked('a second grant without conditions, over', WITHHELD, CONTENT, { 'b.analyst': '1 0 0 0' },
    `${CONDITIONS}; ${disclosureOf('dis.e', 902, { record: 'plain', items: ['plain.1'], until: 'now()' })}`),
  ...asked('an acceptance of another disclosure', WITHHELD, CONTENT, { 'b.analyst': '1 0 0 0' },
    `${CONDITIONS}; INSERT INTO access.acknowledgement (disclosure_id, user_id) VALUES (@dis.b, @b.analyst)`),
  ...withheld('', { 'b.analyst': 'plain', 'a.analyst': '', 'c.analyst': '', 'b.low': '', nobody: '' }, CONDITIONS),
  ...withheld(' when nothing is', { 'b.analyst': '', 'b.low': '', 'a.low': '' }),
  ...withheld(' from who did not accept', { 'b.analyst': '', 'b.peer': 'plain' }, accepted('b.analyst')),
  ...withheld(' whatever another agency accepted', { 'b.analyst': 'plain' }, accepted('d.analyst')),
  ...withheld(' beside a grant without conditions', { 'b.analyst': '' }, `${CONDITIONS}; ${disclosureOf('dis.e', 902, { record: 'plain', items: ['plain.1'] })}`),
  ...withheld(' beside one that is over', { 'b.analyst': 'plain' }, `${CONDITIONS}; ${disclosureOf('dis.e', 902, { record: 'plain', items: ['plain.1'], until: 'now()' })}`),
  ...withheld(' after an acceptance of another disclosure', { 'b.analyst': 'plain' },
    `${CONDITIONS}; INSERT INTO access.acknowledgement (disclosure_id, user_id) VALUES (@dis.b, @b.analyst)`),
  ...asked('who accepted', 'access.acknowledgement', 'SELECT user_id FROM access.acknowledgement', { 'b.analyst': 'b.analyst', 'b.peer': '', 'a.lead': '' }, accepted('b.analyst')),
]; // prettier-ignore

const emergencies: Probe[] = [
  ...asked('an emergency of one person', GRANTED, CONTENT, { 'c.lead': '1 1 2 2', 'c.supervisor': '0 0 0 0' }, emergencyOf('use', 'c.lead')),
  ...asked('uses of an emergency', 'access.emergency_access', 'SELECT user_id FROM access.emergency_access', {
    'c.lead': 'c.lead', 'c.supervisor': '', 'a.supervisor': 'c.lead', 'a.lead': 'c.lead', 'a.coordinator': 'c.lead', 'a.analyst': '', 'a.low': '',
    'b.supervisor': '', 'c.auditor': 'c.lead', 'a.auditor': 'c.lead', 'd.administrator': '', nobody: '',
  }, emergencyOf('use', 'c.lead')),
  ...asked('uses of an emergency, seen by who holds another grant', 'access.emergency_access', 'SELECT user_id FROM access.emergency_access', { 'b.supervisor': '', 'a.supervisor': 'c.lead' }, emergencyOf('use', 'c.lead', 'shared')),
  ...asked('an emergency of an operation', 'access.emergency_access', 'SELECT user_id FROM access.emergency_access', { 'a.lead': 'c.lead', 'a.supervisor': '' }, emergencyOf('use', 'c.lead', 'held')),
  ...asked('an emergency of an operation, used by a colleague too', 'access.emergency_access', 'SELECT user_id FROM access.emergency_access', { 'a.supervisor': 'a.supervisor' }, `${emergencyOf('use', 'c.lead', 'held')}; ${emergencyOf('use.2', 'a.supervisor', 'held')}`),
  ...asked('uses of an emergency, seen by who seems to own the record', 'access.emergency_access', 'SELECT user_id FROM access.emergency_access', { 'b.supervisor': '' },
    `${emergencyOf('use', 'c.lead')}; UPDATE access.record_visibility SET agency_id = 902 WHERE record_id = @plain AND disclosure_id IS NULL`),
]; // prettier-ignore

export const policyProbes: readonly Probe[] = [...grants, ...conditions, ...emergencies];
