import { ACTIVE, approved, deal, DRAFT, next, other, PROPOSED, rule, SUSPENDED, terms } from './agreement-world.js';
import { calls } from './disclose-probes.js';
import { disclosureOf } from './mutant-world.js';
import { asked } from './policy-probes.js';
import type { Probe, Step } from './probe.js';

export const OTHER_ACTIVE = other();
const OTHER_DRAFT = other({ status: 'draft', versions: [{ n: 1, state: 'draft' }], parties: [], invited: [] });
const OTHER_PROPOSED = other({ status: 'proposed', versions: [{ n: 1, state: 'proposed' }], parties: [] });
export const state = (gives: string): Step => [
  'behind',
  "SELECT a.uid, a.status, a.version, a.title, (SELECT string_agg(concat_ws('/', v.version, v.state, v.revision), ' ' ORDER BY v.version) FROM sharing.agreement_version v WHERE v.agreement_id = a.id) FROM sharing.agreement a WHERE id >= 910 ORDER BY a.id",
  gives,
];
export const logged = (gives: string): Step => [
  'behind',
  'SELECT (SELECT uid FROM sharing.agreement a WHERE a.id = e.agreement_id), version, action, owner_agency_id, agency_id, by_user, reason, owner_only FROM sharing.agreement_event e ORDER BY action',
  gives,
];
const parties = (gives: string): Step => [
  'behind',
  "SELECT (SELECT string_agg(concat_ws('/', agreement_id, agency_id), ' ' ORDER BY agreement_id, agency_id) FROM sharing.agreement_party WHERE agreement_id >= 910), (SELECT string_agg(concat_ws('/', agreement_id, agency_id, version, left_at IS NULL), ' ' ORDER BY agreement_id, agency_id) FROM sharing.agreement_invitation WHERE agreement_id >= 910)",
  gives,
];
const approvals = (gives: string): Step => [
  'behind',
  "SELECT string_agg(concat_ws('/', agreement_id, version, agency_id), ' ' ORDER BY agreement_id, version, agency_id) FROM sharing.agreement_approval",
  gives,
];
/** What every function of the register answers to who does not know the agreement, and to roles that it is not for. */
const strangers = (name: string, call: string, arrange: string, roles: readonly string[], owner = true, who = 'a') => calls(`sharing.${name} sharing.known_locked sharing.demand_role`, [
  ['by a stranger', 'c.lead', call, 'CL404', arrange], ['with nobody signed in', 'nobody', call, 'CL404', arrange], ['of what is not there', `${who}.lead`, call.replace('@deal', '@absent'), 'CL404', arrange],
  ...(['analyst', 'supervisor', 'lead', 'coordinator', 'officer', 'contact', 'auditor', 'administrator'] as const).filter((role) => !roles.includes(role)).map((role) => [`by one ${role}`, `${who}.${role}`, call, 'CL403 no-permission', arrange] as const),
  ...(owner ? [['by a party that does not own it', 'b.lead', call, 'CL403 not-owner', arrange] as const] : []),
]); // prettier-ignore
const byRoles = (name: string, call: string, gives: string, arrange: string, roles: readonly string[], who = 'a') =>
  calls(
    `sharing.${name} sharing.demand_role`,
    roles.map((role) => [`by one ${role}`, `${who}.${role}`, call, gives, arrange] as const),
  );
const DRAFTERS = ['supervisor', 'lead', 'coordinator'];
const CHIEFS = ['lead', 'coordinator'];
const APPROVERS = ['lead', 'coordinator', 'contact'];

