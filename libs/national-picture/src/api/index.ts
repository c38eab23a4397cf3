export { NationalPictureApi } from './national-picture.api.js';
