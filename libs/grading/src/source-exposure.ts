/**
 * Warns an assessor when a sanitised text may give the source away: it shares distinctive words, names or numbers with what the original
 * says about the source, or with the stated risk; or it is the original itself; or the risk is said to be reduced by nothing. It warns and never blocks: a person decides.
 */
export interface ExposureInput {
  original: string | null;
  sanitised: string | null;
  riskWhy: string | null;
  riskReducedBy: string | null;
}

export type ExposureWarning =
  | { kind: 'shared-words'; words: string[]; message: string }
  | { kind: 'risk-not-reduced' | 'not-sanitised'; message: string };

const REPORTING =
  /\b(says?|said|saying|reports?|reported|states?|stated|tells?|told|claims?|claimed|informs?|informed|advises?|advised|alleges?|alleged)\b/i;
const SOURCE = /\b(source|chis|informant|informer|handler|caller|complainant)\b/i;
const COMMON = new Set(
  `a about after again all also an and any are as at be because been before being but by can could did do does for from had has have he her
  here him his how if in information intelligence into is it its just known knows line may me more most my near new no not now of off on once
  one only or other our out over own people person report reported said same says she should so some source such suggest suggests than that
  the their them then there these they this those through time told too two under until up us very was we were what when where which while who
  whom why will with would you your chis informant caller handler officer male female man woman police phone number drug drugs`.split(
    /\s+/,
  ),
);

/** Crude on purpose: "cook", "cooks", "cooked" and "cooking" are one word to a reader who guesses. */
function stem(word: string): string {
  const plain = word.toLowerCase().replace(/['’]s$/, '');
  const cut = plain.replace(/(ings?|ers?|ed|es|s)$/, '');
  return cut.length >= 3 ? cut : plain;
}

function distinctive(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [word] of text.matchAll(/[\p{L}\d][\p{L}\d'’]*/gu)) {
    const key = stem(word);
    const name = /^\p{Lu}/u.test(word) || /\d/.test(word);
    if (key.length < (name ? 2 : 4) || COMMON.has(word.toLowerCase()) || COMMON.has(key)) continue;
    if (!found.has(key)) found.set(key, word.replace(/['’]s$/, ''));
  }
  return found;
}

/** What an original says of whoever it comes from: in each sentence, the words before "says", or the clause that names the source. */
function sourceDescription(original: string): string {
  return original
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => {
      const verb = REPORTING.exec(sentence);
      if (verb) return sentence.slice(0, verb.index);
      const named = SOURCE.exec(sentence);
      return named
        ? (sentence
            .slice(named.index)
            .split(/[,;:]\s/, 2)
            .join(' ') ?? '')
        : '';
    })
    .join(' ');
}

/** What a reader reads: neither case, nor spaces, nor punctuation sanitises anything. */
const wordsOf = (text: string | null): string =>
  (text ?? '')
    .toLowerCase()
    .match(/[\p{L}\d]+/gu)
    ?.join(' ') ?? '';

export function sourceExposure({ original, sanitised, riskWhy, riskReducedBy }: ExposureInput): ExposureWarning[] {
  const warnings: ExposureWarning[] = [];
  if (wordsOf(original) && wordsOf(original) === wordsOf(sanitised))
    warnings.push({ kind: 'not-sanitised', message: 'The sanitised text is the original, word for word.' });
  const published = distinctive(sanitised ?? '');
  const telling = distinctive(`${sourceDescription(original ?? '')} ${riskWhy ?? ''}`);
  const words = [...telling].filter(([key]) => published.has(key)).map(([, word]) => word);
  if (words.length > 0) {
    const quoted = words.map((word) => `‘${word}’`).join(', ');
    warnings.push({
      kind: 'shared-words',
      words,
      message: `The sanitised text shares ${quoted} with what the original says about the source.`,
    });
  }
  if (riskWhy?.trim() && !/[\p{L}\d]{3,}/u.test(riskReducedBy ?? '')) {
    warnings.push({
      kind: 'risk-not-reduced',
      message: `The risk to the source is said to be reduced by ‘${riskReducedBy ?? ''}’, which explains nothing.`,
    });
  }
  return warnings;
}
