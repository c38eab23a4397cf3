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

/** Everything that the reader may see of these parts, newest first. `more` are moments of other parts and the owner's history. */
export function timelineOf(parts: CaseParts, history: readonly Step[] = [], more: readonly Moment[] = []): Moment[] {
  const moments: Moment[] = [
    ...history.map(({ action, at, by, reason, outcome }) => ({
      at,
      by,
      what: STEPS[action] ?? action,
      text: outcome ? `${outcome} Reason: ${reason}` : reason,
    })),
    ...(parts.decisions ?? []).map(({ at, by, decision, reason }) => ({
      at,
      by,
      what: 'Decision',
      text: `${decision} Because: ${reason}`,
    })),
    ...(parts.risks ?? []).map(({ at, by, kind, what, likelihood, impact, state }) => ({
      at,
      by,
      what: `${kind === 'threat' ? 'Threat' : 'Risk'} ${state === 'closed' ? 'closed' : 'assessed'}`,
      text: `${what} (likelihood ${likelihood}, impact ${impact})`,
    })),
    ...(parts.results ?? []).flatMap(({ at, by, kind, amount, type, detail, struck, struckAt }) => [
      {
        at,
        by,
        what: resultKind(kind).words,
        text: [amountWords(kind, amount), type, detail].filter(Boolean).join(', '),
      },
      ...(struck && struckAt
        ? [{ at: struckAt, by: null, what: `${resultKind(kind).words}: struck out`, text: struck }]
        : []),
    ]),
    ...(parts.links ?? []).map(({ at, by, reference, why }) => ({ at, by, what: `Linked ${reference}`, text: why })),
    ...more,
  ];
  return moments.sort((a, b) => b.at.getTime() - a.at.getTime());
}
