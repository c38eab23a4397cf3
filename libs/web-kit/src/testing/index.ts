export { CHROMIUM, openBrowser, watch, type Look, type Watched } from './browser.js';