const draft = (given = "'T901-NEW'", said = terms()) => `SELECT sharing.draft_agreement(${given}, ${said}) IS NOT NULL`;
const drafting = [
  ...byRoles('draft_agreement', draft(), 'true', 'SELECT 1', DRAFTERS), ...calls('sharing.draft_agreement', [
    ['new', 'a.supervisor', draft(), 'true', undefined, [['behind', "SELECT a.title, a.owner_agency_id, a.status, a.ends_on::text, v.version, v.state, v.author_id, a.purpose, a.kinds FROM sharing.agreement a JOIN sharing.agreement_version v ON v.agreement_id = a.id WHERE a.reference = 'T901-NEW'", 'Deal 901 draft 2099-12-31 1 draft a.supervisor Testing [1]'], ['behind', 'SELECT version, action, by_user, owner_only FROM sharing.agreement_event', '1 save a.supervisor true']]],
    ['by an analyst', 'a.analyst', draft(), 'CL403 no-permission'], ['with nobody signed in', 'nobody', draft(), 'CL403'], ['in another’s name', 'a.lead', draft("'T902-NEW'"), 'CL422 reference: Begin'], ['without a name', 'a.lead', draft("'NEW-DEAL'"), 'CL422 reference: Begin'], ['in small letters', 'a.lead', draft("'T901-new'"), 'CL422 reference: Begin'],
    ['with the code of a longer name', 'a.lead', draft("'T901-A-NEW'"), 'CL422 reference: Begin', "UPDATE identity.agency SET code = 'T901-A' WHERE id = 903"], ['taken', 'a.lead', draft(), 'CL422 reference: Your organisation', "UPDATE sharing.agreement SET reference = 'T901-NEW' WHERE id = 901"],
    ['that ends today', 'a.lead', draft("'T901-NEW'", terms({ endsOn: 'current_date' })), 'true'], ['that ended', 'a.lead', draft("'T901-NEW'", terms({ endsOn: 'current_date - 1' })), 'CL422 endsOn'],
  ]),
]; // prettier-ignore

const said = (given: Parameters<typeof terms>[0], arrange?: string) =>
  ['a.lead', draft("'T901-NEW'", terms(given)), arrange] as const;
const judged = (name: string, given: Parameters<typeof terms>[0], gives: string, arrange?: string) => { const [who, call] = said(given); return [name, who, call, gives, arrange] as const; }; // prettier-ignore
const refusing = calls('sharing.refuse_terms', [
  judged('nobody', { parties: [] }, 'CL422 parties: Choose at least'), judged('itself', { parties: ['T902', 'T901'] }, 'CL422 parties: Choose other'), judged('who is not there', { parties: ['T902', 'NONE'] }, 'CL422 parties: Choose other'), judged('who ended', { parties: ['T905'] }, 'CL422 parties: Choose other'),
  judged('who ends today', { parties: ['T902'] }, 'true', 'UPDATE identity.agency SET ends_on = current_date, starts_on = current_date WHERE id = 902'), judged('who starts tomorrow', { parties: ['T902'] }, 'CL422 parties: Choose other', 'UPDATE identity.agency SET starts_on = current_date + 1 WHERE id = 902'),
  ...(['funder', 'network'] as const).map((kind) => judged(`a ${kind}`, { parties: ['T902'] }, 'CL422 parties: Choose other', `UPDATE identity.agency SET kind = '${kind}' WHERE id = 902`)),
  judged('a rule from a stranger', { rules: [rule(), rule({ from: 'T903' })] }, 'CL422 rules.1.from'), judged('a rule from a party', { rules: [rule({ from: 'T904' })] }, 'true'), judged('a rule from the owner', { rules: [rule({ from: 'T901' })] }, 'true'), judged('a rule to a stranger', { rules: [rule({ to: 'T903' })] }, 'CL422 rules.0.to'), judged('a rule to the owner', { rules: [rule({ to: 'T901', from: 'T902' })] }, 'true'),
  judged('a rule to forces', { rules: [rule({ to: 'forces-in-areas' })] }, 'true'), judged('a rule of another kind', { rules: [rule({ kind: 2 })] }, 'CL422 rules.0.handling'), judged('a rule of another handling', { handling: ['C'], rules: [rule()] }, 'CL422 rules.0.handling'),
  judged('a rule of areas', { rules: [rule({ areas: ['TEST'] })] }, 'true'), judged('a rule of unknown areas', { rules: [rule({ areas: ['TEST', 'NOWHERE'] })] }, 'CL422 rules.0.areas'), judged('a rule of all areas', { rules: [rule({ areas: null })] }, 'true'),
]); // prettier-ignore

