import { createHash } from 'node:crypto';
import { calls, refusing, type Call } from './disclose-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { EDITABLE, falseGrant } from './owner-probes.js';
import { id, type Probe, type Step } from './probe.js';

/** Each item as a correction would leave it: nothing changed but what is named. */
const itemOf = (n: number, change: Record<string, unknown> = {}, record = 'shared'): string => {
  const { id: _id, ...fields } = { id: '', withdrawn: false, sanitised: `${record} ${n}`, instructions: null, usage: null, sourceEvaluation: n + 1, intelligenceAssessment: 'A', handlingCode: n === 0 ? 'P' : 'C',
    actionCode: n === 0 ? null : 'A1', sanitisationCode: null, areas: ['TEST'], reason: 'Because', ...change }; // prettier-ignore
  return `'${JSON.stringify(fields)}'::jsonb || jsonb_build_object('id', @${record}.${n})`;
};
const fix = (
  name: string,
  items: string[],
  head: object = {},
  record = 'shared',
  more = "'proposed', NULL, NULL",
): string =>
  `INSERT INTO intelligence.report_correction (id, report_id, reason, author_id, state, decided_by, decided_at, content) SELECT @${name}, @${record}, 'x', @a.peer, ${more},
    '${JSON.stringify({ sanitisedTitle: `${record} title`, eventDate: '2026-01-01', ...head })}'::jsonb || jsonb_build_object('items', jsonb_build_array(${items.join(', ')}))`;
const BOTH = [itemOf(0, { sanitised: 'New' }), itemOf(1)];
const TWO = `${fix('fix', BOTH)}; ${fix('fix.2', [itemOf(0), itemOf(1)], {}, 'plain')}; ${disclosureOf('dis.t', 901, { record: 'theirs', from: 902 })}`;
const decide = (who: string, approve = 'true', what = 'fix') =>
  [who, `SELECT w FROM intelligence.decide_correction(@${what}, ${approve}, 'fine') w ORDER BY 1`] as const;
const NOTICES: readonly [string, string] = [
  'behind',
  'SELECT record_id, recipient_agency_id, reference, what, changes, sensitivity, compartment_id FROM access.notice ORDER BY recipient_agency_id',
];
const noticed = (changes: string): Step => [
  ...NOTICES,
  `shared 902 DT-dis.b corrected [${changes}] 2 -, shared 904 DT-dis.d corrected [${changes}] 2 -`,
];
const OTHERS: Step[] = [
  ['behind', "SELECT (SELECT count(*) FROM intelligence.report_item WHERE report_id <> @shared AND (corrected_at IS NOT NULL OR withdrawn_at IS NOT NULL)), (SELECT count(*) FROM intelligence.report_item_original WHERE reason IS NOT NULL AND report_id <> @shared), (SELECT count(*) FROM intelligence.report_item_area), (SELECT count(*) FROM intelligence.report WHERE sanitised_title = replace(reference, 'IR-', '') || ' title' AND event_date = '2026-01-01' AND handling = 'C' AND id <> @shared)", '0 0 14 6'],
  ['behind', 'SELECT id, state, decided_by, decision_reason FROM intelligence.report_correction ORDER BY id = @fix.2', 'fix approved a.supervisor fine, fix.2 proposed - -'],
]; // prettier-ignore
const texts: Step = ['b.peer', 'SELECT sanitised FROM intelligence.report_item WHERE report_id = @shared', 'New'];
const VERSION: Step = [
  'behind',
  "SELECT report_id, correction_id, content->>'sanitisedTitle', (SELECT string_agg((i->>'sanitised') || (i->'areas')::text, ' ' ORDER BY i->>'sanitised') FROM jsonb_array_elements(content->'items') i), (SELECT count(DISTINCT i->>'id') FROM jsonb_array_elements(content->'items') i) FROM intelligence.report_version",
  'shared fix shared title shared 0["TEST"] shared 1["TEST"] 2',
];

