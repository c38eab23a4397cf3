export { AgreementsWebModule } from './agreements-web.module.js';
export { agreementsNav } from './nav.js';