const save = (about = 'deal', seen = 1, words = terms({ title: 'New' })) =>
  `SELECT sharing.save_version(@${about}, ${seen}, ${words})`;
const BOTH_DRAFTS = `${DRAFT}; ${OTHER_DRAFT}`;
const saving = [
  ...strangers('save_version', save(), DRAFT, DRAFTERS, false), ...byRoles('save_version', save(), '2', DRAFT, DRAFTERS), ...calls('sharing.save_version sharing.pending', [
    ['a draft', 'a.lead', save(), '2', BOTH_DRAFTS, [state('deal draft 1 New 1/draft/2, deal.2 draft 1 Deal 1/draft/1'), logged('deal 1 save 901 901 a.lead - true'), ['behind', "SELECT author_id, terms->>'title' FROM sharing.agreement_version WHERE agreement_id >= 910 ORDER BY agreement_id", 'a.lead New, a.supervisor Deal'], ['behind', 'SELECT review_on::text FROM sharing.agreement WHERE id >= 910 ORDER BY id', '2020-07-01, 2030-01-01']]],
    ['a next version', 'a.lead', save(), '2', next('draft'), [state('deal active 1 Deal 1/active/1 2/draft/2'), ['behind', "SELECT terms->>'title' FROM sharing.agreement_version WHERE agreement_id = 910 ORDER BY version", 'Deal, New']]],
    ['a proposal', 'a.lead', save(), 'CL409 Only a draft can be changed', PROPOSED], ['nothing that waits', 'a.lead', save(), 'CL409 Only a draft can be changed', ACTIVE], ['another’s edition', 'a.lead', save('deal', 2), 'CL409 Somebody changed', DRAFT], ['without a party', 'a.lead', save('deal', 1, terms({ parties: ['T902'] })), 'CL422 parties: Test agency 904 is a party', next('draft')],
    ['by a party', 'b.lead', save(), 'CL403 not-owner', next('draft')], ['with the parties of another', 'a.lead', save('deal', 1, terms({ parties: ['T902', 'T904'] })), '2', `${next('draft')}; ${other({ parties: [901, 902, 903] })}`], ['to end yesterday', 'a.lead', save('deal', 1, terms({ endsOn: 'current_date - 1' })), 'CL422 endsOn', DRAFT],
    ['when the owner is a party', 'a.lead', save(), '2', next('draft')],
  ]),
]; // prettier-ignore

const begin = (words = terms({ title: 'New' })) => `SELECT sharing.begin_version(@deal, ${words})`;
const beginning = [
  ...strangers('begin_version', begin(), ACTIVE, DRAFTERS), ...byRoles('begin_version', begin(), '2', ACTIVE, DRAFTERS), ...calls('sharing.begin_version sharing.pending', [
    ['a next one', 'a.lead', begin(), '2', `${ACTIVE}; ${other({ version: 4, versions: [{ n: 4, state: 'active' }, { n: 5, state: 'draft' }] })}`, [state('deal active 1 Deal 1/active/1 2/draft/1, deal.2 active 4 Deal 4/active/1 5/draft/1'), logged('deal 2 save 901 901 a.lead - true')]],
    ['after one discarded', 'a.lead', begin(), '3', next('lapsed')], ['beside a draft', 'a.lead', begin(), 'CL409 This agreement has a next', next('draft')], ['beside a proposal', 'a.lead', begin(), 'CL409 This agreement has a next', next('proposed')], ['of one suspended', 'a.lead', begin(), 'CL409 Only an agreement in force', SUSPENDED], ['of one that ends today', 'a.lead', begin(), '2', deal({ ends: 'current_date' })], ['of one that ended', 'a.lead', begin(), 'CL409 Only an agreement in force', deal({ ends: 'current_date - 1' })],
    ['without versions', 'a.lead', begin(), '2', deal({ versions: [] })], ['without a party', 'a.lead', begin(terms({ parties: ['T902'] })), 'CL422 parties: Test', ACTIVE],
  ]),
]; // prettier-ignore

