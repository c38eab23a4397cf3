export { CHROMIUM, chromiumIsHere, openBrowser, watch, type Look, type Watched } from './browser.js';
