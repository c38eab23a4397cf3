import { kindNumbered, lastDay } from '@clin/access';
import type { Actor } from '@clin/platform';
import { dateUk, form, ROLE_WORDS } from '@clin/web-kit';
import type { Direction } from '../disclosure.input.js';
import { ENDING_DAYS, type ListedDisclosure } from '../disclosure-list.query.js';
import type { Notice } from '../notices.query.js';
import type { Receipt } from '../receipt.js';
import type { SharingChoices } from './sharing-parties.query.js';

type Asked = Record<string, unknown>;
interface Found {
  items: ListedDisclosure[];
  next: string | null;
}

export const recordHref = (kind: number, recordId: string): string =>
  kindNumbered(kind).doors.page.replace(':id', recordId);

const SECTIONS = [
  ['/shared/with-us', 'Shared with us'],
  ['/shared/by-us', 'Shared by us'],
  ['/shared/notices', 'Recalls and corrections'],
] as const;
const sections = (here: string) => SECTIONS.map(([href, text]) => ({ href, text, active: href === here }));

const STATES: [ListedDisclosure['state'] | 'ended', string][] = [
  ['in-force', 'In force'],
  ['ending-soon', `Ending within ${ENDING_DAYS} days`],
  ['ended', 'Ended'],
];
const TAGS: Record<ListedDisclosure['state'], { text: string; colour: string }> = {
  'in-force': { text: 'In force', colour: 'green' },
  'ending-soon': { text: 'Ending soon', colour: 'orange' },
  expired: { text: 'Ended', colour: 'grey' },
  revoked: { text: 'Revoked', colour: 'grey' },
  'agreement-not-in-force': { text: 'Agreement not in force', colour: 'red' },
};

/** Each kind of record has a page of its own for that; not for whoever could not open it. */
export function revokeHref(
  actor: Pick<Actor, 'permissions'>,
  { kind, recordId, id }: Pick<ListedDisclosure, 'kind' | 'recordId' | 'id'>,
): string | undefined {
  const { revoke } = kindNumbered(kind);
  if (!revoke || !actor.permissions.has(revoke.permission)) return undefined;
  return revoke.page.replace(':id', recordId).replace(':disclosure', id);
}

/** One line of either list, and what its reader may do about it with one click. */
function lineOf(actor: Actor, direction: Direction, one: ListedDisclosure, href: string) {
  const ours = direction === 'shared-by-us';
  const live = one.state === 'in-force' || one.state === 'ending-soon';
  return {
    ...one,
    href,
    until: lastDay(one.expires),
    other: ours ? one.recipientName : one.ownerName,
    tag: one.toAccept ? { text: 'Conditions to accept', colour: 'purple' } : TAGS[one.state],
    extendHref: ours && live && actor.permissions.has('disclosure.extend') ? `/shared/${one.id}/extension` : undefined,
    revokeHref: ours && one.state !== 'revoked' ? revokeHref(actor, one) : undefined,
    receiptHref: one.toAccept ? undefined : `/shared/${one.id}/receipt`,
  };
}

export function listView(
  actor: Actor,
  direction: Direction,
  asked: Asked,
  choices: SharingChoices,
  shown?: { found: Found; soon: Found | undefined },
  hrefOf: (one: ListedDisclosure) => string = () => '',
) {
  const ours = direction === 'shared-by-us';
  const heading = ours ? 'Shared by us' : 'Shared with us';
  const states = ours ? STATES : STATES.slice(0, 2);
  const words: Record<string, readonly (readonly [string, string])[]> = {
    state: states,
    agency: choices.agencies,
    agreement: choices.agreements,
  };
  const labels: Record<string, string> = { state: 'State', agency: ours ? 'Agency' : 'Owner', agreement: 'Agreement' };
  const lines = (found: Found | undefined) =>
    (found?.items ?? []).map((one) => lineOf(actor, direction, one, hrefOf(one)));
  const soon = lines(shown?.soon);
  const codes = [...soon, ...lines(shown?.found)].length > 0 ? ['C'] : [];
  return {
    heading,
    breadcrumbs: [{ text: 'Sharing', href: '/shared/with-us' }, { text: heading }],
    sections: sections(ours ? '/shared/by-us' : '/shared/with-us'),
    ours,
    other: labels['agency'],
    handling: codes,
    failed: shown === undefined,
    rows: lines(shown?.found).filter(({ id }) => !soon.some((one) => one.id === id)),
    soon: { rows: soon, more: Boolean(shown?.soon?.next), href: `?state=ending-soon` },
    title: states.find(([value]) => value === (asked['state'] ?? 'in-force'))?.[1] ?? heading,
    next: shown?.found.next ?? null,
    first: !asked['cursor'],
    days: ENDING_DAYS,
    choices: { ...choices, states },
    selected: Object.entries(asked)
      .filter(([name, value]) => name in words && value)
      .map(([name, value]) => ({
        label: labels[name],
        name,
        value,
        text: words[name]!.find(([code]) => code === value)?.[1] ?? value,
      })),
  };
}

