/** What pages about one's own reports share, here and in the rooms above. */
export { higherMarkings } from './higher-marking.js';
export { OwnReports } from './web/own-reports.js';
export { STATUS_COLOURS } from './web/choices.js';
export { excerptOf, personLine, safeguardingTags } from './web/item-words.js';
export { itemWords } from './web/report.view.js';
export { returnedView } from './web/returned.view.js';