/** What a correction changed of one item, and the words of it that a recipient is told. */
const KINDS: readonly [name: string, change: Record<string, unknown>, told: string][] = [
  ['its text', { sanitised: 'New' }, 'text'], ['its instructions', { instructions: 'New' }, 'text'], ['its use', { usage: 'New' }, 'text'], ['its source', { sourceEvaluation: 2 }, 'grading'], ['its assessment', { intelligenceAssessment: 'B' }, 'grading'],
  ['its handling', { handlingCode: 'C' }, 'handling'], ['its action', { actionCode: 'A2' }, 'handling'], ['its sanitisation', { sanitisationCode: 'S1' }, 'handling'], ['its areas', { areas: [] }, 'areas'], ['text and grading', { sanitised: 'New', sourceEvaluation: 2 }, 'grading text'],
]; // prettier-ignore
const words = KINDS.map(([name, change, told]): Call => [
  `of ${name}`,
  ...decide('a.supervisor'),
  '902, 904',
  fix('fix', [itemOf(0, change), itemOf(1)]),
  [noticed(told)],
]);

const deciding = calls('intelligence.decide_correction intelligence.report_correction intelligence.report_version intelligence.report_item intelligence.report_item_area intelligence.report_item_original intelligence.report access.notice', [
  ['of a text', ...decide('a.supervisor'), '902, 904', TWO, [noticed('text'), ...OTHERS, texts, VERSION]],
  ...[4, 7].map((status): Call => [`of a report in status ${status}`, ...decide('a.supervisor'), 'CL404', `${TWO}; UPDATE intelligence.report SET status = ${status} WHERE id = @shared`]),
  ['of what was closed', ...decide('a.supervisor'), '902, 904', `${TWO}; UPDATE intelligence.report SET status = 6 WHERE id = @shared`], ['beside one that was withdrawn', ...decide('a.supervisor'), '902, 904', `${TWO}; UPDATE intelligence.report SET status = 7 WHERE id = @plain`],
  ['of nothing', ...decide('a.supervisor'), '', `${fix('fix', [itemOf(0), itemOf(1)])}`], ['of an item that nobody holds', ...decide('a.supervisor'), '', fix('fix', [itemOf(0), itemOf(1, { sanitised: 'New' })])],
  ['of the title', ...decide('a.supervisor'), '902, 904', `${fix('fix', [itemOf(0), itemOf(1)], { sanitisedTitle: 'New' })}; ${disclosureOf('dis.t', 901, { record: 'theirs', from: 902 })}`, [noticed('text'), ['b.peer', 'SELECT sanitised_title FROM intelligence.report WHERE id = @shared', 'New']]],
  ['of the day', ...decide('a.supervisor'), '902, 904', fix('fix', [itemOf(0), itemOf(1)], { eventDate: '2026-02-02' }), [noticed('text'), ['b.peer', 'SELECT event_date::text FROM intelligence.report WHERE id = @shared', '2026-02-02']]],
  ...words,
  ['refused', ...decide('a.supervisor', 'false'), '', TWO, [[...NOTICES, ''], ['behind', "SELECT state, decision_reason FROM intelligence.report_correction WHERE id = @fix", 'rejected fine'], ['behind', 'SELECT count(*) FROM intelligence.report_version', '0']]],
  ['that takes an item out', ...decide('a.supervisor'), '902', `${fix('fix', [itemOf(0), itemOf(1, { withdrawn: true })])}; ${disclosureOf('dis.e', 902, { items: ['shared.1'] })}`, [
    [...NOTICES, 'shared 902 DT-dis.e corrected [removed] 2 -'], ['behind', 'SELECT id FROM intelligence.report_item WHERE withdrawn_at IS NOT NULL', 'shared.1'], ['behind', 'SELECT item_id, agency_id FROM access.item_visibility WHERE withdrawn_at IS NOT NULL', 'shared.1 901'],
    ['behind', 'SELECT disclosure_id FROM access.record_visibility WHERE record_id = @shared AND disclosure_id IS NOT NULL ORDER BY agency_id', 'dis.b, dis.d'], ['behind', 'SELECT count(*) FROM access.item_visibility', '16'], ['a.peer', 'SELECT handling FROM intelligence.report WHERE id = @shared', 'P'],
  ]],
  ['that takes the shared item out', ...decide('a.supervisor'), '902, 904', `${fix('fix', [itemOf(0, { withdrawn: true }), itemOf(1)])}; ${disclosureOf('dis.t', 901, { record: 'theirs', from: 902 })}; DELETE FROM access.item_visibility WHERE disclosure_id = @dis.t`, [noticed('removed'), ['behind', 'SELECT disclosure_id FROM access.record_visibility WHERE disclosure_id IS NOT NULL', 'dis.t']]],
  ['that takes the shared item out while its grant says another record', ...decide('a.supervisor'), '902, 904', `${fix('fix', [itemOf(0, { withdrawn: true }), itemOf(1)])}; INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, disclosure_id, item_id, restricted) VALUES (902, now(), @plain, 1, 901, 2, 5, 'C', @dis.b, @plain.1, true)`, [['behind', 'SELECT disclosure_id FROM access.record_visibility WHERE disclosure_id IS NOT NULL', '']]],
  ['that leaves handling to each grant’s items', ...decide('a.supervisor'), '902', `${fix('fix', [itemOf(0), itemOf(1, { sanitised: 'New' })])}; ${disclosureOf('dis.e', 902, { items: ['shared.0', 'shared.1'] })}; ${disclosureOf('dis.t', 901, { record: 'theirs', from: 902 })}; UPDATE access.record_visibility SET handling = 'C'`, [['behind', 'SELECT disclosure_id, handling FROM access.record_visibility WHERE disclosure_id IS NOT NULL ORDER BY agency_id, disclosure_id = @dis.e', 'dis.t C, dis.b P, dis.e C, dis.d P'], ['behind', 'SELECT count(*) FROM access.record_visibility WHERE disclosure_id IS NULL AND handling = $$C$$', '7']]],
  ['when all is handled P', ...decide('a.supervisor'), '', fix('fix', [itemOf(0), itemOf(1, { handlingCode: 'P' })]), [['a.peer', 'SELECT handling FROM intelligence.report WHERE id = @shared', 'P']]],
  ['that names an item of another record', ...decide('a.supervisor'), '', fix('fix', [itemOf(0, { sanitised: 'New' }, 'plain')]), [['behind', "SELECT count(*) FROM intelligence.report_item WHERE sanitised = 'New'", '0']]],
  ['of areas in another order', ...decide('a.supervisor'), '', `${EDITABLE}; INSERT INTO identity.area VALUES ('ALSO', 'ALS', 'Also', 'Test', 1, 2, true); INSERT INTO intelligence.report_item_area VALUES (@shared.0, @shared, 'ALSO'), (@shared.1, @shared, 'ALSO'); UPDATE intelligence.report SET status = 5 WHERE id <> @draft; ${fix('fix', [itemOf(0, { areas: ['TEST', 'ALSO'] }), itemOf(1, { areas: ['ALSO', 'TEST'] })])}`],
  ['keeps why its handling is so', ...decide('a.supervisor'), '', fix('fix', [itemOf(0), itemOf(1)]), [['behind', "SELECT item_id FROM intelligence.report_item_original WHERE reason = 'Because' ORDER BY position", 'shared.0, shared.1']]],
  ['by a lead', ...decide('a.lead'), 'CL403 not-supervisor', TWO], ['by who wrote it', ...decide('a.peer'), 'CL403 author-decides-own', `${TWO}; INSERT INTO identity.user_role VALUES (@a.peer, 'supervisor')`], ['with too little clearance', ...decide('a.low'), 'CL404', TWO], ['by a recipient', ...decide('b.supervisor'), 'CL404', TWO],
  ['by a stranger', ...decide('c.supervisor'), 'CL404', TWO], ['with nobody signed in', ...decide('nobody'), 'CL404', TWO], ['of what is not there', ...decide('a.supervisor', 'true', 'absent'), 'CL404', TWO], ['decided before', ...decide('a.supervisor'), 'CL404', fix('fix', BOTH, {}, 'shared', "'approved', @a.second, now()")],
  ['of an operation’s record', ...decide('a.supervisor'), 'CL404', fix('fix', [itemOf(0, {}, 'held')], {}, 'held')], ['of a record opened in an emergency', ...decide('a.supervisor'), 'CL404', `${fix('fix', [itemOf(0, {}, 'held')], {}, 'held')}; ${emergencyOf('use', 'a.supervisor', 'held')}`],
  ['of an operation’s record by a member', ...decide('a.chief'), '904', `${fix('fix', [itemOf(0, { sanitised: 'New' }, 'held'), itemOf(1, {}, 'held')], {}, 'held')}; ${disclosureOf('dis.h', 904, { record: 'held' })}`, [[...NOTICES, 'held 904 DT-dis.h corrected [text] 2 71']]],
  ['whose grants say less than its own', ...decide('a.supervisor'), '902, 904', `${TWO}; UPDATE access.record_visibility SET sensitivity = 1 WHERE disclosure_id IS NOT NULL`, [noticed('text')]],
  ['of an item held under another record', ...decide('a.supervisor'), '', `${fix('fix', [itemOf(0), itemOf(1, { withdrawn: true })])}; ${disclosureOf('dis.e', 902, { items: ['shared.1'] })}; UPDATE access.item_visibility SET record_id = @plain WHERE disclosure_id = @dis.e; DELETE FROM access.disclosure_item WHERE disclosure_id = @dis.e`, [['behind', 'SELECT item_id, withdrawn_at IS NULL FROM access.item_visibility WHERE disclosure_id = @dis.e', 'shared.1 true']]],
  ['of an item whose grant says another record', ...decide('a.supervisor'), '902, 904', `${TWO}; INSERT INTO access.item_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, disclosure_id, item_id, restricted) VALUES (902, now(), @plain, 1, 901, 2, 5, 'C', @dis.b, @plain.1, true)`, [['behind', 'SELECT handling FROM access.record_visibility WHERE disclosure_id = @dis.b', 'P']]],
]); // prettier-ignore

