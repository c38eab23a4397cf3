import { calls } from './disclose-probes.js';
import { everyRole } from './emergency-probes.js';
import { disclosureOf, emergencyOf } from './mutant-world.js';
import { falseGrant } from './owner-probes.js';
import type { Probe, Step } from './probe.js';

const soon = 'current_date + 10';
const open = (who: string, why = "'why'", until = soon) =>
  [who, `SELECT access.open_operation('New', ${why}, ${until}) IS NOT NULL`] as const;
const MADE: Step[] = [
  [
    'behind',
    "SELECT c.owner_agency_id, c.lead_id, m.user_id, m.agency_id, m.ends_on = current_date + 10 FROM access.compartment c JOIN access.compartment_member m ON m.compartment_id = c.id WHERE c.name = 'New'",
    '901 a.lead a.lead 901 true',
  ],
];
const opening = calls('access.open_operation access.check_term access.compartment access.compartment_member', [
  ['by a lead', ...open('a.lead'), 'true', undefined, MADE], ['by a lead, who is in it', ...open('a.lead'), 'true', undefined, [['a.lead', 'SELECT count(*) FROM ctx.compartments()', '2']]], ['by a supervisor', ...open('a.supervisor'), 'CL403 not-lead'], ['with nobody signed in, were every role given', ...open('nobody'), 'CL403 not-lead', everyRole], ['with nobody signed in', ...open('nobody'), 'CL403 not-lead'],
  ['without a reason', ...open('a.lead', "' '"), 'CL422 reason'], ['with nothing for a reason', ...open('a.lead', 'NULL'), 'CL422 reason'], ['without an end', ...open('a.lead', "'x'", 'NULL'), 'CL422 endsOn'],
  ['until today', ...open('a.lead', "'x'", 'current_date'), 'true'], ['until yesterday', ...open('a.lead', "'x'", 'current_date - 1'), 'CL422 endsOn'],
  ['for two years', ...open('a.lead', "'x'", "(current_date + interval '2 years')::date"), 'true'], ['for longer', ...open('a.lead', "'x'", "(current_date + interval '2 years')::date + 1"), 'CL422 endsOn'],
]); // prettier-ignore

const admit = (who: string, person: string, key = 'heron', until = soon) =>
  [who, `SELECT access.admit(@${key}, @${person}, 'why', ${until})`] as const;
const CLOSED = 'UPDATE access.compartment SET closed_at = now(), closed_by = @a.lead WHERE id = 71';
const member = (who: string, gives: string): Step => [
  'behind',
  `SELECT compartment_id, reason, ends_on = current_date + 10, agency_id, added_by FROM access.compartment_member WHERE user_id = @${who}`,
  gives,
];
/** A second operation: the owner's lead is in both, so that a key mixed up would change the wrong one. */
const SECOND = `INSERT INTO access.compartment (id, key, name, owner_agency_id, lead_id) VALUES (73, @rook, 'Rook', 901, @a.lead); INSERT INTO access.compartment_member VALUES (73, @a.lead, 'x', current_date + 30, 901, @a.lead), (73, @a.second, 'x', current_date + 30, 901, @a.lead);
  INSERT INTO access.compartment_agency (compartment_id, agency_id, named_by) VALUES (73, 904, @a.lead), (73, 902, @a.lead)`;
