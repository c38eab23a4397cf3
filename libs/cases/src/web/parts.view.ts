import { stateTag, whoIs, type ActionState, type PartAction } from '@clin/actions';
import type { CaseParts, CopiedText, Link, RiskEntry } from '../case-detail.js';
import { PARTS, PART_WORDS, TEXTS, TEXT_FIELDS, TEXT_WORDS, type Part, type TextField } from '../case-parts.js';
import type { Moment } from '../timeline.js';
import { amountWords, resultKind } from '../result-kinds.js';

const COLOUR = (score: number): string => (score >= 15 ? 'red' : score >= 8 ? 'orange' : 'green');

/** How a risk stands: its newest entry, with how often it was assessed. */
function standing(entries: readonly RiskEntry[]) {
  return [...Map.groupBy(entries, ({ risk }) => risk).values()]
    .map(([newest, ...before]) => {
      const { kind, likelihood, impact, state, ...rest } = newest!;
      const score = likelihood * impact;
      return {
        ...rest,
        kind: kind === 'threat' ? 'Threat' : 'Risk',
        likelihood,
        impact,
        score,
        colour: state === 'closed' ? 'grey' : COLOUR(score),
        closed: state === 'closed',
        assessed: before.length + 1,
      };
    })
    .sort((a, b) => Number(a.closed) - Number(b.closed) || b.score - a.score);
}

const texts = (parts: CaseParts, part: Part) =>
  TEXTS.filter((field) => TEXT_FIELDS[field] === part).map((field) => ({
    label: TEXT_WORDS[field],
    text: textOf(parts, field),
  }));

const textOf = ({ summary, plan }: CaseParts, field: TextField): string =>
  (({ ...summary, ...plan }) as Partial<Record<TextField, string>>)[field] ?? '';

/** The parts that are there, in the order of the page, with everything that its template prints. */
export function partsView(parts: CaseParts, there: readonly Part[], copied: readonly CopiedText[] = []) {
  return {
    contents: PARTS.filter((part) => there.includes(part)).map((part) => ({ part, words: PART_WORDS[part] })),
    there: Object.fromEntries(there.map((part) => [part, PART_WORDS[part]])),
    summary: texts(parts, 'summary'),
    plan: texts(parts, 'plan'),
    actions: (parts.actions ?? []).map((one) => ({ ...one, who: whoIs(one), tag: stateTag(one.state) })),
    actionCounts: countsOf(parts.actions ?? []),
    risks: standing(parts.risks ?? []),
    decisions: parts.decisions ?? [],
    results: (parts.results ?? []).map((one) => ({
      ...one,
      words: resultKind(one.kind).words,
      amountWords: amountWords(one.kind, one.amount),
      valueWords: one.value === null ? '' : `£${one.value.toLocaleString('en-GB')}`,
    })),
    links: (parts.links ?? []).map((link) => ({ ...link, copies: copiesOf(link, copied) })),
  };
}

/** "1 overdue, 2 due today, 3 due later. 1 done, not verified. 4 left when the case was closed." */
function countsOf(actions: readonly PartAction[]): string {
  const count = (due: PartAction['due']): number => actions.filter((one) => one.due === due).length;
  const also = (which: ActionState, words: string): string => {
    const of = actions.filter(({ state }) => state === which).length;
    return of > 0 ? ` ${of} ${words}.` : '';
  };
  const running = `${count('overdue')} overdue, ${count('today')} due today, ${count('later')} due later.`;
  return running + also('done', 'done, not verified') + also('left', 'left when the case was closed');
}

const copiesOf = ({ id }: Link, copied: readonly CopiedText[]) => copied.filter(({ linkId }) => linkId === id);

/** Codes of everything that stands on the page, for its marking bars. */
export const codesOf = (parts: CaseParts, copied: readonly CopiedText[] = []): string[] => [
  ...new Set(['P', ...(parts.links ?? []).flatMap(({ handling }) => handling), ...copied.map(({ codes }) => codes)]),
];

/** As the timeline of the kit takes them. */
export const momentsView = (moments: readonly Moment[]) =>
  moments.map(({ what, ...rest }) => ({ title: what, ...rest }));