const propose = (seen = 1) => `SELECT sharing.propose(@deal, ${seen})`;
const proposing = [
  ...strangers('propose', propose(), `${DRAFT}; INSERT INTO sharing.agreement_invitation VALUES (910, 902, 1, NULL)`, DRAFTERS), ...byRoles('propose', propose(), '1', DRAFT, DRAFTERS), ...calls('sharing.propose sharing.pending', [
    ['a draft', 'a.lead', propose(), '1', BOTH_DRAFTS, [state('deal proposed 1 Deal 1/proposed/1, deal.2 draft 1 Deal 1/draft/1'), parties('- 910/902/1/t 910/904/1/t'), logged('deal 1 propose 901 901 a.lead - false'), ['behind', 'SELECT proposed_at = now() FROM sharing.agreement_version WHERE agreement_id >= 910 ORDER BY agreement_id', 'true, -']]],
    ['a next version', 'a.lead', propose(), '2', next('draft', terms({ parties: ['T902', 'T903', 'T904'] }), { invited: [902], left: [903] }), [state('deal active 1 Deal 1/active/1 2/proposed/1'), parties('910/901 910/902 910/904 910/902/1/t 910/903/2/t 910/904/2/t')]],
    ['a proposal', 'a.lead', propose(), 'CL409 Only a draft can be proposed', PROPOSED], ['nothing', 'a.lead', propose(), 'CL409 Only a draft can be proposed', ACTIVE], ['another’s edition', 'a.lead', propose(2), 'CL409 Somebody changed', DRAFT], ['with who ended since', 'a.lead', propose(), 'CL422 parties: Choose other', `${DRAFT}; UPDATE identity.agency SET ends_on = current_date - 1 WHERE id = 904`],
  ]),
]; // prettier-ignore

const approve = (version = 1, seen = 1) => `SELECT sharing.approve(@deal, ${version}, ${seen})`;
const event = (who: string, action = 'save', version = 1, about = 910): string =>
  `INSERT INTO sharing.agreement_event (agreement_id, version, action, owner_agency_id, agency_id, by_user, owner_only) VALUES (${about}, ${version}, '${action}', 901, 901, @${who}, true)`;
