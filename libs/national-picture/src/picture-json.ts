import { inJson, type Figure } from '@clin/statistics';
import type { NationalPicture, Tally } from './picture.js';

type Count = number | { from: number; to: number };
interface TallyJson {
  count: Count;
  /** null: not broken down. */
  threatToLife: Count | null;
}

/** A count is a number, or a range {from, to} where the number is withheld. */
export interface NationalPictureJson {
  from: string;
  to: string;
  widened: boolean;
  threshold: number;
  totals: TallyJson & {
    reports: Count;
    highConfidence: Count;
    highConfidencePercent: Count | null;
    forcesTouched: number;
  };
  months: (TallyJson & { month: string })[];
  forces: (TallyJson & { code: string; label: string; name: string; region: string })[];
  agencies: (TallyJson & { code: string; name: string })[];
  confidence: (TallyJson & { level: string })[];
  notes: string[];
}

export function asJson(picture: NationalPicture): NationalPictureJson {
  const { period, threshold, totals, notes } = picture;
  return {
    from: period.months[0]!.slice(0, 7),
    to: period.months.at(-1)!.slice(0, 7),
    widened: period.widened,
    threshold,
    totals: {
      reports: inJson(totals.count),
      ...tally(totals),
      highConfidence: inJson(totals.highConfidence),
      highConfidencePercent: orNull(totals.highConfidenceShare),
      forcesTouched: totals.forcesTouched,
    },
    months: picture.months.map((one) => ({ month: one.month.slice(0, 7), ...tally(one) })),
    forces: picture.forces.map(({ area, ...one }) => ({
      code: area.code,
      label: area.label,
      name: area.name,
      region: area.region,
      ...tally(one),
    })),
    agencies: picture.agencies.map((one) => ({ code: one.code, name: one.name, ...tally(one) })),
    confidence: picture.confidence.map((one) => ({ level: one.level, ...tally(one) })),
    notes,
  };
}

const orNull = (figure: Figure | undefined): Count | null => (figure ? inJson(figure) : null);
const tally = ({ count, threatToLife }: Tally): TallyJson => ({
  count: inJson(count),
  threatToLife: orNull(threatToLife),
});
