import { ACTIVE, approved, deal, DRAFT, next, other, PROPOSED, SUSPENDED } from './agreement-world.js';
import {
  approvals,
  APPROVERS,
  byRoles,
  CHIEFS,
  DRAFTERS,
  event,
  logged,
  OTHER_ACTIVE,
  OTHER_PROPOSED,
  parties,
  REASON,
  state,
  strangers,
  suspended,
} from './agreement-steps.js';
import { calls } from './disclose-probes.js';
import { disclosureOf } from './mutant-world.js';
import { asked } from './policy-probes.js';
import type { Probe, Step } from './probe.js';

const withReason = (name: string, gives: string, arrange: string, what: string, who = 'a.lead') => calls(`sharing.${name}`, [
  [`${what} without a reason`, who, `SELECT sharing.${name}(@deal, ' ')`, 'CL422 reason', arrange], [`${what} with nothing for a reason`, who, `SELECT sharing.${name}(@deal, NULL)`, 'CL422 reason', arrange], [`${what} with one`, who, `SELECT sharing.${name}(@deal, ${REASON})`, gives, arrange],
]); // prettier-ignore
const turn = (name: string): string => `SELECT sharing.${name}(@deal, ${REASON})`;

const REVISED = `${PROPOSED}; ${OTHER_PROPOSED}; ${approved(1, 'b.lead')}; INSERT INTO sharing.agreement_approval SELECT 911, 1, author_id, 902, @b.contact FROM sharing.agreement_version WHERE agreement_id = 911`;
const NEXT_INVITED = `INSERT INTO identity.agency (id, code, name, kind, starts_on) VALUES (906, 'T906', 'Test agency 906', 'task-force', '2020-01-01'); ${next('proposed')}; ${approved(1, 'b.lead')}; ${approved(2, 'b.lead')}; INSERT INTO sharing.agreement_invitation VALUES (910, 903, 2, NULL), (910, 905, 2, now()), (910, 906, 1, NULL); UPDATE sharing.agreement_invitation SET version = 2 WHERE agency_id = 904; ${other({ parties: [903] })}`;
const revising = [
  ...strangers('revise', turn('revise'), PROPOSED, DRAFTERS), ...byRoles('revise', turn('revise'), '1', PROPOSED, DRAFTERS), ...calls('sharing.revise sharing.pending', [
    ['a proposal', 'a.lead', turn('revise'), '1', REVISED, [state('deal draft 1 Deal 1/draft/2, deal.2 proposed 1 Deal 1/proposed/1'), parties('- 911/902/1/t 911/904/1/t'), approvals('911/1/902'), logged('deal 1 revise 901 901 a.lead why false'), ['behind', 'SELECT proposed_at IS NULL FROM sharing.agreement_version WHERE agreement_id >= 910 ORDER BY agreement_id', 'true, false']]],
    ['a next version', 'a.lead', turn('revise'), '2', NEXT_INVITED, [state('deal active 1 Deal 1/active/1 2/draft/2, deal.2 active 1 Deal 1/active/1'), parties('910/901 910/902 910/904 911/903 910/902/1/t 910/904/2/t 910/905/2/f 910/906/1/t 911/902/1/t 911/904/1/t'), approvals('910/1/902')]], ['a draft', 'a.lead', turn('revise'), 'CL409 Only a proposal', DRAFT], ['nothing', 'a.lead', turn('revise'), 'CL409 Only a proposal', ACTIVE],
    ['when another agreement has the parties', 'a.lead', turn('revise'), '1', `${PROPOSED}; ${OTHER_ACTIVE}`, [parties('911/901 911/902 911/904 911/902/1/t 911/904/1/t')]],
  ]),
]; // prettier-ignore