const takeBack = (who: string, what = 'fix') => [who, `SELECT intelligence.withdraw_correction(@${what})`] as const;
const PROPOSED = `${fix('fix', BOTH)}; ${fix('fix.2', [itemOf(0), itemOf(1)], {}, 'plain')}`;
const OF_HELD = fix('fix', [itemOf(0, {}, 'held')], {}, 'held');
const statesAre = (gives: string): Step[] => [['behind', 'SELECT id, state, decided_by, decided_at = now() FROM intelligence.report_correction ORDER BY id = @fix.2', gives]]; // prettier-ignore
const asRole = (role: string): string =>
  `${PROPOSED}; UPDATE identity.user_role SET role = '${role}' WHERE user_id = @a.peer`;
const takingBack = calls('intelligence.withdraw_correction intelligence.report_correction', [
  ['by who wrote it', ...takeBack('a.peer'), '-', PROPOSED, statesAre('fix withdrawn - true, fix.2 proposed - -')],
  ...['supervisor', 'lead', 'officer', 'coordinator'].map((role): Call => [`by who wrote it, as ${role}`, ...takeBack('a.peer'), '-', asRole(role)]),
  ...['source-handler', 'contact', 'auditor', 'administrator'].map((role): Call => [`by who wrote it, as ${role}`, ...takeBack('a.peer'), refusing(role), asRole(role)]),
  ['by another', ...takeBack('a.supervisor'), 'CL403 not-author', PROPOSED], ['by a recipient', ...takeBack('b.peer'), 'CL404', PROPOSED], ['by a stranger', ...takeBack('c.peer'), 'CL404', PROPOSED], ['with nobody signed in', ...takeBack('nobody'), 'CL404', PROPOSED],
  ['with too little clearance', ...takeBack('a.low'), 'CL404', PROPOSED.replaceAll('@a.peer', '@a.low')], ['of what is not there', ...takeBack('a.peer', 'absent'), 'CL404', PROPOSED], ['decided before', ...takeBack('a.peer'), 'CL404', fix('fix', BOTH, {}, 'shared', "'approved', @a.second, now()")],
  ['withdrawn before', ...takeBack('a.peer'), 'CL404', fix('fix', BOTH, {}, 'shared', "'withdrawn', NULL, now()")], ['and then decided', ...decide('a.supervisor'), 'CL404', fix('fix', BOTH, {}, 'shared', "'withdrawn', NULL, now()")],
  ['of an operation’s record', ...takeBack('a.peer'), 'CL404', OF_HELD], ['of a record opened in an emergency', ...takeBack('a.peer'), 'CL404', `${OF_HELD}; ${emergencyOf('use', 'a.peer', 'held')}`], ['of an operation’s record by a member', ...takeBack('a.member'), '-', OF_HELD.replace('@a.peer', '@a.member')],
]); // prettier-ignore

