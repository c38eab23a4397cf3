/** What pages about one's own reports share, here and in the rooms above. */
export { OwnReports } from './web/own-reports.js';
export { gradingChoices } from './web/assess.form.js';
export { foldGraded, versionOf, type Fields } from './web/draft.form.js';
export { excerptOf } from './web/draft.view.js';
export { itemWords } from './web/report.view.js';
