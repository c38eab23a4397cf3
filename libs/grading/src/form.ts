/** What every form needs that grades an item: its choices, and what was posted as the input of a verb. */
export { foldGraded, list, seenVersion, text, versionOf, whole, type Fields } from './web/graded.form.js';
export { gradingChoices } from './web/grading-choices.js';