const admitting = calls('access.admit ctx.compartments access.standing_in access.check_term', [
  ['a colleague', ...admit('a.lead', 'a.peer'), '-', SECOND, [member('a.peer', '71 why true 901 a.lead')]], ['a member again', ...admit('a.chief', 'a.member'), '-', undefined, [member('a.member', '71 why true 901 a.chief')]],
  ['by the lead of a joint agency', ...admit('d.lead', 'd.peer'), '-', undefined, [member('d.peer', '71 why true 904 d.lead')]], ['somebody of another agency', ...admit('a.lead', 'd.peer'), 'CL422 user'], ['an owner’s by a joint agency', ...admit('d.lead', 'a.peer'), 'CL422 user'],
  ['oneself, of which nothing shows yet', ...admit('d.lead', 'd.lead'), '-', undefined, [['d.lead', 'SELECT k FROM ctx.compartments() k', '']]],
  ['oneself again, of which nothing shows yet', ...admit('d.lead', 'd.lead'), '-', "INSERT INTO access.compartment_member VALUES (71, @d.lead, 'x', current_date - 1, 904)", [['d.lead', 'SELECT k FROM ctx.compartments() k', '']]],
  ['nobody', ...admit('a.lead', 'absent'), 'CL422 user'], ['a leaver', ...admit('a.lead', 'a.peer'), 'CL422 user', 'UPDATE identity.user_account SET left_at = now() WHERE id = @a.peer'],
  ['by a member', ...admit('a.member', 'a.peer'), 'CL403 not-lead'], ['by a joint member', ...admit('d.member', 'd.peer'), 'CL403 not-lead'], ['by a lead outside', ...admit('a.second', 'a.peer'), 'CL404'], ['by a stranger', ...admit('c.lead', 'c.peer'), 'CL404'],
  ['with nobody signed in', ...admit('nobody', 'a.peer'), 'CL404'], ['into nothing', ...admit('a.lead', 'a.peer', 'absent'), 'CL404'], ['into a closed one', ...admit('a.lead', 'a.peer'), 'CL409 This operation is closed', CLOSED],
  ['until yesterday', ...admit('a.lead', 'a.peer', 'heron', 'current_date - 1'), 'CL422 endsOn'],
  ['by a lead who is a member at an agency that did not join', ...admit('b.lead', 'b.peer'), 'CL403 not-lead', "INSERT INTO access.compartment_member VALUES (71, @b.lead, 'x', current_date, 902)"],
]); // prettier-ignore

const members: readonly [string, string] = [
  'behind',
  'SELECT (SELECT email FROM identity.user_account u WHERE u.id = m.user_id), compartment_id FROM access.compartment_member m ORDER BY 2, 1',
];
const everybody = (without: string[]): string =>
  ['a.chief', 'a.lead', 'a.member', 'd.member']
    .filter((who) => !without.includes(who))
    .map((who) => `${who}@test.example 71`)
    .join(', ') + ', c.lead@test.example 72';
const departed: readonly [string, string] = [
  'behind',
  'SELECT compartment_id, user_id, agency_id, departed_by, because FROM access.compartment_departure ORDER BY 1, because, agency_id',
];
const expel = (who: string, person: string, key = 'heron') =>
  [who, `SELECT access.expel(@${key}, @${person})`] as const;
