export { registerWebKit, type WebKit } from './register.js';
export {
  isApi,
  type Interruption,
  type InterruptionSource,
  type NavItem,
  type Viewer,
  type WebKitOptions,
} from './options.js';
export { page, redirect, isOwnPath, Page, Redirect, type Flash, type PageData } from './page.js';
export { form, formErrors, hiddenFields, type FormState, type FieldErrors, type Choice } from './forms.js';
export { foldDate, foldDates } from './form-dates.js';
export { dateUk, dateTimeUk, monthUk, numberUk, timeUk } from './dates.js';
export { handlingWords, strictestHandling } from './handling.js';
export { withQuery } from './links.js';
export { askedIn } from './address.js';
export { problemOf, SignInRefused, type Problem } from './problem.js';
export { ROLE_WORDS } from './viewer.js';
export { declareWorkList, workListsOf, type WorkLine, type WorkList } from './work-lists.js';
export { declareOffer, offersAbout, type Offer } from './offers.js';
