import { Clock } from '@clin/platform';
import { distanceWords } from '@clin/platform/working-time';
import { dateTimeUk, dateUk, type PageData } from '@clin/web-kit';
import type { ReferralDetail, ReferralStep, SharedReferral, UnacceptedReferral } from '../referral-detail.js';
import type { ReferralLine } from '../referral-list.query.js';
import { isUrgent, KIND_FIELDS, KIND_WORDS, RESULTS, type ReferralKind } from '../referral.kinds.js';
import { lateSide, STAGES, STATUS_WORDS, type ReferralAction, type ReferralStatus } from '../referral.states.js';
import { STEP_FORMS } from './step-forms.js';

const COLOURS: Record<ReferralStatus, string> = {
  draft: 'grey', sent: 'blue', acknowledged: 'light-blue', 'information-asked': 'yellow', accepted: 'turquoise', 'in-progress': 'turquoise',
  rejected: 'orange', outcome: 'green', closed: 'grey', withdrawn: 'grey',
}; // prettier-ignore

const statusTag = (status: ReferralStatus) => ({ text: STATUS_WORDS[status], colour: COLOURS[status] });

const WAITED: Record<string, string> = {
  acknowledge: 'to acknowledge it',
  decide: 'to accept or reject it',
  answer: 'to give the information',
  outcome: 'to give an outcome',
};

/** "Essex Police has until 3 November 2026 at 9am to acknowledge it (2 days)". */
function clockOf({ status, dueAt, sender, receiver }: SharedReferral, now: Date): string | undefined {
  const stage = STAGES[status];
  if (!stage || !dueAt) return undefined;
  const who = lateSide(stage) === 'sender' ? sender.name : (receiver?.name ?? '');
  const gap = distanceWords(now, dueAt);
  return dueAt > now
    ? `${who} has until ${dateTimeUk(dueAt)} ${WAITED[stage]} (${gap} left).`
    : `Overdue by ${gap}: ${who} had until ${dateTimeUk(dueAt)} ${WAITED[stage]}.`;
}

export function lineView(line: ReferralLine, now: Date) {
  const { dueAt, overdue, kind, status, box, sender, receiver } = line;
  return {
    ...line,
    title: line.title ?? 'No title yet',
    kindWords: KIND_WORDS[kind],
    urgent: isUrgent(kind),
    tag: statusTag(status),
    other: box === 'inbox' ? sender.name : (receiver?.name ?? 'Not chosen'),
    due: dueAt ? (overdue ? `Overdue by ${distanceWords(dueAt, now)}` : `In ${distanceWords(now, dueAt)}`) : '',
  };
}

/** The kind's own fields, in words. */
export const factsOf = (kind: ReferralKind, fields: Record<string, string>) =>
  KIND_FIELDS[kind].flatMap(({ name, label, type, choices }) => {
    const value = fields[name];
    if (!value) return [];
    const words = type === 'day' ? dateUk(value) : (choices?.find(([one]) => one === value)?.[1] ?? value);
    return [{ key: label.replace(/\?$/, ''), value: words }];
  });

/** A disclosure ends with its last day. */
const lastDayOf = (expires: Date | string): Date => new Date(new Date(expires).getTime() - 60_000);

const headOf = ({ id, reference, marking, title }: SharedReferral): PageData & { id: string } => ({
  id,
  heading: title ?? 'Referral without a title',
  reference,
  marking,
  handling: ['P'],
  breadcrumbs: [{ text: 'Referrals', href: '/referrals' }, { text: reference }],
});

/** What a recipient reads: its own page, and the owner's simulation of it. */
export function sharedView(shared: SharedReferral, now = Clock.time()): PageData {
  const { id, kind, status, sender, receiver, sentAt, overdue, text, share } = shared;
  return {
    ...headOf(shared),
    kind,
    kindWords: KIND_WORDS[kind],
    urgent: isUrgent(kind),
    threatToLife: kind === 'threat-to-life',
    status: statusTag(status),
    overdue,
    clock: clockOf(shared, now),
    sender: sender.name,
    receiver: receiver?.name ?? 'Not chosen yet',
    sentAt,
    text: text ?? 'Not written yet.',
    facts: factsOf(kind, shared.fields),
    shares: share.map((one) => ({
      by: one.ownerName, purpose: one.purpose, until: one.emergency ? one.expires : lastDayOf(one.expires), emergency: one.emergency, agreement: one.agreement, conditions: one.conditions, basis: one.legalBasis,
      can: 'act on it as it asks', cannot: `share it on without ${one.ownerName}`,
    })),
    pack: [],
    steps: [],
    history: [],
    accessHref: `/records/${id}/access`,
  }; // prettier-ignore
}