const forget = (who: string, item: string) => [who, `SELECT intelligence.forget_source(@${item})`] as const;
const sources = (gives: string): Step[] => [
  ['behind', 'SELECT source_ref FROM intelligence.report_item_source ORDER BY 1', gives],
];
const ALL = 'draft source, foreign source, held source, plain source, secret source, shared source, theirs source';
const without = (record: string): Step[] => sources(ALL.replace(`${record} source, `, ''));
const statusOf = (status: number): string => `UPDATE intelligence.report SET status = ${status} WHERE id = @plain`;
const forgetting = calls('intelligence.forget_source intelligence.report_item_source', [
  ['of one’s draft', ...forget('a.analyst', 'draft.1'), '-', undefined, without('draft')], ['of another’s draft', ...forget('a.peer', 'draft.1'), '-', undefined, sources(ALL)], ['of what was returned', ...forget('a.peer', 'plain.1'), '-', statusOf(3), without('plain')],
  ['of what was submitted', ...forget('a.peer', 'plain.1'), '-', statusOf(2), sources(ALL)], ['of what is assessed', ...forget('a.peer', 'plain.1'), '-', statusOf(4), sources(ALL)], ['of what was disseminated', ...forget('a.peer', 'plain.1'), '-', undefined, sources(ALL)], ['by a stranger', ...forget('c.peer', 'plain.1'), '-', statusOf(3), sources(ALL)],
  ['by a recipient', ...forget('b.peer', 'plain.1'), '-', `${statusOf(3)}; ${disclosureOf('dis.e', 902, { record: 'plain', items: ['plain.1'] })}`, sources(ALL)], ['with nobody signed in', ...forget('nobody', 'plain.1'), 'CL403 no-permission', statusOf(3)], ['of an item without one', ...forget('a.peer', 'plain.0'), '-', statusOf(3), sources(ALL)],
  ['of what was submitted, whose grants say less', ...forget('a.peer', 'plain.1'), '-', `${statusOf(2)}; ${disclosureOf('dis.e', 902, { record: 'plain', items: ['plain.1'] })}; UPDATE access.record_visibility SET status = 1 WHERE disclosure_id = @dis.e`, sources(ALL)],
  ['of an item beside a returned record', ...forget('a.peer', 'shared.1'), '-', statusOf(3), sources(ALL)],
]); // prettier-ignore