const discarding = [
  ...strangers('discard', turn('discard'), PROPOSED, DRAFTERS), ...byRoles('discard', turn('discard'), '1', DRAFT, DRAFTERS), ...withReason('discard', '1', DRAFT, 'a draft'), ...calls('sharing.discard sharing.pending', [
    ['a proposal', 'a.lead', turn('discard'), '1', `${PROPOSED}; ${OTHER_PROPOSED}`, [state('deal lapsed 1 Deal 1/lapsed/1, deal.2 proposed 1 Deal 1/proposed/1'), parties('- 910/902/1/t 910/904/1/t 911/902/1/t 911/904/1/t'), logged('deal 1 discard 901 901 a.lead why false')]], ['a draft', 'a.lead', turn('discard'), '1', DRAFT, [logged('deal 1 discard 901 901 a.lead why true')]],
    ['a next version', 'a.lead', turn('discard'), '2', NEXT_INVITED, [state('deal active 1 Deal 1/active/1 2/lapsed/1, deal.2 active 1 Deal 1/active/1'), parties('910/901 910/902 910/904 911/903 910/902/1/t 910/904/2/t 910/905/2/f 910/906/1/t 911/902/1/t 911/904/1/t')]], ['nothing', 'a.lead', turn('discard'), 'CL409 There is no draft', ACTIVE],
    ['a next version beside another of the same parties', 'a.lead', turn('discard'), '2', `${next('proposed', undefined, { parties: [901] })}; UPDATE sharing.agreement_invitation SET version = 2; ${other({ version: 2, versions: [{ n: 2, state: 'active' }] })}; UPDATE sharing.agreement_invitation SET version = 2`, [parties('910/901 911/901 911/902 911/904 911/902/2/t 911/904/2/t')]],
  ]),
]; // prettier-ignore

