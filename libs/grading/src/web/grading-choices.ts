import type { Area } from '@clin/identity';
import type { Choice } from '@clin/web-kit';
import { ASSESSMENT_WORDS, SOURCE_WORDS } from '../grading.js';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The scales of 3x5x2 as the forms offer them. */
const SOURCES: Choice[] = Object.entries(SOURCE_WORDS).map(([value, words]) => [value, `${value} – ${capital(words)}`]);
const ASSESSMENTS: Choice[] = Object.entries(ASSESSMENT_WORDS).map(([value, words]) => [
  value,
  `${value} – ${capital(words)}`,
]);
const HANDLING: Choice[] = [
  {
    value: 'P',
    text: 'P – Lawful sharing permitted',
    hint: 'The standing rules may share this item when the report is disseminated.',
  },
  {
    value: 'C',
    text: 'C – Share only with conditions',
    hint: 'Needs a reason, an action code, a sanitisation code and instructions.',
  },
];
const ACTIONS: Choice[] = [
  {
    value: 'A1',
    text: 'A1 – No action; combine or corroborate only',
    hint: 'Ask the originator before acting on anything derived from it.',
  },
  {
    value: 'A2',
    text: 'A2 – Covert action allowed',
    hint: 'Protect the source and technique. Not alone as evidence or to justify arrest.',
  },
  { value: 'A3', text: 'A3 – Overt action as you specify' },
];
const SANITISATIONS: Choice[] = [
  { value: 'S1', text: 'S1 – May be sanitised for wider sharing without asking' },
  { value: 'S2', text: 'S2 – No sanitisation or onward sharing without consulting the originator' },
];
/** The choices of the macro `gradedFields`. */
export const gradingChoices = (areas: readonly Area[]) => ({
  sources: SOURCES,
  assessments: ASSESSMENTS,
  handling: HANDLING,
  actions: ACTIONS,
  sanitisations: SANITISATIONS,
  areas: areas.map(({ code, name }) => [code, name]),
});