const moves = (record: string, status: number): string =>
  `UPDATE intelligence.report SET status = ${status}, private_to = NULL WHERE id = @${record} RETURNING status`;
const AUTHOR = 'UPDATE intelligence.report_original SET author_id = @a.peer WHERE report_id = @draft';
const CHIEF = "INSERT INTO identity.user_role VALUES (@a.analyst, 'supervisor')";
const stepping = calls('intelligence.refuse_step intelligence.report_original', [
  ['a draft by its author', 'a.analyst', moves('draft', 2), '2'], ['a draft of another author’s', 'a.analyst', moves('draft', 2), 'CL403 no-permission', AUTHOR], ['a draft at once', 'a.analyst', moves('draft', 5), 'CL403 no-permission'],
  ['what was submitted', 'a.supervisor', moves('plain', 4), '4', statusOf(2)], ['what was submitted, by an analyst', 'a.peer', moves('plain', 4), 'CL403 no-permission', statusOf(2)], ['what was submitted, by its author', 'a.analyst', moves('plain', 4), 'CL403 no-permission', `${statusOf(2)}; ${CHIEF}`],
  ['what was submitted, over a step', 'a.supervisor', moves('plain', 5), 'CL403 no-permission', statusOf(2)], ['what was returned, over a step', 'a.supervisor', moves('plain', 4), 'CL403 no-permission', statusOf(3)], ['what is assessed', 'a.supervisor', moves('plain', 5), '5', statusOf(4)], ['what is assessed, by its author', 'a.analyst', moves('plain', 5), '5', `${statusOf(4)}; ${CHIEF}`],
  ['what was disseminated', 'a.lead', moves('plain', 6), '6'], ['what was disseminated, by an analyst', 'a.peer', moves('plain', 6), 'CL403 no-permission'], ['anything from behind', 'behind', moves('plain', 2), '2'],
]); // prettier-ignore

