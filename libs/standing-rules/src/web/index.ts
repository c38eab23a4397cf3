export { StandingRulesWebModule } from './standing-rules-web.module.js';
