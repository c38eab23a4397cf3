import type { SightDifference } from './preview.js';

export const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
export const peopleWords = (number: number): string => count(number, 'person', 'people');

/** "T902 gains sight: 4 people", for the pages that ask before they act. */
export function differenceWords({ agencyName, gains, loses, itemsBefore, itemsAfter }: SightDifference): string {
  const parts = [
    gains > 0 ? `${peopleWords(gains)} ${gains === 1 ? 'gains' : 'gain'} sight` : '',
    loses > 0 ? `${peopleWords(loses)} ${loses === 1 ? 'loses' : 'lose'} sight` : '',
    itemsBefore === itemsAfter
      ? ''
      : itemsAfter === 0
        ? 'nothing of it is left to them'
        : itemWords(itemsBefore, itemsAfter),
  ].filter(Boolean);
  return `${agencyName}: ${parts.join(', ')}`;
}

const itemWords = (before: number, after: number): string =>
  `${count(after, 'item', 'items')} ${after > before ? 'to read' : 'left'}${before > 0 ? ` instead of ${before}` : ''}`;
