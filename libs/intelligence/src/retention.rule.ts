/** Review groups of police information management, as years until the first review [U: configurable; no law fixes these]. */
const YEARS_TO_REVIEW = { 1: 10, 2: 10, 3: 6 } as const;
export type RetentionGroup = keyof typeof YEARS_TO_REVIEW;

export interface Retention {
  group: RetentionGroup;
  /** ISO day of the first human review (DPA 2018 s.39). */
  reviewOn: string;
}

/** Threats to life are kept longest; exploitation of a child or vulnerable adult next; the rest has the six-year clear period. */
export function retentionOf(
  report: { threatToLife: boolean; safeguarding: readonly string[] },
  createdAt: Date,
): Retention {
  const group = report.threatToLife ? 1 : report.safeguarding.length > 0 ? 2 : 3;
  const review = new Date(createdAt);
  review.setUTCFullYear(review.getUTCFullYear() + YEARS_TO_REVIEW[group]);
  return { group, reviewOn: review.toISOString().slice(0, 10) };
}
