export {
  ASSESSMENT_WORDS,
  codeLine,
  CONFIDENCES,
  gradeOf,
  HANDLING_CODES,
  needsOriginator,
  readGrade,
  SOURCE_WORDS,
  strictest,
  type Confidence,
} from './grading.js';
export { FIELD_WORDS } from './field-words.js';
export { AssessedItemInput, LONGEST_TEXT } from './graded-item.input.js';
export { sourceExposure, type ExposureWarning } from './source-exposure.js';