const rewords = (record: string): string =>
  `UPDATE intelligence.report SET review_on = '2039-01-01' WHERE id = @${record} RETURNING version > 0`;
const NO = 'CL403 no-permission';
const rewording = calls('intelligence.refuse_writing intelligence.writes', [
  ['of a draft by its author', 'a.analyst', rewords('draft'), 'true'], ['of a draft of another author’s', 'a.analyst', rewords('draft'), NO, AUTHOR],
  ['of what was returned', 'a.analyst', rewords('plain'), 'true', statusOf(3)], ['of what was returned, by a colleague', 'a.peer', rewords('plain'), NO, statusOf(3)],
  ['of what was submitted', 'a.supervisor', rewords('plain'), 'true', statusOf(2)], ['of what was submitted, by an analyst', 'a.peer', rewords('plain'), NO, statusOf(2)],
  ['of what was submitted, by its author', 'a.analyst', rewords('plain'), NO, `${statusOf(2)}; ${CHIEF}`], ['of what is assessed', 'a.supervisor', rewords('plain'), NO, statusOf(4)], ['of anything from behind', 'behind', rewords('plain'), 'true'],
]); // prettier-ignore

const labels = (set: string, record = 'plain'): string =>
  `UPDATE intelligence.report SET ${set} WHERE id = @${record} RETURNING discovery, sensitivity`;
/** The record is at a level, which a restriction of a record imposes, or did before it was lifted. */
const raised = (record: string, level: number, at: number, lifted = ''): string =>
  `INSERT INTO access.restriction (record_id, owner_agency_id, sensitivity, reason, decided_by) VALUES (@${record}, 901, ${level}, 'x', @a.lead);
   UPDATE access.restriction SET sensitivity_before = 2${lifted ? `, lift_reason = 'x', lift_asked_by = @a.lead, lift_asked_at = now(), ${lifted}` : ''}; UPDATE intelligence.report SET sensitivity = ${at} WHERE id = @plain`;
const LIFTED = 'lifted_by = @a.chief, lifted_at = now()';
const labelling = calls('access.refuse_label intelligence.writes', [
  ['named by a lead', 'a.lead', labels("discovery = 'named'"), 'named 2'], ['named by a supervisor', 'a.supervisor', labels("discovery = 'named'"), 'named 2'], ['named by an analyst', 'a.peer', labels("discovery = 'named'"), NO],
  ['a draft, named by its author', 'a.analyst', labels("discovery = 'named'", 'draft'), NO, CHIEF], ['a draft, lowered by its author', 'a.analyst', labels('sensitivity = 1', 'draft'), 'silent 1'], ['lowered by its author, too late', 'a.analyst', labels('sensitivity = 1'), NO],
  ['lowered by a lead', 'a.lead', labels('sensitivity = 1'), NO], ['raised by a lead', 'a.chief', labels('sensitivity = 3'), NO], ['raised as it was restricted', 'a.chief', labels('sensitivity = 3'), 'silent 3', raised('plain', 3, 2)],
  ['raised as another was', 'a.chief', labels('sensitivity = 3'), NO, raised('shared', 3, 2)], ['raised above its restriction', 'a.chief', labels('sensitivity = 3'), NO, raised('plain', 2, 2)], ['raised as it was once', 'a.chief', labels('sensitivity = 3'), NO, raised('plain', 3, 2, LIFTED)],
  ['lowered with the lifting', 'a.chief', labels('sensitivity = 2'), 'silent 2', raised('plain', 3, 3, LIFTED)], ['lowered below what it was', 'a.chief', labels('sensitivity = 1'), NO, raised('plain', 3, 3, LIFTED)],
  ['lowered after the lifting', 'a.chief', labels('sensitivity = 2'), NO, raised('plain', 3, 3, LIFTED.replace('now()', "now() - interval '1 second'"))], ['lowered with the lifting of somebody else', 'a.chief', labels('sensitivity = 2'), NO, raised('plain', 3, 3, LIFTED.replace('chief', 'supervisor'))],
  ['lowered with another lifting', 'a.chief', labels('sensitivity = 2'), NO, raised('plain', 2, 3, LIFTED)], ['lowered with the lifting of another', 'a.chief', labels('sensitivity = 2'), NO, raised('shared', 3, 3, LIFTED)],
]); // prettier-ignore