const RULES = terms({
  rules: [rule(), rule({ to: 'forces-in-areas', from: 'T904', areas: ['TEST'] })],
  statistics: true,
});
const enacted = (gives: string): Step => [
  'behind',
  'SELECT version, kind, handling, recipient, recipient_agency_id, from_agency_id, months_valid, conditions, areas FROM sharing.standing_rule WHERE agreement_id = 910 ORDER BY recipient',
  gives,
];
const classes = (gives: string): Step => [
  'behind',
  "SELECT string_agg(concat_ws('/', agreement_id, audience, threshold), ' ' ORDER BY agreement_id, audience) FROM sharing.statistics_class",
  gives,
];
const STATISTICS = "INSERT INTO sharing.statistics_class VALUES (910, 'party', 9), (901, 'party', 9)";
const approving = [
  ...strangers('approve', approve(), `${PROPOSED}; ${event('a.chief')}`, APPROVERS, false), ...byRoles('approve', approve(), 'approved', PROPOSED, APPROVERS, 'b'), ...calls('sharing.approve sharing.enact_if_complete sharing.concerned sharing.agreement_approval sharing.standing_rule sharing.statistics_class', [
    ['first', 'b.lead', approve(), 'approved', `${PROPOSED}; ${OTHER_PROPOSED}`, [state('deal proposed 1 Deal 1/proposed/1, deal.2 proposed 1 Deal 1/proposed/1'), approvals('910/1/902'), logged('deal 1 approve 901 902 b.lead - false')]], ['first, by the owner', 'a.lead', approve(), 'approved', PROPOSED], ['two without the owner', 'd.lead', approve(), 'approved', `${PROPOSED}; ${approved(1, 'b.lead')}`],
    ['second', 'a.lead', approve(), 'enacted', `${deal({ status: 'proposed', versions: [{ n: 1, state: 'proposed', terms: RULES }], parties: [] })}; ${approved(1, 'b.lead')}; ${OTHER_PROPOSED}`, [state('deal active 1 Deal 1/active/1, deal.2 proposed 1 Deal 1/proposed/1'), parties('910/901 910/902 910/902/1/t 910/904/1/t 911/902/1/t 911/904/1/t'), enacted('1 1 P agency 902 - 12 Ask -, 1 1 P forces-in-areas - 904 12 Ask [TEST]'), classes('910/co-ordination-centre/0 910/owner/0 910/party/5'), ['behind', 'SELECT enacted_at = now() FROM sharing.agreement_version WHERE agreement_id >= 910 ORDER BY agreement_id', 'true, -']]],
    ['by who wrote it', 'a.lead', approve(), 'CL422 approval', deal({ status: 'proposed', versions: [{ n: 1, state: 'proposed', author: 'a.lead' }], parties: [] })], ['by who once wrote it', 'a.lead', approve(), 'CL422 approval', `${PROPOSED}; ${event('a.lead')}`], ['by who wrote another version', 'a.lead', approve(), 'approved', `${PROPOSED}; ${event('a.lead', 'save', 2)}`], ['by who wrote another agreement', 'a.lead', approve(), 'approved', `${PROPOSED}; ${OTHER_PROPOSED}; ${event('a.lead', 'save', 1, 911)}`], ['by who proposed it', 'a.lead', approve(), 'approved', `${PROPOSED}; ${event('a.lead', 'propose')}`], ['while a colleague wrote it', 'a.lead', approve(), 'approved', `${PROPOSED}; ${event('a.chief')}`],
    ['a version that is not there', 'a.lead', approve(2), 'CL422 version', PROPOSED], ['a version of another', 'a.lead', approve(2), 'CL422 version', `${PROPOSED}; ${other({ versions: [{ n: 2, state: 'proposed' }] })}`], ['a draft of the owner’s', 'a.lead', approve(), 'CL409 This version is not waiting', DRAFT], ['a draft that one may not know', 'b.lead', approve(2), 'CL422 version', next('draft')], ['a version replaced', 'b.lead', approve(), 'CL409 This version is not waiting', deal({ version: 2, versions: [{ n: 1, state: 'replaced' }, { n: 2, state: 'active' }] })],
    ['a proposal under one suspended', 'b.lead', approve(2), 'CL409 This version is not waiting', next('proposed', undefined, { status: 'suspended' })], ['one suspended, to accede', 'b.lead', approve(), 'CL409 This version is not waiting', deal({ status: 'suspended', parties: [901, 904] })], ['one lapsed', 'b.lead', approve(), 'CL409 This version is not waiting', deal({ status: 'lapsed', versions: [{ n: 1, state: 'proposed' }] })], ['one in force without its version', 'b.lead', approve(), 'CL409 This version is not waiting', deal({ status: 'proposed', versions: [{ n: 1, state: 'active' }], parties: [901, 904] })],
    ['twice', 'b.lead', approve(), 'CL409 Your organisation has approved', `${PROPOSED}; ${approved(1, 'b.contact')}`], ['after another agency', 'b.lead', approve(), 'approved', `${PROPOSED}; ${approved(1, 'd.contact')}`], ['after an earlier version', 'b.lead', approve(2), 'approved', `${next('proposed')}; ${approved(1, 'b.contact')}`], ['what one is a party of', 'b.lead', approve(), 'CL409 Your organisation has approved', ACTIVE], ['after another agreement', 'b.lead', approve(), 'approved', `${PROPOSED}; ${OTHER_PROPOSED}; INSERT INTO sharing.agreement_approval SELECT 911, 1, author_id, 902, @b.contact FROM sharing.agreement_version WHERE agreement_id = 911`],
    ['another edition', 'b.lead', approve(1, 2), 'CL409 This version was changed', PROPOSED], ['one that ends today', 'b.lead', approve(), 'approved', deal({ status: 'proposed', versions: [{ n: 1, state: 'proposed', terms: terms({ endsOn: 'current_date' }) }], parties: [] })], ['one that ended', 'b.lead', approve(), 'CL422 endsOn', deal({ status: 'proposed', versions: [{ n: 1, state: 'proposed', terms: terms({ endsOn: 'current_date - 1' }) }], parties: [] })],
    ['to accede', 'b.lead', approve(), 'acceded', `${deal({ parties: [901, 904] })}; ${OTHER_ACTIVE}`, [parties('910/901 910/902 910/904 911/901 911/902 911/904 910/902/1/t 910/904/1/t 911/902/1/t 911/904/1/t')]], ['to accede, as party of another', 'b.lead', approve(), 'acceded', deal({ parties: [901, 904] })],
    ['a next version, first', 'b.lead', approve(2), 'approved', next('proposed')], ['a next version, without one', 'd.lead', approve(2), 'approved', `${next('proposed')}; ${approved(2, 'a.lead')}`], ['a next version, without the owner', 'd.lead', approve(2), 'approved', `${next('proposed')}; ${approved(2, 'b.lead')}`],
    ['a next version, last', 'd.lead', approve(2), 'enacted', `${next('proposed', terms({ title: 'Other', rules: [rule()] }))}; ${approved(2, 'a.lead', 'b.lead')}; ${STATISTICS}; ${OTHER_ACTIVE}`, [state('deal active 2 Other 1/replaced/1 2/active/1, deal.2 active 1 Deal 1/active/1'), enacted('2 1 P agency 902 - 12 Ask -'), classes('901/party/9'), logged('deal 2 approve 901 904 d.lead - false, deal 2 enact 901 904 d.lead - false')]],
    ['a next version with the same figures', 'd.lead', approve(2), 'enacted', `${next('proposed', terms({ statistics: true }))}; ${approved(2, 'a.lead', 'b.lead')}; ${STATISTICS}`, [classes('901/party/9 910/co-ordination-centre/0 910/owner/0 910/party/9')]],
  ]),
]; // prettier-ignore

