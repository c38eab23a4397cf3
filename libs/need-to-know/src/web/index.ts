export { NeedToKnowWebModule } from './need-to-know-web.module.js';
export { needToKnowNav } from './nav.js';