const ONE_LEAD = 'DELETE FROM access.compartment_member WHERE user_id = @a.chief';
const expelling = calls('access.expel access.depart access.standing_in access.compartment_departure', [
  ['a member', ...expel('a.lead', 'a.member'), '-', undefined, [[...members, everybody(['a.member'])], [...departed, '71 a.member 901 a.lead removed']]],
  ['a joint agency’s member', ...expel('a.lead', 'd.member'), '-', undefined, [[...members, everybody(['d.member'])]]], ['by the lead of a joint agency', ...expel('d.lead', 'd.member'), '-', undefined, [[...members, everybody(['d.member'])]]],
  ['an owner’s by a joint agency', ...expel('d.lead', 'a.member'), 'CL404'], ['who is no member', ...expel('a.lead', 'a.peer'), 'CL404'], ['a member of another operation', ...expel('c.lead', 'a.member', 'egret'), 'CL404'],
  ['oneself while another leads', ...expel('a.lead', 'a.lead'), '-', undefined, [[...members, everybody(['a.lead'])]]], ['the only lead', ...expel('a.lead', 'a.lead'), 'CL409 An operation keeps', ONE_LEAD],
  ['a member while one leads', ...expel('a.lead', 'a.member'), '-', ONE_LEAD], ['a joint member while one leads', ...expel('a.lead', 'd.member'), '-', ONE_LEAD],
  ['the last lead of whom the other’s term is over', ...expel('a.lead', 'a.lead'), 'CL409 An operation keeps', 'UPDATE access.compartment_member SET ends_on = current_date - 1 WHERE user_id = @a.chief'],
  ['a lead while the other’s term ends today', ...expel('a.lead', 'a.lead'), '-', 'UPDATE access.compartment_member SET ends_on = current_date WHERE user_id = @a.chief'],
  ['the only lead beside another agency’s', ...expel('a.lead', 'a.lead'), 'CL409 An operation keeps', `${ONE_LEAD}; INSERT INTO access.compartment_member VALUES (71, @d.lead, 'x', current_date + 1, 904)`],
  ['the only lead beside another operation’s', ...expel('a.lead', 'a.lead'), 'CL409 An operation keeps', `${ONE_LEAD}; ${SECOND}`],
  ['a joint lead when the owner has none left', ...expel('a.lead', 'd.member'), '-', `${ONE_LEAD}; INSERT INTO identity.user_role VALUES (@d.member, 'lead')`],
  ['the last lead among members', ...expel('a.lead', 'a.lead'), 'CL409 An operation keeps', `${ONE_LEAD}; INSERT INTO access.compartment_member VALUES (71, @a.supervisor, 'x', current_date + 1, 901)`],
  ['a joint lead by that lead', ...expel('d.lead', 'd.lead'), '-', "INSERT INTO access.compartment_member VALUES (71, @d.lead, 'x', current_date + 1, 904)"],
  ['of two operations', ...expel('a.lead', 'a.lead', 'heron'), '-', SECOND, [[...members, `${everybody(['a.lead'])}, a.lead@test.example 73, a.second@test.example 73`]]],
  ['by a member', ...expel('a.member', 'a.chief'), 'CL403 not-lead'], ['by a lead outside', ...expel('a.second', 'a.member'), 'CL404'], ['with nobody signed in', ...expel('nobody', 'a.member'), 'CL404'],
]); // prettier-ignore

const moves: Probe[] = [
  ['posted', 'UPDATE identity.user_account SET agency_id = 902 WHERE id = @a.member'], ['left-service', 'UPDATE identity.user_account SET left_at = now() WHERE id = @a.member'],
].map(([why, moved]): Probe => ({ name: `a member is ${why}`, about: 'access.depart_on_posting access.depart access.compartment_departure', arrange: `${SECOND}; INSERT INTO access.compartment_member VALUES (73, @a.member, 'x', current_date, 901)`, steps: [
  ['a.administrator', moved!, ''], [...members, `${everybody(['a.member'])}, a.lead@test.example 73, a.second@test.example 73`], [...departed, `71 a.member 901 a.administrator ${why}, 73 a.member 901 a.administrator ${why}`],
] })); // prettier-ignore

const join = (who: string, agency: number, key = 'heron') =>
  [who, `SELECT access.join_agency(@${key}, ${agency}::smallint)`] as const;
