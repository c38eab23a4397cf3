/** One use of emergency access as its person, the owner's chiefs and auditors know it: facts, never a word of the record. */
export interface EmergencyUse {
  id: string;
  reference: string;
  /** Of the record, for whoever of its owner's chiefs sees it by right now: auditors and other agencies have no use for it. */
  recordId: string | null;
  /** The page of the record, to the same. */
  href: string | null;
  owner: string;
  ownerName: string;
  by: string;
  byAgency: string;
  byAgencyName: string;
  reason: string;
  openedAt: Date;
  endsAt: Date;
  endedAt: Date | null;
  reviewDueAt: Date;
  verdict: 'justified' | 'not-justified' | null;
  review: string | null;
  reviewedAt: Date | null;
  /** The reader opened it. */
  mine: boolean;
  /** The reader's agency owns the record: somebody there other than who opened it reviews. */
  ours: boolean;
  open: boolean;
  overdue: boolean;
}

/** What a month's uses come to: of the owner's records, of one's own uses, or of all for auditors. */
export interface MonthlyReport {
  month: string;
  used: number;
  endedEarly: number;
  reviewed: number;
  reviewedInTime: number;
  unreviewed: number;
  overdue: number;
  justified: number;
  notJustified: number;
  /** The same by the owner of the records, most used first. */
  owners: OwnerFigures[];
  uses: EmergencyUse[];
}

export interface OwnerFigures {
  owner: string;
  ownerName: string;
  used: number;
  reviewedInTime: number;
  unreviewed: number;
  notJustified: number;
}

const HOURS_24 = 24 * 3_600_000;

const inTime = ({ reviewedAt, openedAt }: EmergencyUse): boolean =>
  reviewedAt !== null && reviewedAt.getTime() - openedAt.getTime() <= HOURS_24;

export function summed(month: string, uses: EmergencyUse[]): MonthlyReport {
  const count = (is: (use: EmergencyUse) => boolean): number => uses.filter(is).length;
  return {
    month,
    used: uses.length,
    endedEarly: count(({ endedAt }) => endedAt !== null),
    reviewed: count(({ reviewedAt }) => reviewedAt !== null),
    reviewedInTime: count(inTime),
    unreviewed: count(({ reviewedAt }) => reviewedAt === null),
    overdue: count(({ overdue }) => overdue),
    justified: count(({ verdict }) => verdict === 'justified'),
    notJustified: count(({ verdict }) => verdict === 'not-justified'),
    owners: byOwner(uses),
    uses,
  };
}

function byOwner(uses: readonly EmergencyUse[]): OwnerFigures[] {
  const owners = new Map<string, OwnerFigures>();
  for (const use of uses) {
    const { owner, ownerName } = use;
    const sum = owners.get(owner) ?? { owner, ownerName, used: 0, reviewedInTime: 0, unreviewed: 0, notJustified: 0 };
    sum.used += 1;
    sum.reviewedInTime += Number(inTime(use));
    sum.unreviewed += Number(use.reviewedAt === null);
    sum.notJustified += Number(use.verdict === 'not-justified');
    owners.set(owner, sum);
  }
  return [...owners.values()].sort((a, b) => b.used - a.used || a.owner.localeCompare(b.owner));
}
