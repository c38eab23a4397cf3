import { ACTIVE, approved, deal, DRAFT, next, other, PROPOSED, rule, SUSPENDED, terms } from './agreement-world.js';
import {
  approvals,
  approve,
  APPROVERS,
  byRoles,
  classes,
  DRAFTERS,
  enacted,
  event,
  logged,
  OTHER_ACTIVE,
  OTHER_DRAFT,
  OTHER_PROPOSED,
  parties,
  state,
  strangers,
} from './agreement-steps.js';
import { calls } from './disclose-probes.js';
import type { Probe, Step } from './probe.js';

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

const RULES = terms({
  rules: [rule(), rule({ to: 'forces-in-areas', from: 'T904', areas: ['TEST'] })],
  statistics: true,
});
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

export const agreementProbes: readonly Probe[] = [
  ...drafting,
  ...refusing,
  ...saving,
  ...beginning,
  ...proposing,
  ...approving,
  ...concerning,
  ...waits,
];
