import { Clock, type Actor } from '@clin/platform';
import { distanceWords } from '@clin/platform/working-time';
import { declareWorkList, type WorkLine } from '@clin/web-kit';
import { waitingFor } from '../referral-list.query.js';
import { referralsToDo, type ReferralToDo } from '../referral-work.query.js';
import { KIND_WORDS } from '../referral.kinds.js';
import { actionsOpen, type ReferralStatus } from '../referral.states.js';
import { stepWords } from './referral.view.js';

const SHOWN = 10;

/** What is to be done, as the state says it to the side that it waits for. */
const TO_DO: Partial<Record<ReferralStatus, string>> = {
  sent: 'Acknowledge it',
  acknowledged: 'Accept or reject it',
  accepted: 'Give an outcome',
  'in-progress': 'Give an outcome',
  'information-asked': 'Give the information that was asked',
  rejected: 'Rejected: say what becomes of it',
  outcome: 'Outcome given: read it, then close it',
  draft: 'Draft, not sent',
};

/** "Acknowledge it: 3 hours left". */
function detailOf({ status, dueAt, overdue }: ReferralToDo, now: Date): string {
  const words = TO_DO[status]!;
  if (!dueAt) return words;
  return `${words}: ${overdue ? `late by ${distanceWords(dueAt, now)}` : `${distanceWords(now, dueAt)} left`}`;
}

/** An outcome is read and its referral closed on the list itself, by whoever may close it. */
function answered(one: ReferralToDo, actor: Actor): Pick<WorkLine, 'says' | 'step'> {
  const { id, kind, outcome, status, side, version } = one;
  if (!outcome) return {};
  const says = { title: 'Read the outcome', text: stepWords(kind, outcome) };
  if (!actionsOpen(status, side, actor.permissions).includes('close')) return { says };
  const step = {
    text: 'Close',
    action: `/referrals/${id}/steps/close`,
    fields: { version: String(version), back: 'my-work' },
  };
  return { says, step };
}

function lineOf(one: ReferralToDo, now: Date, actor: Actor): WorkLine {
  const other = one.agencyName ? `, ${one.side === 'receiver' ? 'from' : 'to'} ${one.agencyName}` : '';
  return {
    href: `/referrals/${one.id}`,
    reference: one.reference,
    title: one.title ?? 'No title yet',
    late: one.overdue,
    detail: detailOf(one, now),
    note: `${KIND_WORDS[one.kind]}${other}`,
    ...answered(one, actor),
  };
}

/** Referrals in "My work": what my agency received and has to answer, and what came back to it. */
declareWorkList({
  title: 'Referrals for you',
  permission: 'referral.answer',
  more: '/referrals',
  empty:
    'Referrals that your agency has to answer, and those of yours that come back with a question or an outcome, appear here.',
  find: async (q, actor) => {
    const now = Clock.time();
    const [found, unaccepted] = await Promise.all([referralsToDo(q, actor, SHOWN), waitingFor(q, actor)]);
    q.returned(unaccepted.map(({ id }) => id));
    const accept = unaccepted.map(({ id, reference, ownerName }) => ({
      href: `/referrals/${id}`,
      reference,
      title: 'Referral shared under conditions',
      late: false,
      detail: 'Accept its conditions to read it',
      note: `From ${ownerName}`,
    }));
    const lines = [...accept, ...found.map((one) => lineOf(one, now, actor))].slice(0, SHOWN);
    return { lines, handling: found.length > 0 ? ['P'] : [] };
  },
});