const WHAT: Record<Notice['what'], { text: string; colour: string; todo: string }> = {
  recalled: { text: 'Recalled', colour: 'red', todo: 'Stop using it and remove copies.' },
  withdrawn: {
    text: 'Withdrawn',
    colour: 'red',
    todo: 'The owner no longer stands by it. Stop using it and remove copies.',
  },
  corrected: {
    text: 'Corrected',
    colour: 'orange',
    todo: 'Do not rely on the earlier version. Correct or remove copies.',
  },
};
const CHANGED: Record<string, string> = {
  text: 'text', grading: 'grading', handling: 'handling', areas: 'areas', removed: 'an item was withdrawn',
}; // prettier-ignore

export const noticesView = ({ items, next }: { items: Notice[]; next: string | null }, later: boolean) => ({
  heading: 'Recalls and corrections',
  breadcrumbs: [{ text: 'Sharing', href: '/shared/with-us' }, { text: 'Recalls and corrections' }],
  sections: sections('/shared/notices'),
  handling: items.length > 0 ? ['C'] : [],
  rows: items.map((one) => ({
    ...one,
    ...WHAT[one.what],
    changed: one.changes.map((kind) => CHANGED[kind] ?? kind).join(', '),
  })),
  next,
  first: !later,
});

const decidedWords = ({ decidedBy: { role, name }, owner }: Receipt): string =>
  [name, role ? ROLE_WORDS[role as keyof typeof ROLE_WORDS] : undefined, owner.name].filter(Boolean).join(', ');

const inWords = (words: string): string => (/^\d{4}-\d\d-\d\d$/.test(words) ? dateUk(words) : words);

export const receiptView = (receipt: Receipt) => ({
  ...receipt,
  heading: `Receipt: shared with ${receipt.recipient.name}`,
  breadcrumbs: [{ text: 'Sharing', href: '/shared/with-us' }, { text: 'Receipt' }],
  handling: ['C'],
  until: lastDay(receipt.expires),
  extensions: receipt.extensions.map((one) => ({ ...one, was: lastDay(one.from), until: lastDay(one.to) })),
  decided: decidedWords(receipt),
  content: receipt.content.map((part, at) => ({
    ...part,
    title: at === 0 ? 'The record' : `Item ${at}`,
    name: part.part.replace(/^item /, ''),
    says: part.says
      .filter(({ what }) => what !== 'Corrected' || part.corrections.length === 0)
      .map(({ what, words }) => ({ what, words: inWords(words) })),
    corrected: part.corrections.map(({ at: on, sha256 }) => ({
      what: sha256 ? `SHA-256 since the correction of ${dateUk(on)}` : `Withdrawn ${dateUk(on)}`,
      words: sha256 ?? 'Nothing of it stands.',
    })),
  })),
});

export const extensionView = (
  receipt: Receipt,
  posted?: { body: Asked; errors: Readonly<Record<string, string>> },
) => ({
  heading: `Share for longer with ${receipt.recipient.name}`,
  reference: receipt.reference,
  breadcrumbs: [
    { text: 'Sharing', href: '/shared/with-us' },
    { text: 'Shared by us', href: '/shared/by-us' },
    { text: 'Share for longer' },
  ],
  handling: ['C'],
  purpose: receipt.purpose,
  until: lastDay(receipt.expires),
  form: form(posted?.body, posted?.errors),
});
