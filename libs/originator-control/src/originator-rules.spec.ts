import {
  CODES,
  ORIGINATOR_RULES,
  OUTCOMES,
  ruleFor,
  USES,
  type HandlingCodes,
  type Outcome,
  type Use,
} from './originator-rules.js';

type Row = Record<Use, Outcome>;
const YES = 'allowed';
const SO = 'allowed-with';

const codes = (text: string): HandlingCodes => {
  const [handlingCode = null, actionCode = null, sanitisationCode = null] = text.split(' ');
  return { handlingCode, actionCode, sanitisationCode };
};

/** Written by hand from the codes' definitions, one row for every combination that an item can carry. */
const EXPECTED: Record<string, Row> = {
  P: { act: YES, combine: YES, share: 'ask', sanitise: YES, export: SO, copy: SO },
  'C A1 S1': { act: 'ask', combine: SO, share: 'ask', sanitise: SO, export: 'ask', copy: 'ask' },
  'C A1 S2': { act: 'ask', combine: SO, share: 'ask', sanitise: 'ask', export: 'ask', copy: 'ask' },
  'C A2 S1': { act: SO, combine: SO, share: 'ask', sanitise: SO, export: SO, copy: SO },
  'C A2 S2': { act: SO, combine: SO, share: 'ask', sanitise: 'ask', export: 'ask', copy: 'ask' },
  'C A3 S1': { act: SO, combine: SO, share: 'ask', sanitise: SO, export: SO, copy: SO },
  'C A3 S2': { act: SO, combine: SO, share: 'ask', sanitise: 'ask', export: 'ask', copy: 'ask' },
};

describe('the rules of originator control', () => {
  it.each(Object.entries(EXPECTED).flatMap(([code, row]) => USES.map((use) => [code, use, row[use]] as const)))(
    'an item under %s, to %s: %s',
    (code, use, outcome) => expect(ruleFor(codes(code), use).outcome).toBe(outcome),
  );

  it('have a word for every use under every code, and say how or why unless it is simply allowed', () => {
    const cells = USES.flatMap((use) => CODES.map((code) => ORIGINATOR_RULES[use][code]));
    expect(cells).toHaveLength(USES.length * CODES.length);
    expect(cells.filter(({ outcome, words }) => (outcome === YES) !== (words === ''))).toEqual([]);
    expect(cells.filter(({ outcome }) => outcome === 'never')).toEqual([]);
  });

  it('know these uses, codes and outcomes, from the most to the least generous', () => {
    expect([...USES]).toEqual(['act', 'combine', 'share', 'sanitise', 'export', 'copy']);
    expect([...CODES]).toEqual(['P', 'C', 'A1', 'A2', 'A3', 'S1', 'S2']);
    expect([...OUTCOMES]).toEqual(['allowed', 'allowed-with', 'ask', 'never']);
  });

  it('say together what several equally strict codes say', () => {
    expect(ruleFor(codes('C A1 S2'), 'export').words).toBe(
      'a copy can be acted on where no code follows it; a copy can be passed on where no code follows it',
    );
  });

  it('take what was never graded as C, and codes beside P as nothing', () => {
    expect(ruleFor({ handlingCode: null, actionCode: 'A1', sanitisationCode: null }, 'act').outcome).toBe('ask');
    expect(ruleFor({ handlingCode: 'P', actionCode: 'A1', sanitisationCode: null }, 'act').outcome).toBe(YES);
  });
});