const bound = (change: string): string => `${change}; SELECT 1`;
const joining = calls('access.join_agency access.standing_in access.compartment_agency', [
  ['a partner', ...join('a.lead', 902), '71', undefined, [['behind', 'SELECT compartment_id, agency_id FROM access.compartment_agency ORDER BY 2', '71 902, 71 904']]], ['a partner again', ...join('a.lead', 904), 'CL409 This agency has joined'],
  ['oneself', ...join('a.lead', 901), 'CL422 agency'], ['a stranger', ...join('a.lead', 903), 'CL422 agency'], ['nobody', ...join('a.lead', 999), 'CL422 agency'], ['who is no more', ...join('a.lead', 905), 'CL422 agency', 'INSERT INTO sharing.agreement_party VALUES (901, 905)'],
  ['who ends today', ...join('a.lead', 902), '71', bound('UPDATE identity.agency SET ends_on = current_date WHERE id = 902')], ['who starts today', ...join('a.lead', 902), '71', bound('UPDATE identity.agency SET starts_on = current_date WHERE id = 902')],
  ['who starts tomorrow', ...join('a.lead', 902), 'CL422 agency', bound('UPDATE identity.agency SET starts_on = current_date + 1 WHERE id = 902')],
  ['under a suspended agreement', ...join('a.lead', 902), 'CL422 agency', "UPDATE sharing.agreement SET status = 'suspended' WHERE id = 901"],
  ['who is bound to others only', ...join('a.lead', 903), 'CL422 agency', "UPDATE sharing.agreement SET status = 'active' WHERE id = 902; INSERT INTO sharing.agreement_party VALUES (902, 903), (902, 902)"],
  ['by a joint agency', ...join('d.lead', 902), 'CL403 not-owner'], ['by a member', ...join('a.member', 902), 'CL403 not-lead'], ['by a lead outside', ...join('a.second', 902), 'CL404'], ['a closed one', ...join('a.lead', 902), 'CL409 This operation is closed', CLOSED],
]); // prettier-ignore

const part = (who: string, agency: number) => [who, `SELECT access.part_agency(@heron, ${agency}::smallint)`] as const;
const MORE = `${SECOND}; INSERT INTO access.compartment_member VALUES (73, @d.member, 'x', current_date, 904), (71, @d.lead, 'x', current_date, 904)`;
const parting = calls('access.part_agency access.depart access.standing_in', [
  ['a joint agency', ...part('a.lead', 904), '2', MORE, [[...members, `${everybody(['d.member'])}, a.lead@test.example 73, a.second@test.example 73, d.member@test.example 73`], [...departed, '71 d.member 904 a.lead agency-parted, 71 d.lead 904 a.lead agency-parted'], ['behind', 'SELECT compartment_id, agency_id FROM access.compartment_agency ORDER BY 2', '73 902, 73 904']]],
  ['oneself', ...part('d.lead', 904), '1'], ['another', ...part('d.lead', 902), 'CL403 not-owner', 'INSERT INTO access.compartment_agency (compartment_id, agency_id, named_by) VALUES (71, 902, @a.lead)'],
  ['who never joined', ...part('a.lead', 902), 'CL404', SECOND], ['by a member', ...part('d.member', 904), 'CL403 not-lead'], ['by a stranger', ...part('c.lead', 904), 'CL404'],
]).map((probe) => ({ ...probe, steps: probe.steps.map(([who, text, gives]): Step => [who, text.includes('compartment_departure') ? text.replace('agency_id\'', 'agency_id') .replace('because, agency_id', "because, agency_id, user_id = @d.lead") : text, gives]) })); // prettier-ignore

const close = (who: string, key = 'heron') => [who, `SELECT access.close_operation(@${key}, '')`] as const;
const closing = calls('access.close_operation access.standing_in', [
  ['by its lead', ...close('a.lead'), '-', SECOND, [['behind', 'SELECT id, closed_by FROM access.compartment WHERE closed_at = now()', '71 a.lead']]], ['a second time', ...close('a.lead'), 'CL409 This operation is closed already', `${SECOND}; ${CLOSED}`],
  ['by a joint agency', ...close('d.lead'), 'CL403 not-owner'], ['by a member', ...close('a.member'), 'CL403 not-lead'], ['by a lead outside', ...close('a.second'), 'CL404'], ['with nobody signed in', ...close('nobody'), 'CL404'],
]); // prettier-ignore

const colleagues = calls('access.colleagues_operations', [
  ['in one’s operation', 'a.lead', 'SELECT user_id, operation FROM access.colleagues_operations() ORDER BY user_id = @a.lead, user_id = @a.member', 'a.chief 71, a.member 71, a.lead 71', SECOND.replace('(73, @a.lead', '(73, @a.none')],
  ['in a joint one', 'd.member', 'SELECT user_id, operation FROM access.colleagues_operations()', 'd.member 71'], ['from outside', 'a.peer', 'SELECT user_id FROM access.colleagues_operations()', ''],
  ['until today', 'a.lead', 'SELECT user_id FROM access.colleagues_operations() ORDER BY user_id = @a.lead', 'a.chief, a.lead', 'UPDATE access.compartment_member SET ends_on = current_date; UPDATE access.compartment_member SET ends_on = current_date - 1 WHERE user_id = @a.member'],
]); // prettier-ignore

