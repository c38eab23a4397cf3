/** What pages about one case share, here and in the rooms above. */
export { frameOf } from './web/case.view.js';
export { lastMoment } from './web/shared-case.view.js';
