import type { KnownAgency } from '@clin/access';
import { form, type PageData } from '@clin/web-kit';
import { codeWords, USE_WORDS, USES, type Use } from '../originator-rules.js';
import type { AskableRecord } from '../permission-detail.query.js';

const OFFERED: readonly Use[] = ['act', 'share', 'sanitise', 'export', 'copy', 'combine'];
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The form: what can be asked for, and what needs no asking, by the same rules as the answer. */
export function askView(
  { record, noun, ownerName, items, uses }: AskableRecord,
  agencies: readonly KnownAgency[],
  body: object,
  errors?: Readonly<Record<string, string>>,
): PageData {
  const all = items.map((item) => uses.get(item.id)!);
  const asked = OFFERED.filter((use) => all.some((each) => each[use].outcome === 'ask'));
  const free = USES.filter((use) => all.length > 0 && all.every((each) => each[use].outcome !== 'ask'));
  return {
    heading: 'Ask the originator',
    reference: record.reference,
    marking: record.marking,
    handling: record.handling,
    breadcrumbs: [{ text: record.reference, href: record.href }, { text: 'Ask the originator' }],
    record,
    noun,
    ownerName,
    items: items.map((item, at) => ({
      value: item.id,
      text: `Item ${at + 1} (${codeWords(item)}): ${excerpt(item.text)}`,
    })),
    uses: asked.map((use) => ({
      value: use,
      text: sentence(USE_WORDS[use]),
      hint: [
        ...new Set(all.filter((each) => each[use].outcome === 'ask').map((each) => sentence(each[use].words))),
      ].join('. '),
    })),
    free: free.map((use) => {
      const how = [...new Set(all.map((each) => each[use].words))].filter(Boolean).join('; ');
      return how ? `${sentence(USE_WORDS[use])}: ${how}` : sentence(USE_WORDS[use]);
    }),
    agencies: agencies.map(({ code, name }) => [code, name]),
    form: form(body, { ...errors }),
  };
}

const excerpt = (text: string | null): string =>
  text === null ? 'no text' : text.length > 120 ? `${text.slice(0, 119).trimEnd()}…` : text;
