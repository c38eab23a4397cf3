export { CasesWebModule } from './cases-web.module.js';
export { casesNav } from './nav.js';