/** Rules alone change: only the parties that they name must approve, and the owner. */
const rules = (name: string, before: object[], after: object[], gives: string): Probe[] => calls('sharing.concerned sharing.enact_if_complete', [
  [name, 'a.lead', approve(3), gives, `${other({ owner: 902, version: 2, versions: [{ n: 2, state: 'active', terms: terms({ title: 'Far' }) }, { n: 3, state: 'proposed', terms: terms({ title: 'Away' }) }] })}; ${deal({ version: 2, versions: [{ n: 1, state: 'replaced', terms: terms({ title: 'Older' }) }, { n: 2, state: 'active', terms: terms({ rules: before }) }, { n: 3, state: 'proposed', terms: terms({ rules: after }) }] })}; ${approved(3, 'b.lead')}`],
]); // prettier-ignore
/** What the database does when it is asked to enact what its doors never ask of it. */
const enact = (n: number): readonly ['behind', string] => ['behind', `SELECT sharing.enact_if_complete(910, ${n})`];
const APPROVED_ELSEWHERE =
  'INSERT INTO sharing.agreement_approval SELECT 911, 1, author_id, 901, @a.contact FROM sharing.agreement_version WHERE agreement_id = 911';
const enacting = calls('sharing.enact_if_complete sharing.concerned', [
  ['a draft', ...enact(1), 'false', `${DRAFT}; ${approved(1, 'a.lead', 'b.lead')}`], ['a proposal of two', ...enact(1), 'true', `${PROPOSED}; ${approved(1, 'a.lead', 'b.lead')}`], ['a first version with a party who has not approved', ...enact(1), 'true', `${deal({ status: 'proposed', versions: [{ n: 1, state: 'proposed' }] })}; ${approved(1, 'a.lead', 'b.lead')}`],
  ['a next version of the owner alone', ...enact(2), 'true', `${next('proposed', undefined, { parties: [901] })}; ${approved(2, 'a.lead')}`], ['a next version without one before', ...enact(2), 'false', `${deal({ versions: [{ n: 2, state: 'proposed' }] })}; ${approved(2, 'a.lead', 'b.lead')}`], ['with the owner’s approval of another agreement', 'b.lead', approve(), 'approved', `${PROPOSED}; ${OTHER_PROPOSED}; ${APPROVED_ELSEWHERE}`],
  ['of another owner than the first in the table', ...enact(1), 'true', `${deal({ owner: 904, status: 'proposed', versions: [{ n: 1, state: 'proposed' }], parties: [] })}; ${approved(1, 'b.lead', 'd.lead')}`], ['over one in force and one given up', ...enact(3), 'true', `${deal({ versions: [{ n: 1, state: 'active' }, { n: 2, state: 'lapsed' }, { n: 3, state: 'proposed', terms: terms() }] })}; ${approved(3, 'a.lead')}`, [state('deal active 3 Deal 1/replaced/1 2/lapsed/1 3/active/1')]],
  ['with the owner’s approval of an earlier version', 'b.lead', approve(2), 'approved', `${next('proposed', undefined, { parties: [901, 902] })}; ${approved(1, 'a.lead')}`], ['beside another agreement with another owner', 'a.lead', approve(), 'enacted', `${other({ owner: 904, status: 'proposed', versions: [{ n: 1, state: 'draft' }] })}; ${PROPOSED}; ${approved(1, 'b.lead')}`],
]).map((probe) => (probe.steps[0]![0] === 'behind' ? { ...probe, steps: [['a.lead', 'SELECT 1', '1'] as Step, ...probe.steps] } : probe)); // prettier-ignore

