/** [U: configurable; no law fixes these]: the six-year clear period of group 3. */
const YEARS_TO_REVIEW = 6;

export function retentionOf(openedAt: Date): { group: 3; reviewOn: string } {
  const review = new Date(openedAt);
  review.setUTCFullYear(review.getUTCFullYear() + YEARS_TO_REVIEW);
  return { group: 3, reviewOn: review.toISOString().slice(0, 10) };
}
