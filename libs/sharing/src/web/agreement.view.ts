import { dateUk } from '@clin/web-kit';
import type { AgreementDetail, AgreementParty } from '../agreement-detail.query.js';
import type { AgreementAction } from '../agreement.states.js';
import type { RulesPreview } from '../preview-rules.query.js';
import type { RuleTerms, Terms } from '../terms.js';
import {
  classWords,
  count,
  contactWords,
  DECISIONS,
  historyWords,
  ruleWords,
  STATUS_COLOURS,
  statusWords,
  type Names,
  type PageDecision,
} from './words.js';

interface Known {
  agency: Names;
  area: Names;
}

export const headOf = ({ id, reference, terms }: AgreementDetail, crumb?: string) => ({
  id,
  reference,
  marking: terms.marking,
  title: terms.title,
  breadcrumbs: [
    { text: 'Agreements', href: '/agreements' },
    { text: reference, ...(crumb ? { href: `/agreements/${id}` } : {}) },
    ...(crumb ? [{ text: crumb }] : []),
  ],
});

const PAGES: Record<Exclude<AgreementAction, PageDecision>, { text: string; path: string }> = {
  save: { text: 'Change the draft', path: 'edit' },
  propose: { text: 'Propose to the other organisations', path: 'propose' },
  approve: { text: 'Approve for your organisation', path: 'approve' },
  renew: { text: 'Draft the next version', path: 'versions/new' },
};

export function pathOf(action: PageDecision): string {
  if (action === 'revise' || action === 'discard') return `proposal/${action}`;
  return action === 'withdraw' ? 'withdraw' : `decision/${action}`;
}

/** The first of these that is open is the button; the rest are the menu. */
const FIRST: readonly AgreementAction[] = ['approve', 'propose', 'reinstate', 'save', 'renew'];

function stepsOf({ id, actions }: AgreementDetail) {
  const first = FIRST.find((action) => actions.includes(action));
  const link = (action: AgreementAction) => {
    const page = PAGES[action as keyof typeof PAGES];
    return page
      ? { text: page.text, href: `/agreements/${id}/${page.path}` }
      : { text: DECISIONS[action as PageDecision].button, href: `/agreements/${id}/${pathOf(action as PageDecision)}` };
  };
  return { next: first ? link(first) : undefined, steps: actions.filter((action) => action !== first).map(link) };
}

const approvedWords = ({ approved, state }: AgreementParty): string =>
  approved.map(({ version, at, by }) => `Version ${version}, ${dateUk(at)}${by ? `, by ${by}` : ''}`).join('\n') ||
  (state === 'party' ? 'Before the register began' : 'Not approved');

const factsOf = (terms: Terms, reviewOn: string | null) => [
  ['Purposes', terms.purpose],
  ['Legal gateway', terms.legalBasis],
  ['What may be shared', classWords(terms)],
  ['Marking', terms.marking],
  ['From', dateUk(terms.startsOn)],
  ['Until', dateUk(terms.endsOn)],
  ['Next review', dateUk(reviewOn) || 'Not set'],
  ['Contact point', contactWords(terms.contact) || 'Not given'],
  [
    'Signed copy',
    terms.signedCopy
      ? `${terms.signedCopy.name}, held at ${terms.signedCopy.heldAt}\nSHA-256 ${terms.signedCopy.sha256}`
      : 'None recorded',
  ],
];

/** What a next version changes, field by field; its rules are listed apart. */
function changesOf(before: Terms, after: Terms) {
  const told = (terms: Terms, reviewOn: string | null) => [['Title', terms.title], ...factsOf(terms, reviewOn)];
  const [old, now] = [told(before, before.reviewOn), told(after, after.reviewOn ?? before.reviewOn)];
  const named = now.flatMap(([label, text], at) =>
    text === old[at]![1] ? [] : [{ label, before: old[at]![1], after: text }],
  );
  const joining = after.parties.filter((code) => !before.parties.includes(code));
  return { named, joining };
}