const restrict = (who: string, record: string, operation = '@heron', level = 'NULL', why = "'why'") =>
  [
    who,
    `SELECT id IS NOT NULL, compartment_id FROM access.restrict(@${record}, ${operation}, ${level}::smallint, ${why})`,
  ] as const;
const RESTRICTED: Step = [
  'behind',
  'SELECT record_id, owner_agency_id, compartment_id, sensitivity, reason, decided_by, sensitivity_before FROM access.restriction',
  'shared 901 71 - why a.lead 2',
];
const restricting = calls('access.restrict access.own_to_restrict access.restriction access.remember_sensitivity', [
  ['to an operation', ...restrict('a.lead', 'shared'), 'true 71', undefined, [RESTRICTED]], ['to a level', ...restrict('a.chief', 'plain', 'NULL', '3'), 'true -'],
  ['to a level by a supervisor', ...restrict('a.chief', 'plain', 'NULL', '3'), 'true -', "DELETE FROM identity.user_role WHERE user_id = @a.chief AND role = 'lead'"], ['by a lead alone', ...restrict('a.chief', 'plain', 'NULL', '3'), 'true -', "DELETE FROM identity.user_role WHERE user_id = @a.chief AND role = 'supervisor'"],
  ['to both', ...restrict('a.chief', 'plain', '@heron', '3'), 'true 71'], ['by an analyst', ...restrict('a.member', 'plain'), 'CL403 no-permission'], ['with too little clearance', ...restrict('a.low', 'plain'), 'CL404'], ['by who reads no record', ...restrict('a.administrator', 'plain'), 'CL404'], ['by a recipient', ...restrict('b.lead', 'shared'), 'CL404'],
  ['with nobody signed in', ...restrict('nobody', 'plain'), 'CL404'], ['of what is not there', ...restrict('a.lead', 'absent'), 'CL404'], ['of an operation’s record from outside', ...restrict('a.second', 'held', 'NULL', '3'), 'CL404'],
  ['of a record opened in an emergency', ...restrict('a.supervisor', 'held', 'NULL', '3'), 'CL404', emergencyOf('use', 'a.supervisor', 'held')], ['by who seems to own it', ...restrict('b.lead', 'plain', 'NULL', '3'), 'CL404', falseGrant('plain', 902, 901)],
  ['by an owner whose grant is another’s', ...restrict('a.lead', 'plain', 'NULL', '3'), 'CL404', 'UPDATE access.record_visibility SET agency_id = 902 WHERE record_id = @plain'], ['of a secret record', ...restrict('a.lead', 'secret'), 'CL404'],
  ['one’s own draft', ...restrict('a.analyst', 'draft', 'NULL', '3'), 'CL409 A draft', "INSERT INTO identity.user_role VALUES (@a.analyst, 'lead')"], ['another’s draft', ...restrict('a.lead', 'draft', 'NULL', '3'), 'CL404'],
  ['without a reason', ...restrict('a.lead', 'plain', '@heron', 'NULL', "' '"), 'CL422 reason'], ['with nothing for a reason', ...restrict('a.lead', 'plain', '@heron', 'NULL', 'NULL'), 'CL422 reason'], ['to nothing', ...restrict('a.lead', 'plain', 'NULL'), 'CL422 compartment: Choose an operation or'],
  ['to an operation of others', ...restrict('a.lead', 'plain', '@egret'), 'CL422 compartment: Choose an open'], ['to a closed operation', ...restrict('a.lead', 'plain'), 'CL422 compartment: Choose an open', CLOSED], ['to no operation', ...restrict('a.lead', 'plain', '@absent'), 'CL422 compartment: Choose an open'],
  ['again', ...restrict('a.lead', 'held'), 'CL409 This record is in an operation already'], ['in an operation, to a level', ...restrict('a.chief', 'held', 'NULL', '3'), 'true -'],
  ['to the present level', ...restrict('a.chief', 'plain', 'NULL', '2'), 'CL422 sensitivity'], ['to more than there is', ...restrict('a.chief', 'plain', 'NULL', '4'), 'CL422 sensitivity', 'ALTER TABLE identity.user_account DROP CONSTRAINT user_account_clearance_check; UPDATE identity.user_account SET clearance = 4 WHERE id = @a.chief'], ['above one’s clearance', ...restrict('a.lead', 'plain', 'NULL', '3'), 'CL422 sensitivity'],
  ['of two operations', ...restrict('a.lead', 'shared'), 'true 71', SECOND, [RESTRICTED]],
]); // prettier-ignore

