import { dateTimeUk, dateUk, foldDates, form, type PageData } from '@clin/web-kit';
import type { ReferralDetail } from '../referral-detail.js';
import { isUrgent, KIND_FIELDS, KIND_WORDS, type ReferralKind } from '../referral.kinds.js';
import type { FormChoices } from './form-choices.query.js';
import { factsOf } from './referral.view.js';

type Posted = Record<string, unknown>;
type Errors = Readonly<Record<string, string>>;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
export const itemsIn = (body: Posted): string[] =>
  (Array.isArray(body['pack']) ? body['pack'] : [body['pack']]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );

/** The form as the verb's input; date parts are folded, blank is blank. */
export function foldDraft(kind: ReferralKind, body: Posted): { input: Posted; errors: Record<string, string> } {
  const days = KIND_FIELDS[kind].filter(({ type }) => type === 'day');
  const { input, errors } = foldDates(body, {
    expires: 'Shared until',
    ...Object.fromEntries(days.map(({ name, label }) => [`fields.${name}`, label])),
  });
  const fields = (input['fields'] ?? {}) as Posted;
  return {
    errors,
    input: {
      version: Number(text(body['version'])) || 0,
      ...Object.fromEntries(
        ['receiver', 'title', 'text', 'purpose', 'legalBasis', 'agreement', 'conditions', 'expires'].map((name) => [
          name,
          text(input[name]) || null,
        ]),
      ),
      fields: Object.fromEntries(KIND_FIELDS[kind].map(({ name }) => [name, text(fields[name])])),
      pack: itemsIn(body),
    },
  };
}

export function editView(
  draft: ReferralDetail,
  { receivers, agreements, pack }: FormChoices,
  packed: readonly string[],
  { body, errors, saved, mayPack }: { body?: Posted; errors?: Errors; saved?: boolean; mayPack: boolean },
): PageData {
  const { id, reference, version, kind, marking, receiver, title, text: request, fields, sharing } = draft;
  const stored = { receiver: receiver?.code, title, text: request, fields, ...sharing, pack: [...packed] };
  const chosen = text(body?.['receiver']) || receiver?.code;
  return {
    id,
    heading: title ?? `New referral: ${KIND_WORDS[kind].toLowerCase()}`,
    reference,
    version: body?.['version'] ?? version,
    marking,
    handling: ['P'],
    breadcrumbs: [{ text: 'Referrals', href: '/referrals' }, { text: reference }],
    kindWords: KIND_WORDS[kind],
    urgent: isUrgent(kind),
    telephone: kind === 'threat-to-life',
    child: kind === 'safeguarding',
    rules: KIND_FIELDS[kind].map((rule) => ({ ...rule, path: `fields.${rule.name}` })),
    receivers: receivers.map(({ code, name }) => [code, name]),
    agreements: agreements
      .filter(({ parties }) => !chosen || parties.includes(chosen))
      .map((one) => [one.reference, `${one.reference}: ${one.title}`]),
    pack,
    mayPack,
    endsOn: draft.draftEndsOn ? dateUk(draft.draftEndsOn) : '',
    note: saved ? 'The draft is saved as it is. Nothing was sent.' : undefined,
    form: form(body ? { ...body, pack: body['pack'] ?? [] } : stored, errors),
  };
}

/** Before it leaves: who gets what, on which footing, and by when they must say that they have it. */
export function checkView(draft: ReferralDetail, { people, dueAt }: { people: number; dueAt: Date | null }): PageData {
  const { id, reference, version, kind, title, text, receiver, sharing, pack, marking } = draft;
  return {
    id,
    reference,
    version,
    marking,
    heading: `You are about to send ${reference} to ${receiver?.name} (${people} ${people === 1 ? 'person' : 'people'})`,
    handling: [...new Set(['P', ...pack.flatMap(({ record }) => record.handling)])],
    breadcrumbs: [{ text: 'Referrals', href: '/referrals' }, { text: reference, href: `/referrals/${id}/edit` }, { text: 'Send' }],
    kindWords: KIND_WORDS[kind],
    urgent: isUrgent(kind),
    title,
    text,
    receiver: receiver?.name,
    nobody: people === 0,
    facts: factsOf(kind, draft.fields),
    purpose: sharing?.purpose,
    agreement: sharing?.agreement,
    conditions: sharing?.conditions,
    until: sharing?.expires ? dateUk(sharing.expires) : '',
    due: dueAt ? dateTimeUk(dueAt) : '',
    pack: pack.map(({ record, items }) => ({ reference: record.reference, title: record.title, count: items.length })),
  };
}
// prettier-ignore
