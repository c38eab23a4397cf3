import { dateTimeUk, dateUk, type PageData } from '@clin/web-kit';
import type { Agency, ReferralDetail } from '../referral-detail.js';
import { KIND_WORDS } from '../referral.kinds.js';

type Posted = Record<string, unknown>;

const KEPT = ['receiver', 'text', 'pack', 'agreement', 'expires'];
const people = (count: number): string => `${count} ${count === 1 ? 'person' : 'people'}`;

/** Before a referral goes to another agency: who gains sight of it, who loses it, what goes along. `given` has its dates folded. */
export function transferView(
  found: ReferralDetail,
  next: Agency,
  given: Posted,
  { gain, lose, dueAt }: { gain: number; lose: number; dueAt: Date | null },
): PageData {
  const { id, kind, reference, version, marking, title, receiver, pack, sharing } = found;
  const had = (found.disclosures ?? []).some(({ agency, inForce }) => inForce && agency === receiver?.code);
  const until = typeof given['expires'] === 'string' && given['expires'] ? given['expires'] : sharing?.expires;
  return {
    id,
    reference,
    version: given['version'] ?? version,
    marking,
    heading: `You are about to transfer ${reference} to ${next.name} (${people(gain)})`,
    handling: [...new Set(['P', ...pack.flatMap(({ record }) => record.handling)])],
    breadcrumbs: [
      { text: 'Referrals', href: '/referrals' },
      { text: reference, href: `/referrals/${id}` },
      { text: 'Transfer' },
    ],
    kindWords: KIND_WORDS[kind],
    title,
    nobody: gain === 0,
    next: next.name,
    loses: had && receiver ? `${receiver.name}, ${people(lose)}` : undefined,
    until: until ? dateUk(until) : '',
    agreement: given['agreement'] || sharing?.agreement,
    conditions: sharing?.conditions,
    due: dueAt ? dateTimeUk(dueAt) : '',
    pack:
      given['pack'] === 'no'
        ? []
        : pack.map(({ record, items }) => ({
            reference: record.reference,
            title: record.title,
            count: items.length,
          })),
    hidden: KEPT.flatMap((name) =>
      typeof given[name] === 'string' && given[name] !== '' ? [[name, given[name]]] : [],
    ),
    confirm: `Transfer to ${next.name}`,
  };
}