const CHANGE = (record: string): string =>
  `UPDATE intelligence.report_item SET usage = 'New' WHERE report_id = @${record}`;
const changing = calls('intelligence.refuse_change', [
  ['after dissemination', 'a.peer', CHANGE('plain'), 'CL409 What was disseminated'], ['before, by whoever assesses it', 'a.supervisor', CHANGE('plain'), '', statusOf(2)], ['before, by a colleague', 'a.peer', CHANGE('plain'), NO, statusOf(2)], ['once it is assessed', 'a.supervisor', CHANGE('plain'), NO, statusOf(4)], ['once it is assessed, by its author', 'a.analyst', CHANGE('plain'), NO, statusOf(4)],
  ['once it is returned', 'a.analyst', CHANGE('plain'), '', statusOf(3)], ['before, behind the walls', 'behind', CHANGE('plain'), '', statusOf(4)], ['just after', 'a.peer', CHANGE('plain'), 'CL409 What was disseminated', statusOf(5)], ['later', 'a.peer', CHANGE('plain'), 'CL409 What was disseminated', statusOf(6)],
  ['of what others hold', 'b.peer', CHANGE('shared'), ''], ['while its grants say less', 'a.peer', CHANGE('shared'), 'CL409 What was disseminated', 'UPDATE access.record_visibility SET status = 1 WHERE disclosure_id IS NOT NULL'], ['while its grants say more', 'a.supervisor', CHANGE('shared'), '', "UPDATE intelligence.report SET status = 2 WHERE id = @shared; UPDATE access.record_visibility SET status = 5 WHERE disclosure_id IS NOT NULL"],
  ['behind the walls', 'behind', CHANGE('plain'), 'CL409 What was disseminated'], ['of a new row under another’s', 'c.peer', 'INSERT INTO intelligence.report_item (id, report_id) VALUES (gen_random_uuid(), @plain)', '42501'], ['of a report that is no part of one', 'a.peer', "UPDATE intelligence.report SET sanitised_title = 'x' WHERE id = @plain", 'CL409 What was disseminated'],
  ['while the others are not', 'a.peer', CHANGE('plain'), 'CL409 What was disseminated', `${EDITABLE}; ${statusOf(5)}`], ['as the worker, of an item that nobody signed in owns', 'worker:nobody', 'SELECT 1', '1'],
  ['of what one seems to own', 'b.peer', CHANGE('plain'), '', falseGrant('plain', 902, 901)],
]); // prettier-ignore

const hash = (content: object): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');
/** The compact JSON that the API gave: of the report's line, and of its first item. */
const LINE = hash({ reference: 'IR-shared', owner: 'T901', eventDate: '2025-01-01', sanitisedTitle: 'Old', marking: 'OFFICIAL' }); // prettier-ignore
const ITEM = hash({ id: id('shared.0'), sanitised: 'shared 0', sourceEvaluation: 1, intelligenceAssessment: 'A', handlingCode: 'P', actionCode: null, sanitisationCode: null, instructions: null, usage: null, areas: ['TEST'] }); // prettier-ignore
const GIVEN = `item 0 true ${ITEM}, record true ${LINE}`;
const given = (who: string, disclosure = 'dis.b') =>
  [who, `SELECT replace(part, (@shared.0)::text, '0'), at = now(), sha256 FROM intelligence.given_before(@${disclosure})`] as const; // prettier-ignore
