import { missingFrom, type OwnerReport, type Report } from '@clin/intelligence';

/** What submission would say is missing, asked of the same rules, so that the task list and the verb cannot disagree. */
export function missingOf(report: OwnerReport): Record<string, string> {
  const items = report.items.map(({ original, reason, riskToSource, ...item }) => ({
    ...item,
    original: {
      text: original,
      reason,
      riskWhy: riskToSource?.why ?? null,
      riskReducedBy: riskToSource?.reducedBy ?? null,
    },
  }));
  const { title, provenance } = report;
  return missingFrom({ ...report, original: { title, provenance }, items } as unknown as Report);
}
