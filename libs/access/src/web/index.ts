export { AccessWebModule } from './access-web.module.js';
export { differenceWords } from './words.js';
