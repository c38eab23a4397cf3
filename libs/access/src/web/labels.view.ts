import { inWords, type LevelWords } from '@clin/platform/sensitivity';
import type { Labels } from '../label-history.js';

/** "Members of its operation there with clearance 2 (most readers) or more." */
export function labelsInWords({ sensitivity, operation, private: draft }: Labels, levels: LevelWords): string {
  if (draft) return 'It was a draft then, for its author alone.';
  const who = operation === null ? 'People' : `Members of ${operation}`;
  return `${who} there with clearance ${inWords(levels, sensitivity)} or more.`;
}