const concerning = [
  ...enacting,
  ...rules('a new rule for one', [], [rule({ from: 'T901' })], 'enacted'), ...rules('a rule less for one', [rule({ from: 'T901' })], [], 'enacted'), ...rules('a rule from one', [], [rule({ from: 'T902', to: 'T901' })], 'enacted'), ...rules('a rule for another', [], [rule({ from: 'T901', to: 'T904' })], 'approved'), ...rules('a rule less for another', [rule({ from: 'T901', to: 'T904' })], [], 'approved'),
  ...rules('a rule from another', [], [rule({ from: 'T904', to: 'T902' })], 'approved'), ...rules('a rule from whoever', [], [rule()], 'approved'), ...rules('a rule to forces', [], [rule({ from: 'T901', to: 'forces-in-areas' })], 'approved'), ...rules('the same rules', [rule()], [rule()], 'enacted'), ...rules('another rule beside one that stays', [rule({ from: 'T904', to: 'T901' })], [rule({ from: 'T904', to: 'T901' }), rule({ from: 'T901' })], 'enacted'),
]; // prettier-ignore

const waiting = (gives: string, name: string, who: string, arrange: string) =>
  [name, who, 'SELECT w FROM sharing.waiting_for(910) w ORDER BY 1', gives, arrange] as const;
