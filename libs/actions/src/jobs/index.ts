export { mindActions } from './mind-actions.js';