/** What a correction replaced: both items, as they are in the world. */
const former = (record = 'shared', at = 'now()', item = ''): string =>
  `${fix('fix', [], {}, record)}; INSERT INTO intelligence.report_version (report_id, correction_id, replaced_at, content) SELECT @${record}, @fix, ${at},
    jsonb_build_object('sanitisedTitle', 'Old', 'eventDate', '2025-01-01', 'items', (SELECT jsonb_agg(to_jsonb(i) || '{"areas":["TEST"]${item}}') FROM intelligence.report_item i WHERE i.report_id = @${record}))`;
const GONE = 'UPDATE intelligence.report_item SET withdrawn_at = ';
const EARLIER = "UPDATE access.disclosure SET decided_at = '2026-02-01'";
const asked = `${disclosureOf('dis.c', 902, { conditions: 'Ask first' })}; ${EARLIER}`;
const proving = calls('intelligence.given_before intelligence.report_version', [
  ['to whom it was given', ...given('b.peer'), GIVEN, former()], ['by whom', ...given('a.peer'), GIVEN, former()], ['to another', ...given('d.peer', 'dis.d'), GIVEN, former()],
  ['beside another of another item', ...given('b.peer'), GIVEN, `${former()}; ${disclosureOf('dis.e', 904, { items: ['shared.1'] })}`],
  ['of another’s', ...given('d.peer'), '', former()], ['to a stranger', ...given('c.peer'), '', former()], ['with nobody signed in', ...given('nobody'), '', former()], ['with too little clearance', ...given('b.low'), '', former()], ['by an owner with too little clearance', ...given('a.low'), '', former()],
  ['of what is not there', ...given('a.peer', 'absent'), '', former()], ['of another report', ...given('b.peer'), '', former('plain')], ['at the moment of the decision', ...given('b.peer'), '', former('shared', "(SELECT decided_at FROM access.disclosure WHERE id = @dis.b)")], ['before it', ...given('b.peer'), '', former('shared', "'2020-01-01'")],
  ['without corrections', ...given('b.peer'), '', 'SELECT 1'], ['before its conditions are accepted', ...given('b.peer', 'dis.c'), '', `${former()}; ${asked}`],
  ['after they are', ...given('b.peer', 'dis.c'), GIVEN, `${former()}; ${asked}; INSERT INTO access.acknowledgement VALUES (@dis.c, @b.peer, now())`],
  ['as they are accepted', 'b.peer', 'SELECT added FROM access.acknowledge(@dis.c)', 'true', `${former()}; ${asked}`, [[...given('b.peer', 'dis.c'), '']]],
  ['after a colleague accepted them', ...given('b.peer', 'dis.c'), '', `${former()}; ${asked}; INSERT INTO access.acknowledgement VALUES (@dis.c, @b.analyst, now())`],
  ['after others were accepted', ...given('b.peer', 'dis.c'), '', `${former()}; ${asked}; INSERT INTO access.acknowledgement VALUES (@dis.b, @b.peer, now())`],
  ['by who seems to own it', ...given('b.peer', 'dis.d'), '', `${former()}; ${falseGrant('shared', 902, 901)}`],
  ['by who opened it in an emergency', ...given('a.supervisor', 'dis.h'), '', `${former('held')}; ${disclosureOf('dis.h', 904, { record: 'held' })}; ${EARLIER}; ${emergencyOf('use', 'a.supervisor', 'held')}`],
  ['of an item that was withdrawn by then', ...given('b.peer'), `record true ${LINE}`, former('shared', 'now()', ',"withdrawn_at":"2026-01-01"')],
  ['of an item that is withdrawn now', ...given('b.peer'), 'item 0 true -', `${EDITABLE}; ${GONE} now(); ${disclosureOf('dis.e', 904, { items: ['shared.1'] })}`], ['of an item that was withdrawn before', ...given('b.peer'), '', `${EDITABLE}; ${GONE} '2020-01-01'`],
  ['of an item withdrawn with the decision', ...given('b.peer'), '', `${EDITABLE}; ${GONE} (SELECT decided_at FROM access.disclosure WHERE id = @dis.b)`],
]); // prettier-ignore

export const correctionProbes: readonly Probe[] = [
  ...deciding,
  ...takingBack,
  ...forgetting,
  ...stepping,
  ...rewording,
  ...labelling,
  ...changing,
  ...proving,
];
