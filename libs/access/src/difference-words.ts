import type { SightDifference } from './preview.js';

export const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
export const peopleWords = (number: number): string => count(number, 'person', 'people');

/** "T902 gains sight: 4 people", for the pages that ask before they act. */
export function differenceWords({ agencyName, gains, loses, itemsBefore, itemsAfter }: SightDifference): string {
  const parts = [
    gains > 0 ? `${peopleWords(gains)} ${gains === 1 ? 'gains' : 'gain'} sight` : '',
    loses > 0 ? `${peopleWords(loses)} ${loses === 1 ? 'loses' : 'lose'} sight` : '',
    itemsBefore !== itemsAfter
      ? `${itemsAfter > itemsBefore ? 'sees' : 'is left with'} ${count(itemsAfter, 'item', 'items')} instead of ${itemsBefore}`
      : '',
  ].filter(Boolean);
  return `${agencyName}: ${parts.join(', ')}`;
}
