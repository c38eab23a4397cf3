import type { Labels } from '../label-history.js';

/** "Members of its operation, with clearance 2 or more". */
export function labelsInWords({ sensitivity, operation, private: draft }: Labels): string {
  if (draft) return 'It was a draft then, for its author alone.';
  const who = operation === null ? 'People' : `Members of ${operation}`;
  return `${who} there with clearance ${sensitivity} or more.`;
}
