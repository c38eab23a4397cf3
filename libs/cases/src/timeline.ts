import type { LoggedStep } from '@clin/actions';
import type { CaseParts, Step } from './case-detail.js';
import { amountWords, resultKind } from './result-kinds.js';

/** One thing that happened in a case, whichever part it belongs to. */
export interface Moment {
  at: Date;
  what: string;
  text: string;
  by: string | null;
}

const STEPS: Record<string, string> = {
  open: 'Case opened',
  suspend: 'Case suspended',
  resume: 'Case resumed',
  close: 'Case closed',
  reopen: 'Case reopened',
};

const ACTION_STEPS: Record<LoggedStep, string> = {
  raise: 'Action raised',
  accept: 'Action accepted',
  'hand-back': 'Action handed back',
  complete: 'Action done',
  verify: 'Action verified',
  return: 'Action given back to be done again',
  reassign: 'Action assigned again',
  withdraw: 'Action withdrawn',
  pass: 'Action passed on',
  undo: 'Action as it was before: a step was taken back',
  leave: 'Action left',
};

/** Everything that the reader may see of these parts, newest first. `history` is the owner's. */
export function timelineOf(parts: CaseParts, history: readonly Step[] = []): Moment[] {
  const moments: Moment[] = [
    ...history.map(({ action, at, by, reason, outcome }) => ({
      at,
      by,
      what: STEPS[action] ?? action,
      text: outcome ? `${outcome} (reason: ${reason})` : reason,
    })),
    ...(parts.decisions ?? []).map(({ at, by, decision, reason }) => ({
      at,
      by,
      what: 'Decision',
      text: `${decision} (reason: ${reason})`,
    })),
    ...(parts.risks ?? []).map(({ at, by, kind, what, likelihood, impact, state }) => ({
      at,
      by,
      what: `${kind === 'threat' ? 'Threat' : 'Risk'} ${state === 'closed' ? 'closed' : 'assessed'}`,
      text: `${what} (likelihood ${likelihood}, impact ${impact})`,
    })),
    ...(parts.results ?? []).flatMap(({ at, by, kind, amount, type, detail, struck, struckAt, struckBy }) => [
      {
        at,
        by,
        what: resultKind(kind).words,
        text: [amountWords(kind, amount), type, detail].filter(Boolean).join(', '),
      },
      ...(struck && struckAt
        ? [{ at: struckAt, by: struckBy, what: `${resultKind(kind).words}: struck out`, text: struck }]
        : []),
    ]),
    ...(parts.actions ?? []).flatMap(({ what, steps }) =>
      steps.map(({ step, at, by, reason }) => ({
        at,
        by,
        what: ACTION_STEPS[step],
        text: reason && step !== 'raise' ? `${what}: ${reason}` : what,
      })),
    ),
    ...(parts.links ?? []).flatMap(({ at, by, reference, why, removed, removedAt, removedBy }) => [
      { at, by, what: `Linked ${reference}`, text: why },
      ...(removed && removedAt
        ? [{ at: removedAt, by: removedBy, what: `Link to ${reference} removed`, text: removed }]
        : []),
    ]),
  ];
  return moments.sort((a, b) => b.at.getTime() - a.at.getTime());
}
