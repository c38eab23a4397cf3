import { KIND_FIELDS, type Fields, type ReferralKind } from '../referral.kinds.js';

const FIELDS: Record<ReferralKind, Fields> = {
  line: { lineName: 'Rico', dealNumber: '+44 7700 900555', exportedFrom: 'Not established', importedTo: 'Essex', escalateOn: '2099-01-15' },
  research: { question: 'Which accounts advertise the line?', concern: 'Supply of class A drugs', authority: 'None needed: one look at open pages', neededBy: '2099-01-15' },
  safeguarding: {
    subject: 'child', person: 'Child C', age: '15', exploitation: 'criminal', authorityContact: 'Duty desk, 07700 900321', authorityInformedOn: '2026-10-21',
    nrmReference: 'NRM/2026/0117', nrmReferredOn: '2026-10-21',
  },
  platform: { platform: 'Example Video', address: 'https://video.example/42', ground: 'terms', threat: 'A weapon is shown beside a named rival.', reviewedBy: 'Hub sergeant' },
  'threat-to-life': { telephoned: 'Duty inspector, 22:20', atRisk: 'A boy of about 16', where: 'Walton', when: 'Tonight' },
}; // prettier-ignore

/** A referral as a client posts it, complete enough to be sent; change what the test is about. */
export const aReferral = (
  change: { kind?: ReferralKind; fields?: Fields; [field: string]: unknown } = {},
): Record<string, unknown> => {
  const kind = change.kind ?? 'line';
  const known = new Set(KIND_FIELDS[kind].map(({ name }) => name));
  return {
    kind,
    receiver: 'ESX',
    title: 'Line ‘Rico’ has no lead',
    text: 'Please take the lead on this line in your area.',
    purpose: 'Finding a lead for the line',
    legalBasis: 'Data Protection Act 2018 part 3; policing purpose at common law',
    agreement: 'CLIN-ISA-002',
    expires: '2027-10-01',
    ...change,
    fields: Object.fromEntries(
      Object.entries({ ...FIELDS[kind], ...change.fields }).filter(([name]) => known.has(name)),
    ),
  };
};
