import type { OwnerReport } from './report-detail.js';

/** As people write one: "Top Secret" in any letters, and SECRET in capitals, so that a secret compartment is none. */
const MARKING = /\b(?:[Tt][Oo][Pp][\s-]+[Ss][Ee][Cc][Rr][Ee][Tt]|SECRET)\b/;

type Texts = Pick<OwnerReport, 'title' | 'sanitisedTitle' | 'provenance'> & {
  items: readonly Pick<OwnerReport['items'][number], 'original' | 'sanitised' | 'reason' | 'instructions' | 'usage'>[];
};

/** Where free text names a marking above this system's tier, in words for whoever writes or assesses it. It warns and never blocks: a person decides. */
export function higherMarkings({ title, sanitisedTitle, provenance, items }: Texts): string[] {
  const texts: [where: string, text: string | null][] = [
    ['The title', title],
    ['The sanitised title', sanitisedTitle],
    ['“Where it comes from”', provenance],
    ...items.map((item, index): [string, string] => [
      `Item ${index + 1}`,
      [item.original, item.sanitised, item.reason, item.instructions, item.usage].join('\n'),
    ]),
  ];
  return texts.flatMap(([where, text]) => {
    const [found] = MARKING.exec(text ?? '') ?? [];
    return found
      ? [
          `${where} says ‘${found.replace(/\s+/g, ' ')}’. This service holds OFFICIAL and OFFICIAL-SENSITIVE only: if that is its marking, use the system of the higher tier.`,
        ]
      : [];
  });
}
