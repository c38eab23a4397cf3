/** A disclosure past or present, as `access.disclosures_of` tells the owner or the recipient. */
export interface DisclosureLine {
  id: string;
  agency: string;
  agencyName: string;
  owner: string;
  ownerName: string;
  purpose: string;
  legalBasis: string;
  agreementId: number | null;
  agreement: string | null;
  ruleId: number | null;
  ruleVersion: number | null;
  conditions: string;
  items: number;
  decidedAt: Date;
  /** For the owner alone. */
  decidedBy: string | null;
  decidedRole: string | null;
  expiresAt: Date;
  revokedAt: Date | null;
  /** For the owner alone. */
  revocationReason: string | null;
  live: boolean;
}

/** A time in which an agreement was not in force; no end means that it still is not. */
export interface Pause {
  agreementId: number;
  from: Date;
  until: Date | null;
}

export type Ending = 'revoked' | 'expired' | 'agreement-not-in-force';

/** One stretch of time in which one agency could see the record, and through what. No end means that it still can. */
export interface SightInterval {
  agency: string;
  agencyName: string;
  from: Date;
  until: Date | null;
  disclosureId: string | null;
  items: number | null;
  purpose: string | null;
  agreement: string | null;
  ended: Ending | null;
}

/** Of the dates alone, whether they have come or not. */
interface Stretch {
  from: Date;
  until: Date;
  ended: Ending;
}

/** What disclosures gave when, oldest first: from the decision until revoked or expired, without the agreement's pauses. */
export function sightIntervals(lines: readonly DisclosureLine[], pauses: readonly Pause[], now: Date): SightInterval[] {
  return lines
    .flatMap(({ id, agency, agencyName, items, purpose, agreement, ...line }) =>
      upTo(now, stretches(line, pauses)).map((stretch) => ({
        agency,
        agencyName,
        ...stretch,
        disclosureId: id,
        items,
        purpose,
        agreement,
      })),
    )
    .sort((a, b) => a.from.getTime() - b.from.getTime() || a.agency.localeCompare(b.agency));
}

function stretches(
  {
    agreementId,
    decidedAt,
    expiresAt,
    revokedAt,
  }: Pick<DisclosureLine, 'agreementId' | 'decidedAt' | 'expiresAt' | 'revokedAt'>,
  pauses: readonly Pause[],
): Stretch[] {
  const revoked = revokedAt !== null && revokedAt < expiresAt;
  const end = revoked ? revokedAt : expiresAt;
  const ended: Ending = revoked ? 'revoked' : 'expired';
  const mine = pauses
    .filter((pause) => pause.agreementId === agreementId && pause.from < end)
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  const parts: Stretch[] = [];
  let from = decidedAt;
  for (const pause of mine) {
    if (pause.from > from) parts.push({ from, until: pause.from, ended: 'agreement-not-in-force' });
    if (pause.until === null || pause.until >= end) return parts;
    from = later(from, pause.until);
  }
  return [...parts, { from, until: end, ended }];
}

const later = (a: Date, b: Date): Date => new Date(Math.max(a.getTime(), b.getTime()));

/** What has not happened yet is no ending, and what has not begun is nothing. */
const upTo = (now: Date, parts: readonly Stretch[]): Pick<SightInterval, 'from' | 'until' | 'ended'>[] =>
  parts
    .filter(({ from }) => from <= now)
    .map((part) => (part.until > now ? { from: part.from, until: null, ended: null } : part));

/** Those who could see it at some moment from `start` up to and without `end`. */
export const during = <T extends Pick<SightInterval, 'from' | 'until'>>(
  intervals: readonly T[],
  start: Date,
  end: Date,
): T[] => intervals.filter(({ from, until }) => from < end && (until === null || until > start));