export function agreementPage(detail: AgreementDetail, known: Known, own?: string) {
  const { terms, pending, status, startsLater, parties, rules, versions, history, suspension } = detail;
  const next = pending && pending.version > 1 ? pending : null;
  const changes = next ? changesOf(terms, next.terms) : null;
  const shown = next || !pending ? rules : pending.terms.rules;
  return {
    ...headOf(detail),
    heading: terms.title,
    state: { text: statusWords(status, startsLater), colour: STATUS_COLOURS[status] },
    version: detail.version,
    ownerName: detail.ownerName,
    reviewDue: detail.reviewDue ? dateUk(detail.reviewOn) : null,
    suspension,
    facts: factsOf(terms, detail.reviewOn),
    parties: [
      ...parties.map((party) => ({
        name: party.name,
        owner: party.isOwner,
        approved: approvedWords(party),
        state: PARTY_WORDS[party.isOwner && party.state === 'invited' ? 'owner' : party.state],
      })),
      ...namedOnly(detail).map((code) => ({ name: known.agency(code), approved: 'Not approved', state: NAMED })),
    ],
    rules: shown.map((rule) => ({
      ...ruleWords(rule, known.agency, known.area),
      apply: own && applyLink(detail, rule, own),
    })),
    canPreview: (pending?.terms.rules ?? rules).length > 0,
    next: next && {
      version: next.version,
      state: statusWords(next.state),
      colour: STATUS_COLOURS[next.state],
      changes: changes!.named,
      joining: changes!.joining.map(known.agency),
      rules: next.terms.rules.map((rule) => ruleWords(rule, known.agency, known.area)),
    },
    waitingFor: pending?.state === 'proposed' ? pending.waitingFor.map(known.agency) : [],
    firstVersion: pending?.version === 1,
    versions: versions.map(({ version, state, proposedAt, enactedAt }) => ({
      version,
      state: state === 'lapsed' && !enactedAt ? 'Given up' : statusWords(state as AgreementDetail['status']),
      when: [proposedAt ? `proposed ${dateUk(proposedAt)}` : '', enactedAt ? `took effect ${dateUk(enactedAt)}` : '']
        .filter(Boolean)
        .join(', '),
    })),
    history: history.map(({ action, agencyName, by, at, reason, version }) => ({
      title: `${historyWords(action)}${version > 1 ? `, version ${version}` : ''}`,
      by: by ? `${by}, ${agencyName}` : agencyName,
      at,
      text: reason ?? '',
    })),
    do: stepsOf(detail),
  };
}

/** Of a rule in force: to whoever may share, the page that applies it to records disseminated before it. */
function applyLink(
  { id, status, startsLater }: AgreementDetail,
  rule: RuleTerms & { id?: number },
  own: string,
): string | undefined {
  const gives = (rule.from === null || rule.from === own) && rule.to !== own;
  return gives && status === 'active' && !startsLater && rule.id !== undefined
    ? `/agreements/${id}/rules/${rule.id}/apply`
    : undefined;
}

/** Named by a first draft, and not told of it yet. */
const namedOnly = ({ pending, parties }: AgreementDetail): string[] =>
  pending?.version === 1 ? pending.terms.parties.filter((code) => !parties.some(({ agency }) => agency === code)) : [];
const NAMED = { text: 'Named in the draft', colour: 'grey' };

const PARTY_WORDS = {
  party: { text: 'Party', colour: 'green' },
  invited: { text: 'Invited', colour: 'yellow' },
  left: { text: 'Left', colour: 'grey' },
  owner: { text: 'Owner, not approved', colour: 'yellow' },
};

/** The preview as sentences: what existing records would have gone where. */
export function previewWords({ records, items, agencies }: RulesPreview) {
  return {
    summary:
      records === 0
        ? 'No disseminated record of your organisation that you can see fits these rules today.'
        : `Of your organisation’s disseminated records that you can see, ${count(records, 'record', 'records')} with ${count(items, 'item', 'items')} ${records === 1 ? 'fits' : 'fit'} these rules today.`,
    agencies: agencies.map((one) => ({
      ...one,
      people: one.people === null ? 'Not known until it is proposed' : one.people.toLocaleString('en-GB'),
    })),
  };
}

/** What approval makes possible, in words. */
export function approvalWords(detail: AgreementDetail, known: Known): string[] {
  const { terms, pending, owner } = detail;
  const about = pending?.state === 'proposed' ? pending.terms : terms;
  const others = [owner, ...about.parties].map(known.agency);
  return [
    `Until ${dateUk(about.endsOn)}, your organisation and the other parties that approve may disclose records to each other for this purpose: ${about.purpose}.`,
    `What may be shared: ${classWords(about)}.`,
    `The organisations are ${others.join(', ')}.`,
    about.rules.length === 0
      ? 'It has no standing rules: every disclosure is decided by a person.'
      : 'Its standing rules disclose records by themselves at dissemination, from the day it takes effect. Records disseminated before stay as they are until a lead or supervisor of their owner applies a rule to them.',
  ];
}
