/** What pages about one's own reports share, here and in the rooms above. */
export { OwnReports } from './web/own-reports.js';
export { gradingChoices, STATUS_COLOURS } from './web/choices.js';
export { foldGraded, list, seenVersion, text, versionOf, whole, type Fields } from './web/graded.form.js';
export { excerptOf, personLine } from './web/item-words.js';
export { itemWords } from './web/report.view.js';
export { returnedView } from './web/returned.view.js';
export { FIELD_WORDS } from './field-words.js';
export { ASSESSMENT_WORDS, SOURCE_WORDS } from './grading.js';
