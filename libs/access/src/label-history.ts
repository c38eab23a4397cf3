import type { LabelChange } from './explanation.js';

export interface Labels {
  sensitivity: number;
  operation: string | null;
  private: boolean;
}

/** The labels at the last moment before `end`: the newest change before it, or what the first change changed, or what they are now. */
export function labelsOn(changes: readonly LabelChange[], now: Labels, end: Date): Labels {
  const before = changes.filter(({ at }) => at < end).at(-1);
  if (before) return { sensitivity: before.toSensitivity, operation: before.toOperation, private: before.toPrivate };
  const [first] = changes;
  if (first) return { sensitivity: first.sensitivity, operation: first.operation, private: first.private };
  return now;
}
