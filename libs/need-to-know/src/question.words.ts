import { dateTimeUk } from '@clin/web-kit';
import { clockWords } from '@clin/platform/working-time';
import type { Answer } from './answer-question.js';

interface Asked {
  answer: Answer | null;
  overdue: boolean;
  dueAt: Date;
  answeredAt: Date | null;
}

export const ANSWER_WORDS: Record<Answer, string> = {
  shared: 'Shared',
  'not-shared': 'Not shared',
  telephone: 'Ask by telephone',
};
const COLOURS: Record<Answer, string> = { shared: 'green', 'not-shared': 'red', telephone: 'blue' };

/** Where a question stands: its answer, or how long is left. */
export function standingOf(
  { answer, overdue, dueAt, answeredAt }: Asked,
  now: Date,
): { tag: string; colour: string; words: string } {
  if (answer)
    return { tag: ANSWER_WORDS[answer], colour: COLOURS[answer], words: `Answered ${dateTimeUk(answeredAt!)}` };
  const words = `${clockWords(now, dueAt)} (${dateTimeUk(dueAt)})`;
  return overdue ? { tag: 'Overdue', colour: 'red', words } : { tag: 'Waiting', colour: 'blue', words };
}