const INVITED = deal({ parties: [901, 904] });
const suspensions = (gives: string): Step => [
  'behind',
  'SELECT agreement_id, agency_id, suspended_by, reinstated_by, reinstated_at = now() FROM sharing.agreement_suspension ORDER BY agreement_id, agency_id',
  gives,
];
const suspending = [
  ...strangers('suspend', turn('suspend'), ACTIVE, CHIEFS, false, 'b'), ...byRoles('suspend', turn('suspend'), '-', ACTIVE, CHIEFS, 'b'), ...withReason('suspend', '-', ACTIVE, 'one'), ...calls('sharing.suspend ctx.my_agreements', [
    ['by a party', 'b.lead', turn('suspend'), '-', `${ACTIVE}; ${OTHER_ACTIVE}`, [state('deal suspended 1 Deal 1/active/1, deal.2 active 1 Deal 1/active/1'), suspensions('910 902 b.lead - -'), logged('deal 1 suspend 901 902 b.lead why false')]], ['by who is invited', 'b.lead', turn('suspend'), 'CL403 not-party', INVITED], ['suspended', 'b.lead', turn('suspend'), 'CL409 Only an agreement in force', SUSPENDED],
    ['that ends today', 'b.lead', turn('suspend'), '-', deal({ ends: 'current_date' })], ['that ended', 'b.lead', turn('suspend'), 'CL409 Only an agreement in force', deal({ ends: 'current_date - 1' })], ['proposed', 'a.lead', turn('suspend'), 'CL403 not-party', PROPOSED],
  ]),
]; // prettier-ignore
const OF_B = `${SUSPENDED}; ${suspended('b.lead', 902)}`;
const reinstating = [
  ...strangers('reinstate', turn('reinstate'), OF_B, CHIEFS, false), ...byRoles('reinstate', turn('reinstate'), '-', OF_B, CHIEFS), ...withReason('reinstate', '-', OF_B, 'one'), ...calls('sharing.reinstate ctx.lapsed_agreements', [
    ['by the owner', 'a.lead', turn('reinstate'), '-', `${OF_B}; ${suspended('a.second', 901, 910, '2 days')}; ${other({ status: 'suspended' })}; ${suspended('a.lead', 901, 911)}; UPDATE sharing.agreement_suspension SET suspended_at = now() WHERE agreement_id = 911`, [state('deal active 1 Deal 1/active/1, deal.2 suspended 1 Deal 1/active/1'), suspensions('910 901 a.second a.coordinator false, 910 902 b.lead a.lead true, 911 901 a.lead - -'), logged('deal 1 reinstate 901 901 a.lead why false')]],
    ['by the owner, of which nothing shows yet', 'a.lead', turn('reinstate'), '-', OF_B, [['a.lead', 'SELECT k FROM ctx.lapsed_agreements() k ORDER BY 1', '902, 910']]],
    ['by who suspended', 'b.lead', turn('reinstate'), 'CL422 reinstatement', OF_B], ['by a colleague of who suspended', 'b.coordinator', turn('reinstate'), '-', OF_B], ['by another party', 'd.lead', turn('reinstate'), 'CL403 not-suspender', OF_B], ['in force', 'a.lead', turn('reinstate'), 'CL409 This agreement is not suspended', ACTIVE], ['without a suspension', 'a.lead', turn('reinstate'), '-', SUSPENDED], ['without a suspension, by a party', 'b.lead', turn('reinstate'), 'CL403 not-suspender', SUSPENDED],
    ['by who suspended it earlier', 'b.lead', turn('reinstate'), 'CL403 not-suspender', `${SUSPENDED}; ${suspended('d.lead', 904)}; ${suspended('b.coordinator', 902, 910, '2 days')}`], ['after a suspension that is over', 'b.coordinator', turn('reinstate'), 'CL403 not-suspender', `${SUSPENDED}; ${suspended('b.lead', 902, 910, '2 hours')}`],
  ]),
]; // prettier-ignore
const ending = [
  ...strangers('end_agreement', turn('end_agreement'), ACTIVE, CHIEFS, false, 'b'), ...byRoles('end_agreement', turn('end_agreement'), '-', ACTIVE, CHIEFS, 'b'), ...withReason('end_agreement', '-', ACTIVE, 'one'), ...calls('sharing.end_agreement', [
    ['by a party', 'b.lead', turn('end_agreement'), '-', `${next('draft')}; INSERT INTO sharing.agreement_version (agreement_id, version, owner_agency_id, state, terms, author_id) SELECT 910, n, 901, s, '{}', @a.lead FROM (VALUES (3, 'proposed'), (4, 'replaced')) v (n, s) WHERE n <> 3; ${OTHER_ACTIVE}`, [state('deal lapsed 1 Deal 1/lapsed/1 2/lapsed/1 4/replaced/1, deal.2 active 1 Deal 1/active/1'), logged('deal 1 end 901 902 b.lead why false')]], ['with a proposal', 'b.lead', turn('end_agreement'), '-', next('proposed'), [state('deal lapsed 1 Deal 1/lapsed/1 2/lapsed/1')]], ['suspended', 'b.lead', turn('end_agreement'), '-', SUSPENDED],
    ['by who is invited', 'b.lead', turn('end_agreement'), 'CL403 not-party', INVITED], ['lapsed', 'b.lead', turn('end_agreement'), 'CL409 Only an agreement', deal({ status: 'lapsed' })], ['that ends today', 'b.lead', turn('end_agreement'), '-', deal({ ends: 'current_date' })], ['that ended', 'b.lead', turn('end_agreement'), 'CL409 Only an agreement', deal({ ends: 'current_date - 1' })],
  ]),
]; // prettier-ignore
const reviewed = "SELECT sharing.review(@deal, 'why') = (current_date + interval '1 year')::date";
const reviewing = [
  ...strangers('review', reviewed, ACTIVE, CHIEFS), ...byRoles('review', reviewed, 'true', ACTIVE, CHIEFS), ...calls('sharing.review', [
    ['in force', 'a.lead', reviewed, 'true', `${ACTIVE}; ${OTHER_ACTIVE}`, [['behind', "SELECT review_on = (current_date + interval '1 year')::date FROM sharing.agreement WHERE id >= 910 ORDER BY id", 'true, false'], logged('deal 1 review 901 901 a.lead why false')]], ['suspended', 'a.lead', reviewed, 'true', SUSPENDED], ['proposed', 'a.lead', reviewed, 'CL409 Only an agreement', PROPOSED], ['that ends today', 'a.lead', reviewed, 'true', deal({ ends: 'current_date' })], ['that ended', 'a.lead', reviewed, 'CL409 Only an agreement', deal({ ends: 'current_date - 1' })],
    ['without a reason', 'a.lead', "SELECT sharing.review(@deal, ' ')", 'CL422 reason', ACTIVE], ['with nothing for a reason', 'a.lead', 'SELECT sharing.review(@deal, NULL)', 'CL422 reason', ACTIVE],
  ]),
]; // prettier-ignore

