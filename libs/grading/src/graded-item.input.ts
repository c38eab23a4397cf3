import { Areas, Choice, Id, Text } from './field-rules.js';
import {
  ACTION_CODES,
  HANDLING_CODES,
  INTELLIGENCE_ASSESSMENTS,
  SANITISATION_CODES,
  SOURCE_EVALUATIONS,
} from './grading.js';

export const LONGEST_TEXT = 20_000;

/** What an assessor may change of an item, and an author too. `id` names an item that exists; an author's item without one is new. */
export class AssessedItemInput {
  @Id() public id?: string;
  @Text(LONGEST_TEXT) public sanitised?: string | null;
  @Choice(SOURCE_EVALUATIONS) public sourceEvaluation?: number | null;
  @Choice(INTELLIGENCE_ASSESSMENTS) public intelligenceAssessment?: string | null;
  @Choice(HANDLING_CODES) public handlingCode?: string | null;
  @Text(2000) public reason?: string | null;
  @Choice(ACTION_CODES) public actionCode?: string | null;
  @Choice(SANITISATION_CODES) public sanitisationCode?: string | null;
  @Text(2000) public instructions?: string | null;
  @Text(2000) public usage?: string | null;
  @Areas() public areas?: string[] | null;
}
