import { requestLine, type PermissionRow } from '@clin/originator-control';
import { dateUk } from '@clin/web-kit';
import type { OwnerReport } from '../report-detail.js';

const WORDS: Record<string, string> = {
  submit: 'Submitted',
  return: 'Returned for correction',
  assess: 'Assessed',
  disseminate: 'Disseminated',
  close: 'Closed',
  correct: 'Correction proposed',
  'approve-correction': 'Correction approved',
  'reject-correction': 'Correction rejected',
  'withdraw-correction': 'Proposed correction withdrawn',
  withdraw: 'Withdrawn',
};

export interface Line {
  title: string;
  by?: string;
  at: Date;
  text?: string;
}

/** What happened to the report, its disclosures and the requests for permission about it, newest first; of one moment, what followed from a step stands above the step. */
export function historyOf(report: OwnerReport, requests: readonly PermissionRow[] = []): Line[] {
  const steps = report.history.map(({ action, by, at, reason, dueBy }): Line => ({
    title: WORDS[action] ?? action,
    by: by.name ?? 'somebody who has left',
    at,
    text: [dueBy ? `Due by ${dateUk(dueBy)}.` : '', reason].filter(Boolean).join(' '),
  }));
  const disclosures = report.disclosures.flatMap(
    ({ agencyName, purpose, decidedAt, revokedAt, revocationReason }): Line[] => [
      ...(revokedAt ? [{ title: `Recalled from ${agencyName}`, at: revokedAt, text: revocationReason ?? '' }] : []),
      { title: `Shared with ${agencyName}`, at: decidedAt, text: `Purpose: ${purpose}` },
    ],
  );
  const consents = report.consents.map(({ agencyName, at }): Line => ({
    title: `Originator’s consent recorded for ${agencyName}`,
    at,
  }));
  const asked = requests.flatMap((row): Line[] => {
    const { title, who } = requestLine(row, row.askedAt);
    const ends = row.takenBack ? 'Permission taken back' : 'Request withdrawn';
    return [
      ...(row.state === 'withdrawn' ? [{ title: ends, at: row.endedAt!, text: row.endReason ?? '' }] : []),
      ...(row.answeredAt
        ? [
            {
              title: `Permission ${row.reason ? 'refused' : 'given'} to ${row.askerName}`,
              at: row.answeredAt,
              text: row.reason ?? row.conditions,
            },
          ]
        : []),
      { title: `${who} for permission`, at: row.askedAt, text: `${title}. ${row.purpose}` },
    ];
  });
  const begun: Line = {
    title: 'Draft started',
    by: report.author.name ?? 'somebody who has left',
    at: report.createdAt,
  };
  return [...asked, ...disclosures, ...consents, ...steps, begun].sort((a, b) => b.at.getTime() - a.at.getTime());
}
