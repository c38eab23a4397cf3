export { ReferralsWebModule } from './referrals-web.module.js';
export { referralsNav } from './nav.js';