const SHARED = ['dis.1', 'dis.2', 'dis.3', 'dis.4', 'dis.5']
  .map((name, n) =>
    disclosureOf(
      name,
      [902, 904, 902, 901, 902][n]!,
      n === 3
        ? { record: 'theirs', from: 902, agreement: '910' }
        : { record: 'plain', agreement: n === 4 ? '911' : '910', items: [`plain.${n % 2}`] },
    ),
  )
  .join('; ');
const LEAVING = `${next('proposed')}; ${OTHER_ACTIVE}; ${SHARED}; UPDATE access.disclosure SET revoked_at = now() - interval '1 day', revoked_by = @a.lead, revocation_reason = 'before' WHERE id = @dis.3; ${approved(1, 'b.contact', 'd.lead')}; ${approved(2, 'b.contact')}`;
const left = (gives: string): Step => [
  'behind',
  'SELECT id, revoked_by, revocation_reason, (SELECT count(*) FROM access.record_visibility v WHERE v.disclosure_id = d.id), (SELECT count(*) FROM access.item_visibility v WHERE v.disclosure_id = d.id) FROM access.disclosure d WHERE agreement_id >= 910 ORDER BY reference',
  gives,
];
const withdrawing = [
  ...strangers('withdraw', turn('withdraw'), ACTIVE, APPROVERS, false, 'b'), ...byRoles('withdraw', turn('withdraw'), 'withdrawn', ACTIVE, APPROVERS, 'b'), ...withReason('withdraw', 'withdrawn', ACTIVE, 'from one', 'b.lead'), ...calls('sharing.withdraw sharing.leave sharing.enact_if_complete sharing.pending', [
    ['by a party', 'b.lead', turn('withdraw'), 'withdrawn', LEAVING, [left('dis.1 b.lead Test agency 902 withdrew from T901-deal 0 0, dis.2 - - 1 1, dis.3 a.lead before 1 1, dis.4 b.lead Test agency 902 withdrew from T901-deal 0 0, dis.5 - - 1 1'), parties('910/901 910/904 911/901 911/902 911/904 910/902/1/f 910/904/1/t 911/902/1/t 911/904/1/t'), approvals('910/1/904'), logged('deal 1 withdraw 901 902 b.lead why false'), state('deal active 1 Deal 1/active/1 2/proposed/1, deal.2 active 1 Deal 1/active/1')]],
    ['by who is invited', 'b.lead', turn('withdraw'), 'declined', `${PROPOSED}; ${approved(1, 'b.contact', 'd.lead')}`, [parties('- 910/902/1/f 910/904/1/t'), approvals('910/1/904'), logged('deal 1 decline 901 902 b.lead why false'), state('deal proposed 1 Deal 1/proposed/1')]], ['by its owner', 'a.lead', turn('withdraw'), 'CL409 The owner ends', ACTIVE], ['suspended', 'b.lead', turn('withdraw'), 'withdrawn', SUSPENDED], ['lapsed', 'b.lead', turn('withdraw'), 'CL409 This agreement is over', deal({ status: 'lapsed' })],
    ['that ends today', 'b.lead', turn('withdraw'), 'withdrawn', deal({ ends: 'current_date' })], ['that ended', 'b.lead', turn('withdraw'), 'CL409 This agreement is over', deal({ ends: 'current_date - 1' })], ['proposed, that ended', 'b.lead', turn('withdraw'), 'declined', deal({ status: 'proposed', ends: 'current_date - 1', versions: [{ n: 1, state: 'proposed' }], parties: [] })],
    ['by the second last', 'b.lead', turn('withdraw'), 'ended', `${next('draft', undefined, { parties: [901, 902] })}; ${OTHER_ACTIVE}; INSERT INTO sharing.agreement_version (agreement_id, version, owner_agency_id, state, terms, author_id) SELECT 910, 3, 901, 'replaced', '{}', @a.lead`, [state('deal lapsed 1 Deal 1/lapsed/1 2/lapsed/1 3/replaced/1, deal.2 active 1 Deal 1/active/1'), logged('deal 1 end 901 902 b.lead No second party is left. false, deal 1 withdraw 901 902 b.lead why false')]],
    ['by the second last, with a proposal', 'b.lead', turn('withdraw'), 'ended', next('proposed', undefined, { parties: [901, 902] }), [state('deal lapsed 1 Deal 1/lapsed/1 2/lapsed/1')]], ['by who is invited beside one party', 'b.lead', turn('withdraw'), 'declined', deal({ parties: [901] }), [state('deal active 1 Deal 1/active/1')]],
    ['by the last who had not approved', 'b.lead', turn('withdraw'), 'withdrawn', `${next('proposed')}; ${approved(2, 'a.lead', 'd.lead')}`, [state('deal active 2 Other 1/replaced/1 2/active/1')]], ['by who is invited and had not approved', 'b.lead', turn('withdraw'), 'declined', `${next('proposed', undefined, { parties: [901, 904] })}; ${approved(2, 'a.lead', 'd.lead')}`, [state('deal active 1 Deal 1/active/1 2/proposed/1')]], ['with a draft that others approved', 'b.lead', turn('withdraw'), 'withdrawn', `${next('draft')}; ${approved(2, 'a.lead', 'd.lead')}`, [state('deal active 1 Deal 1/active/1 2/draft/1')]],
    ['after an older version', 'b.lead', turn('withdraw'), 'withdrawn', `${deal({ version: 2, versions: [{ n: 1, state: 'replaced' }, { n: 2, state: 'active' }] })}; ${approved(1, 'b.contact')}; ${approved(2, 'b.contact')}; ${OTHER_ACTIVE}`, [approvals('910/1/902')]],
    ['with a draft, were enacting forbidden', 'b.lead', turn('withdraw'), 'withdrawn', `${next('draft')}; CREATE OR REPLACE FUNCTION sharing.enact_if_complete(about int, of_version int) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT (1 / 0) = 1'`],
    ['with approvals of another', 'b.lead', turn('withdraw'), 'withdrawn', `${ACTIVE}; ${OTHER_ACTIVE}; INSERT INTO sharing.agreement_approval SELECT 911, 1, author_id, 902, @b.contact FROM sharing.agreement_version WHERE agreement_id = 911`, [approvals('911/1/902')]],
  ]),
]; // prettier-ignore

