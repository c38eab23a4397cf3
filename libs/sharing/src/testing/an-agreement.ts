import type { RuleInput, TermsInput } from '../terms.input.js';

/** A complete rule; change what the test is about. */
export const aRule = (change: Partial<RuleInput> = {}): RuleInput => ({
  kind: 'report',
  handling: 'P',
  to: 'NCLCC',
  monthsValid: 12,
  conditions: 'Ask the owner before sharing on.',
  ...change,
});

/** What a client posts of a complete agreement with one rule, in force from today for two years. */
export const someTerms = (change: Partial<TermsInput> = {}): TermsInput & Record<string, unknown> => {
  const day = (years: number): string => {
    const date = new Date();
    date.setUTCFullYear(date.getUTCFullYear() + years);
    return date.toISOString().slice(0, 10);
  };
  return {
    title: 'Rail agreement (synthetic)',
    purpose: 'Finding county lines that travel by rail',
    legalBasis: 'Data Protection Act 2018 part 3; policing purpose at common law',
    marking: 'OFFICIAL',
    startsOn: day(0),
    endsOn: day(2),
    kinds: ['report'],
    handling: ['P', 'C'],
    mostSensitive: 'OFFICIAL-SENSITIVE',
    wholeRecords: true,
    statistics: false,
    contact: { post: 'Information sharing officer', email: 'sharing@test.example' },
    parties: ['NCLCC'],
    rules: [aRule()],
    ...change,
  };
};
