import type { OwnerItem } from '../report-detail.js';

const excerpt = (text: string | null | undefined): string | undefined => {
  const line = text?.trim().split('\n')[0];
  return line && line.length > 80 ? `${line.slice(0, 77)}…` : line || undefined;
};
export const excerptOf = (item: OwnerItem | undefined): string | undefined =>
  excerpt(item?.original ?? item?.sanitised);

export const safeguardingTags = (atRisk: readonly string[]): string[] => atRisk.map((who) => `Safeguarding: ${who}`);

export const personLine = ({ who, categories, age }: OwnerItem['dataSubjects'][number]): string =>
  [who, categories.join(' and '), age === null ? '' : `aged ${age}`].filter(Boolean).join(', ');
