import type { ReportInput, ReportItemInput } from '../report.input.js';

/** A complete item of handling P; change what the test is about. */
export const anItem = (change: Partial<ReportItemInput> = {}): Partial<ReportItemInput> => ({
  original: 'Seen at the station with two phones.',
  sanitised: 'A person was seen with two phones.',
  sourceEvaluation: 1,
  intelligenceAssessment: 'A',
  handlingCode: 'P',
  areas: ['E23000001'],
  ...change,
});

/** A complete item of handling C under A1 and S2: nobody gets it without the originator's consent. */
export const aRestrictedItem = (change: Partial<ReportItemInput> = {}): Partial<ReportItemInput> =>
  anItem({
    handlingCode: 'C',
    reason: 'Few people know this',
    actionCode: 'A1',
    sanitisationCode: 'S2',
    instructions: 'Ask the originator first',
    sourceRef: 'TEST/SR/1',
    riskToSource: { why: 'Small circle', reducedBy: 'Times were removed' },
    ...change,
  });

/** A report as a client posts it, complete enough to be submitted. */
export const aReport = (change: Partial<ReportInput> = {}): Record<string, unknown> => ({
  title: 'Two phones at the station',
  sanitisedTitle: 'Two phones at a station',
  eventDate: '2026-10-12',
  provenance: 'Officer',
  marking: 'OFFICIAL-SENSITIVE',
  areas: ['E23000001'],
  items: [anItem()],
  ...change,
});
