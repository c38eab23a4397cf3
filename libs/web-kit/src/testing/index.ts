export { watch, type Look, type Watched } from './browser.js';