const RESTRICTION = (name: string, record: string, operation = 'NULL', more = ''): string =>
  `INSERT INTO access.restriction (id, record_id, owner_agency_id, compartment_id, sensitivity, reason, decided_by) VALUES (@${name}, @${record}, 901, ${operation}, ${operation === 'NULL' ? 3 : 'NULL'}, 'x', @a.lead)${more}`;
const ASKED = `${RESTRICTION('res', 'plain')}; ${RESTRICTION('res.2', 'shared')}; UPDATE access.restriction SET lift_asked_by = @a.lead, lift_asked_at = now(), lift_reason = 'x' WHERE id = @res`;
const LIFTED = `${ASKED}; UPDATE access.restriction SET lifted_by = @a.second, lifted_at = now() WHERE id = @res`;
const askLift = (who: string, what = 'res', why = "'over'") =>
  [who, `SELECT access.ask_lifting(@${what}, ${why})`] as const;
const lift = (who: string, what = 'res') =>
  [who, `SELECT record_id, compartment_id, sensitivity FROM access.lift(@${what})`] as const;
const BOTH = `${RESTRICTION('res', 'plain')}; ${RESTRICTION('res.2', 'shared')}`;
const lifting = [
  ...calls('access.ask_lifting access.restriction_here access.own_to_restrict', [
    ['by a lead', ...askLift('a.lead'), 'plain', BOTH, [['behind', 'SELECT id, lift_asked_by, lift_reason FROM access.restriction WHERE lift_asked_at = now()', 'res a.lead over']]], ['by an analyst', ...askLift('a.peer'), 'CL403 no-permission', BOTH],
    ['by a stranger', ...askLift('c.lead'), 'CL404', BOTH], ['with too little clearance', ...askLift('a.low'), 'CL404', BOTH], ['of nothing', ...askLift('a.lead', 'absent'), 'CL404', BOTH], ['that names another owner', ...askLift('a.lead'), 'CL404', `${BOTH}; UPDATE access.restriction SET owner_agency_id = 902`],
    ['without a reason', ...askLift('a.lead', 'res', "' '"), 'CL422 reason', BOTH], ['with nothing for a reason', ...askLift('a.lead', 'res', 'NULL'), 'CL422 reason', BOTH], ['twice', ...askLift('a.lead'), 'CL409 Its lifting has been asked', ASKED], ['of what was lifted', ...askLift('a.lead'), 'CL409 This restriction was lifted', LIFTED],
    ['by a stranger, were every record open to restriction', ...askLift('c.lead'), 'CL404', `${BOTH}; CREATE OR REPLACE FUNCTION access.own_to_restrict(record uuid) RETURNS access.record_visibility LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT NULL::access.record_visibility'`],
    ['of another’s restriction', ...askLift('b.lead'), 'CL404', `${BOTH}; UPDATE access.restriction SET owner_agency_id = 902`],
  ]),
  ...calls('access.lift access.restriction_here', [
    ['by another lead', ...lift('a.second'), 'plain - -', ASKED, [['behind', 'SELECT id, lifted_by FROM access.restriction WHERE lifted_at = now()', 'res a.second']]], ['by who asked', ...lift('a.lead'), 'CL403 lifts-own-request', ASKED], ['unasked', ...lift('a.second', 'res.2'), 'CL409 Nobody has asked', ASKED],
    ['twice', ...lift('a.second'), 'CL409 This restriction was lifted', LIFTED], ['while another holds', ...lift('a.second'), 'plain 71 -', `${ASKED}; ${RESTRICTION('res.3', 'plain', '71')}`], ['by a stranger', ...lift('c.lead'), 'CL404', ASKED],
  ]),
]; // prettier-ignore

