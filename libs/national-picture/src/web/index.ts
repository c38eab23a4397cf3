export { NationalPicturePages } from './national-picture.pages.js';
export { nationalPictureNav } from './nav.js';
