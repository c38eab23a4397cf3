export { NationalPictureModule } from './national-picture.module.js';
export { NationalPictureQuery } from './national-picture.query.js';
export type { Area, NationalPicture, Tally } from './picture.js';
export { asJson, type NationalPictureJson } from './picture-json.js';