const reminders: Probe[] = [
  { name: 'reviews of agreements that are due', about: 'sharing.remind_reviews', arrange: [["'active'", "'2099-01-01'", 'current_date + 28'], ["'active'", "'2099-01-01'", 'current_date + 29'], ["'suspended'", "'2099-01-01'", 'current_date'], ["'active'", "'2099-01-01'", 'current_date + 1'], ["'lapsed'", "'2099-01-01'", 'current_date'], ["'active'", 'current_date', 'current_date - 1'], ["'active'", 'current_date - 1', 'current_date']].map(([status, ends, review], n) =>
    `INSERT INTO sharing.agreement (id, uid, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on, review_on) VALUES (${920 + n}, @rev.${n}, 'R-${n}', 'x', 'x', 'x', 901, ${status}, '2020-01-01', ${ends}, ${review})`).join('; ') + "; INSERT INTO sharing.review_reminder VALUES (923, current_date + 1, 'ahead')",
    steps: [['worker:nobody', 'SELECT sharing.remind_reviews()', '3'], ['behind', "SELECT type, record_id, agency_id, payload->>'stage' FROM platform.outbox WHERE type LIKE 'agreement%' ORDER BY (SELECT id FROM sharing.agreement a WHERE a.uid = record_id)", 'agreement.review-due.v1 rev.0 901 ahead, agreement.review-due.v1 rev.2 901 due, agreement.review-due.v1 rev.5 901 due'], ['worker:nobody', 'SELECT sharing.remind_reviews()', '0']] },
]; // prettier-ignore

