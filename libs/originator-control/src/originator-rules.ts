/** What an agency may do with an item that another agency originated. One table: pages, the guard `mayUse` and the tests read it. */
export const USES = ['act', 'combine', 'share', 'sanitise', 'export', 'copy'] as const;
export type Use = (typeof USES)[number];

/** In sentences: "You can …", "Ask the originator before you …". */
export const USE_WORDS: Record<Use, string> = {
  act: 'act on it',
  combine: 'combine it with other information or corroborate it',
  share: 'have it shared with another agency',
  sanitise: 'sanitise it further',
  export: 'take it out of this service',
  copy: 'copy it into a case',
};

/** From the most to the least generous; `never` is what the guard says of an item that the person does not see. */
export const OUTCOMES = ['allowed', 'allowed-with', 'ask', 'never'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Rule {
  outcome: Outcome;
  /** With `allowed-with`, how; with `ask`, why. */
  words: string;
}

export const CODES = ['P', 'C', 'A1', 'A2', 'A3', 'S1', 'S2'] as const;
export type Code = (typeof CODES)[number];

const allowed: Rule = { outcome: 'allowed', words: '' };
const only = (words: string): Rule => ({ outcome: 'allowed-with', words });
const ask = (words: string): Rule => ({ outcome: 'ask', words });
const CAVEAT = 'with its marking, its handling code and “intelligence only”';
const THIRD_PARTY = 'nothing is passed on without its originator, who shares it itself';

/**
 * Each code's own word on each use; the strictest code of an item decides.
 * P: lawful sharing permitted (3x5x2 handling, domain.md). C: lawful sharing with conditions, and its instructions bind.
 * A1: combine or corroborate, no action; the originator's permission before acting on anything derived.
 * A2: covert action, protecting source and technique; never alone as evidence or to justify arrest.
 * A3: overt action as the owner specifies in its statement of use.
 * S1: the originator permits unsupervised sanitisation for wider sharing.
 * S2: no sanitisation or onward sharing without consulting the originator.
 * Onward sharing asks under every code: the third-party rule of information-sharing agreements (domain.md, Sharing).
 * Export and copying of A1 and S2 ask, since a copy is acted on and passed on where no code follows it (issue 3, item 4).
 */
export const ORIGINATOR_RULES: Record<Use, Record<Code, Rule>> = {
  act: {
    P: allowed,
    C: only('as its instructions say'),
    A1: ask('it may be combined and corroborated, and no action taken on anything that comes of it'),
    A2: only('covertly, protecting the source and the technique; not alone as evidence or to justify an arrest'),
    A3: only('overtly, as its owner specifies'),
    S1: allowed,
    S2: allowed,
  },
  combine: {
    P: allowed,
    C: only('as its instructions say'),
    A1: only('taking no action on what comes of it'),
    A2: only('protecting the source and the technique in what comes of it'),
    A3: allowed,
    S1: allowed,
    S2: only('keeping what comes of it inside your agency'),
  },
  share: {
    P: ask(THIRD_PARTY),
    C: ask(THIRD_PARTY),
    A1: ask(THIRD_PARTY),
    A2: ask(THIRD_PARTY),
    A3: ask(THIRD_PARTY),
    S1: ask(THIRD_PARTY),
    S2: ask(THIRD_PARTY),
  },
  sanitise: {
    P: allowed,
    C: only('as its instructions say'),
    A1: allowed,
    A2: only('protecting the source and the technique'),
    A3: allowed,
    S1: only('without supervision; the originator still decides who gets it'),
    S2: ask('nothing is sanitised without consulting its originator'),
  },
  export: {
    P: only(CAVEAT),
    C: only(CAVEAT),
    A1: ask('a copy can be acted on where no code follows it'),
    A2: only(CAVEAT),
    A3: only(CAVEAT),
    S1: only(CAVEAT),
    S2: ask('a copy can be passed on where no code follows it'),
  },
  copy: {
    P: only(CAVEAT),
    C: only(CAVEAT),
    A1: ask('a case acts on what it holds'),
    A2: only('protecting the source and the technique; not alone as evidence or to justify an arrest'),
    A3: only('for the use that its owner specifies'),
    S1: only(CAVEAT),
    S2: ask('a case can be passed on'),
  },
};

export interface HandlingCodes {
  handlingCode: string | null;
  actionCode: string | null;
  sanitisationCode: string | null;
}

const isCode = (code: string | null): code is Code => CODES.includes(code as Code);

/** Ungraded counts as C, the stricter. Codes only ever accompany C. */
export function codesOf({ handlingCode, actionCode, sanitisationCode }: HandlingCodes): Code[] {
  if (handlingCode === 'P') return ['P'];
  return (['C', actionCode, sanitisationCode] as const).filter(isCode);
}

/** "C A1 S2". */
export const codeWords = (codes: HandlingCodes): string => codesOf(codes).join(' ');

/** The strictest of the item's codes; what several equally strict ones say is said together. */
export function ruleFor(codes: HandlingCodes, use: Use): Rule {
  const rules = codesOf(codes).map((code) => ORIGINATOR_RULES[use][code]);
  const outcome = rules.map((rule) => rule.outcome).sort((a, b) => OUTCOMES.indexOf(b) - OUTCOMES.indexOf(a))[0]!;
  const words = [...new Set(rules.filter((rule) => rule.outcome === outcome).map((rule) => rule.words))];
  return { outcome, words: words.filter(Boolean).join('; ') };
}