const waits = calls('sharing.waiting_for sharing.concerned sharing.pending', [
  waiting('901, 902, 904', 'a proposal', 'b.lead', PROPOSED), waiting('904', 'a proposal that two approved', 'a.lead', `${PROPOSED}; ${approved(1, 'a.lead', 'b.lead')}`), waiting('', 'a proposal, to a stranger', 'c.lead', PROPOSED), waiting('', 'a draft', 'a.lead', DRAFT), waiting('', 'nothing', 'a.lead', ACTIVE), waiting('901, 904', 'a proposal that one left', 'a.lead', `${PROPOSED}; UPDATE sharing.agreement_invitation SET left_at = now() WHERE agency_id = 902`),
  waiting('901, 902', 'a first version with parties', 'a.lead', deal({ status: 'proposed', versions: [{ n: 1, state: 'proposed' }], invited: [902] })), waiting('901, 902, 904', 'a next version', 'b.lead', next('proposed', undefined, { invited: [903] })), waiting('901, 902', 'a next version of rules', 'a.lead', next('proposed', terms({ rules: [rule({ from: 'T901' })] }))), waiting('902, 904', 'a next version that one approved', 'a.lead', `${next('proposed')}; ${approved(2, 'a.lead')}; ${approved(1, 'b.lead')}`), waiting('901, 902, 904', 'a proposal beside another', 'a.lead', `${PROPOSED}; ${other({ status: 'proposed', versions: [{ n: 1, state: 'proposed' }], parties: [], invited: [903] })}; INSERT INTO sharing.agreement_approval SELECT 911, 1, author_id, 902, @b.contact FROM sharing.agreement_version WHERE agreement_id = 911`),
]); // prettier-ignore

export const REASON = "'why'";
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
const suspended = (by: string, agency: number, about = 910, more = ''): string =>
  `INSERT INTO sharing.agreement_suspension (agreement_id, agency_id, suspended_by, reason, suspended_at${more ? ', reinstated_by, reinstated_at' : ''}) VALUES (${about}, ${agency}, @${by}, 'x', now() - interval '${more || '1 day'}'${more ? ", @a.coordinator, now() - interval '1 hour'" : ''})`;
const suspending = [
  ...strangers('suspend', turn('suspend'), ACTIVE, CHIEFS, false, 'b'), ...byRoles('suspend', turn('suspend'), '-', ACTIVE, CHIEFS, 'b'), ...withReason('suspend', '-', ACTIVE, 'one'), ...calls('sharing.suspend ctx.my_agreements', [
    ['by a party', 'b.lead', turn('suspend'), '-', `${ACTIVE}; ${OTHER_ACTIVE}`, [state('deal suspended 1 Deal 1/active/1, deal.2 active 1 Deal 1/active/1'), suspensions('910 902 b.lead - -'), logged('deal 1 suspend 901 902 b.lead why false')]], ['by who is invited', 'b.lead', turn('suspend'), 'CL403 not-party', INVITED], ['suspended', 'b.lead', turn('suspend'), 'CL409 Only an agreement in force', SUSPENDED],
    ['that ends today', 'b.lead', turn('suspend'), '-', deal({ ends: 'current_date' })], ['that ended', 'b.lead', turn('suspend'), 'CL409 Only an agreement in force', deal({ ends: 'current_date - 1' })], ['proposed', 'a.lead', turn('suspend'), 'CL403 not-party', PROPOSED],
  ]),
]; // prettier-ignore
const OF_B = `${SUSPENDED}; ${suspended('b.lead', 902)}`;
const reinstating = [
  ...strangers('reinstate', turn('reinstate'), OF_B, CHIEFS, false), ...byRoles('reinstate', turn('reinstate'), '-', OF_B, CHIEFS), ...withReason('reinstate', '-', OF_B, 'one'), ...calls('sharing.reinstate', [
    ['by the owner', 'a.lead', turn('reinstate'), '-', `${OF_B}; ${suspended('a.second', 901, 910, '2 days')}; ${other({ status: 'suspended' })}; ${suspended('a.lead', 901, 911)}; UPDATE sharing.agreement_suspension SET suspended_at = now() WHERE agreement_id = 911`, [state('deal active 1 Deal 1/active/1, deal.2 suspended 1 Deal 1/active/1'), suspensions('910 901 a.second a.coordinator false, 910 902 b.lead a.lead true, 911 901 a.lead - -'), logged('deal 1 reinstate 901 901 a.lead why false')]],
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

export const agreementProbes: readonly Probe[] = [
  ...drafting,
  ...refusing,
  ...saving,
  ...beginning,
  ...proposing,
  ...approving,
  ...concerning,
  ...waits,
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
