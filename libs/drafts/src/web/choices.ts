import { SAFEGUARDING, SUBJECT_CATEGORIES } from '@clin/intelligence';
import type { Choice } from '@clin/web-kit';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const MARKING_CHOICES: Choice[] = ['OFFICIAL', 'OFFICIAL-SENSITIVE'];
export const CATEGORIES: Choice[] = SUBJECT_CATEGORIES.map((value) => [
  value,
  value === 'other' ? 'Other person' : capital(value),
]);
export const SAFEGUARDING_CHOICES: Choice[] = SAFEGUARDING.map((value) => [
  value,
  value === 'child' ? 'A child (under 18)' : 'An adult at risk',
]);