const at = 'SELECT agency, people FROM sharing.people_at_parties(@deal) ORDER BY 1';
const people = calls('sharing.people_at_parties', [
  ['to a party', 'b.peer', at, 'T901 11, T902 11, T904 11', `${ACTIVE}; ${other({ parties: [903], invited: [903] })}`], ['with who is invited', 'b.peer', at, 'T901 11, T902 11, T903 11, T904 11', deal({ invited: [903] })], ['without who left', 'b.peer', at, 'T901 11, T902 11, T904 11', deal({ invited: [], left: [903] })], ['to a stranger', 'c.peer', at, '', ACTIVE], ['with nobody signed in', 'nobody', at, '', ACTIVE], ['of one among others', 'b.peer', at, 'T902 11', deal({ parties: [902], invited: [] })],
  ['without leavers', 'b.peer', at, 'T902 10', `${deal({ parties: [902], invited: [] })}; UPDATE identity.user_account SET left_at = now() WHERE id = @b.peer`.replace('@b.peer', '@b.lead')],
  ...['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact', 'auditor', 'administrator'].map((role) => [`with one more ${role}`, 'b.peer', at, ['auditor', 'administrator'].includes(role) ? 'T902 11' : 'T902 12', `${deal({ parties: [902], invited: [] })}; INSERT INTO identity.user_role VALUES (@b.none, '${role}')`] as const),
]); // prettier-ignore

const ROWS = `${next('draft')}; ${event('a.lead')}; UPDATE sharing.agreement_event SET owner_only = true; INSERT INTO sharing.agreement_event (agreement_id, version, action, owner_agency_id, agency_id, by_user, owner_only) VALUES (910, 1, 'end', 901, 901, @a.lead, false); ${approved(1, 'b.lead')}; ${suspended('b.lead', 902)};
  INSERT INTO sharing.standing_rule VALUES (55, 910, 1, 1, 'P', 'agency', 902, 12, ''); INSERT INTO sharing.statistics_class VALUES (910, 'party', 5); UPDATE sharing.agreement_invitation SET left_at = now() WHERE agency_id = 904; DELETE FROM sharing.agreement_party WHERE agreement_id = 910 AND agency_id = 904; INSERT INTO sharing.agreement_invitation VALUES (910, 903, 1, NULL)`;
const seen = (table: string, b: number, c: number, d: number, a = b): Probe[] =>
  asked(
    `rows of ${table}`,
    `sharing.${table} ctx.known_agreements`,
    `SELECT count(*) FROM sharing.${table} WHERE ${table === 'agreement' ? 'id' : 'agreement_id'} = 910`,
    { 'a.peer': String(a), 'b.peer': String(b), 'c.peer': String(c), 'd.peer': String(d), 'x.lead': '0', nobody: '0' },
    ROWS,
  );
const rows = [
  ...seen('agreement', 1, 1, 1), ...seen('agreement_version', 1, 1, 0, 2), ...seen('agreement_event', 1, 1, 0, 2), ...seen('agreement_approval', 1, 1, 0), ...seen('agreement_party', 2, 2, 0), ...seen('agreement_invitation', 3, 3, 1), ...seen('agreement_suspension', 1, 1, 0), ...seen('standing_rule', 1, 1, 0), ...seen('statistics_class', 1, 1, 0),
]; // prettier-ignore

const named = (table: string, what: string, answers: Record<string, string>): Probe[] =>
  asked(
    `which rows of ${table}`,
    `sharing.${table} ctx.known_agreements ctx.left_agreements`,
    `SELECT string_agg(${what}::text, ' ' ORDER BY ${what}) FROM sharing.${table}`,
    answers,
    ROWS,
  );
const which = [
  ...named('agreement', 'id', { 'a.peer': '901 910', 'b.peer': '901 910', 'c.peer': '902 910', 'd.peer': '901 910', 'x.lead': '-', nobody: '-' }), ...named('agreement_event', 'action', { 'a.peer': 'end save', 'b.peer': 'end', 'c.peer': 'end', 'd.peer': '-' }), ...named('agreement_version', 'version', { 'a.peer': '1 2', 'b.peer': '1', 'd.peer': '-' }),
]; // prettier-ignore

export const agreementLifeProbes: readonly Probe[] = [
  ...revising,
  ...discarding,
  ...suspending,
  ...reinstating,
  ...ending,
  ...reviewing,
  ...withdrawing,
  ...reminders,
  ...people,
  ...rows,
  ...which,
];
