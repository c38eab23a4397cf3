import { dateUk, hiddenFields, page, type Page } from '@clin/web-kit';
import type { ReferralDetail } from '../referral-detail.js';
import { factsOf } from './referral.view.js';
import { foldDraft } from './draft.form.js';
import type { FormChoices } from './form-choices.query.js';

type Posted = Record<string, unknown>;
type Row = { label: string; text: string };

const LABELS: Record<string, string> = {
  receiver: 'Receiving agency',
  title: 'Title',
  text: 'What is asked',
  agreement: 'Agreement',
  purpose: 'Purpose',
  legalBasis: 'Legal basis',
  conditions: 'Conditions',
  expires: 'Shared until',
};

/** Another window saved since this form was opened: both versions, nothing lost, the person decides. */
export function conflictPage(stored: ReferralDetail, body: Posted, choices: FormChoices): Page {
  const { id, reference, version, marking, receiver, pack, sharing } = stored;
  const theirs = rowsOf(
    stored,
    {
      ...stored,
      ...sharing,
      receiver: receiver?.code,
      pack: pack.flatMap(({ items }) => items.map((item) => item.id)),
    },
    choices,
  );
  const mine = rowsOf(stored, foldDraft(stored.kind, body).input, choices);
  const labels = [...new Set([...theirs, ...mine].map(({ label }) => label))];
  const textOf = (rows: readonly Row[], label: string): string => rows.find((row) => row.label === label)?.text ?? '';
  const differing = labels.filter((label) => textOf(theirs, label) !== textOf(mine, label));
  const shown = (rows: readonly Row[]): Row[] => differing.map((label) => ({ label, text: textOf(rows, label) }));
  const data = {
    heading: 'This was changed somewhere else since you opened it',
    reference,
    version,
    marking,
    handling: ['P'],
    breadcrumbs: [{ text: 'Referrals', href: '/referrals' }, { text: reference }],
    action: `/referrals/${id}/edit`,
    versions: [
      { title: 'Stored now', rows: shown(theirs) },
      { title: 'Yours, not saved', rows: shown(mine), fields: hiddenFields(body) },
    ],
  };
  return page('referral-conflict.njk', data, { status: 409 });
}

/** A version as its form says it, field by field. */
function rowsOf({ kind }: ReferralDetail, said: Posted, { receivers, pack }: FormChoices): Row[] {
  const text = (name: string): string => (typeof said[name] === 'string' ? said[name] : '');
  const words: Record<string, string> = {
    receiver: receivers.find(({ code }) => code === text('receiver'))?.name ?? text('receiver'),
    expires: text('expires') ? dateUk(text('expires')) : '',
  };
  const items = (said['pack'] as string[]).map((item) => pack.find(({ value }) => value === item)?.text ?? 'An item');
  return [
    ...Object.entries(LABELS).map(([name, label]) => ({ label, text: words[name] ?? text(name) })),
    ...factsOf(kind, said['fields'] as Record<string, string>).map(({ key, value }) => ({ label: key, text: value })),
    { label: 'Pack', text: items.join('\n') },
  ];
}
