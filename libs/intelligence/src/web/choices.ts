import type { Choice } from '@clin/web-kit';
import { STATUS_WORDS, type ReportStatus } from '../report.states.js';

export const STATUSES: Choice[] = Object.entries(STATUS_WORDS);
export const GRADES: Choice[] = ['1', '2', '3'].flatMap((source) =>
  ['A', 'B', 'C', 'D', 'E'].map((letter) => source + letter),
);

export const STATUS_COLOURS: Record<ReportStatus, string> = {
  draft: 'grey',
  submitted: 'blue',
  returned: 'yellow',
  assessed: 'teal',
  disseminated: 'green',
  closed: 'grey',
  withdrawn: 'red',
};
