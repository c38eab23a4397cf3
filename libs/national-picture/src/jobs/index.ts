export { countDissemination } from './count-dissemination.js';
export { foldPicture } from './fold-picture.js';