const STRAYS = `${emergencyOf('use', 'c.lead')}; ${emergencyOf('use.o', 'd.peer', 'shared')};
  UPDATE access.record_visibility SET disclosure_id = CASE disclosure_id WHEN @use THEN @use.o ELSE @use END WHERE disclosure_id IN (@use, @use.o);
  UPDATE access.item_visibility SET disclosure_id = CASE disclosure_id WHEN @use THEN @use.o ELSE @use END WHERE disclosure_id IN (@use, @use.o)`;
const emergencies: Probe[] = [
  { name: 'a restriction leaves alone what carries the id of another emergency', about: 'access.end_emergencies_of_restricted', arrange: STRAYS, steps: [['a.lead', 'SELECT compartment_id FROM access.restrict(@plain, @heron, NULL, $$why$$)', '71'],
    ['behind', 'SELECT (SELECT count(*) FROM access.record_visibility WHERE disclosure_id IN (@use, @use.o)), (SELECT count(*) FROM access.item_visibility WHERE disclosure_id IN (@use, @use.o))', '2 4']] },
  { name: 'a member’s agency is the account’s', about: 'access.place_member', arrange: "INSERT INTO access.compartment_member (compartment_id, user_id, reason, ends_on) VALUES (71, @d.peer, 'x', current_date)", steps: [['behind', 'SELECT agency_id FROM access.compartment_member WHERE user_id = @d.peer', '904']] },
  { name: 'a restriction ends emergencies of its record', about: 'access.end_emergencies_of_restricted', arrange: [emergencyOf('use', 'c.lead'), emergencyOf('use.o', 'c.lead', 'shared'), emergencyOf('use.x', 'c.peer', 'plain', "now() + interval '1 second'"), emergencyOf('use.y', 'b.peer', 'plain', 'now()'), disclosureOf('dis.e', 904, { record: 'plain' }),
    emergencyOf('use.z', 'd.peer'), "UPDATE access.emergency_access SET ended_at = now() - interval '1 minute', ended_by = @c.peer WHERE id = @use.z"].join('; '),
    steps: [['a.lead', 'SELECT compartment_id FROM access.restrict(@plain, @heron, NULL, $$why$$)', '71'],
      ['behind', 'SELECT user_id, ended_at = now(), ended_by FROM access.emergency_access ORDER BY user_id = @c.lead, record_id = @shared, user_id = @c.peer, user_id = @b.peer', 'd.peer false c.peer, b.peer - -, c.peer true a.lead, c.lead true a.lead, c.lead - -'],
      ['behind', 'SELECT (SELECT count(*) FROM access.record_visibility WHERE record_id = @plain), (SELECT count(*) FROM access.item_visibility WHERE record_id = @plain), (SELECT count(*) FROM access.record_visibility WHERE record_id = @shared), (SELECT count(*) FROM access.item_visibility WHERE record_id = @shared)', '2 3 4 6']] },
]; // prettier-ignore

export const operationProbes: readonly Probe[] = [
  ...opening,
  ...admitting,
  ...expelling,
  ...moves,
  ...joining,
  ...parting,
  ...closing,
  ...colleagues,
  ...restricting,
  ...lifting,
  ...emergencies,
];