const SAID: Record<ReferralAction, string> = {
  save: 'Saved', send: 'Sent', acknowledge: 'Acknowledged', accept: 'Accepted', reject: 'Rejected', ask: 'More information asked', inform: 'Information given',
  progress: 'Progress', outcome: 'Outcome', close: 'Closed', transfer: 'Transferred', withdraw: 'Withdrawn', reopen: 'Reopened', note: 'Note',
}; // prettier-ignore

const COUNTS = [['referred', 'referred'], ['removed', 'removed'], ['restricted', 'restricted'], ['refused', 'refused'], ['noResponse', 'without a response']] as const; // prettier-ignore

/** What a step says: of an outcome its result and counts before the words. */
export function stepWords(kind: ReferralKind, { text, facts }: Pick<ReferralStep, 'text' | 'facts'>): string {
  const result = RESULTS[kind].find(([value]) => value === facts['result'])?.[1];
  const counts = 'referred' in facts ? COUNTS.map(([name, words]) => `${String(facts[name])} ${words}`).join(', ') : undefined;
  return [result && `${result}.`, counts && `${counts}.`, text].filter(Boolean).join(' ');
} // prettier-ignore

function stepView(kind: ReferralKind, { action, agencyName, by, at, text, facts, own }: ReferralStep) {
  return {
    title: own ? `${SAID[action]} (your agency alone reads this)` : SAID[action],
    by: by ? `${by}, ${agencyName}` : agencyName,
    at,
    text: stepWords(kind, { text, facts }),
  };
} // prettier-ignore

/** First the step that the status waits for; the rest in the menu. */
const MAIN = ['acknowledge', 'accept', 'inform', 'outcome', 'close', 'reopen'] as const;

export function referralView(detail: ReferralDetail, now: Date): PageData {
  const { id, kind, pack, steps, actions, access, sharing, disclosures } = detail;
  const open = actions.filter((action): action is Exclude<ReferralAction, 'save' | 'send'> => action !== 'save' && action !== 'send');
  const next = MAIN.find((action) => open.includes(action));
  const link = (action: ReferralAction) => ({ text: STEP_FORMS[action]?.button ?? SAID[action], href: `/referrals/${id}/steps/${action}` });
  const last = steps.find(({ action }) => action === 'outcome');
  return {
    ...sharedView(detail, now),
    access,
    next: next && link(next),
    steps: open.filter((action) => action !== next).map(link),
    result: last && stepView(kind, last).text,
    pack: pack.map(({ record, items }) => ({ ...record, items })),
    history: steps.map((step) => stepView(kind, step)),
    handling: [...new Set(['P', ...pack.flatMap(({ record }) => record.handling)])],
    sharing: sharing && { ...sharing, expires: sharing.expires ? dateUk(sharing.expires) : '' },
    disclosures: (disclosures ?? []).map((one) => ({
      agencyName: one.agencyName,
      standing: one.inForce ? `Until ${dateUk(lastDayOf(one.expires))}` : one.revokedAt ? `Ended ${dateUk(one.revokedAt)}` : 'Not in force',
      agreement: one.agreement,
    })),
  };
} // prettier-ignore

export const conditionsView = ({ reference, ownerName, toAccept }: UnacceptedReferral): PageData => ({
  heading: 'Conditions to accept',
  reference,
  marking: 'OFFICIAL-SENSITIVE',
  handling: ['C'],
  breadcrumbs: [{ text: 'Referrals', href: '/referrals' }, { text: reference }],
  ownerName,
  toAccept,
});
