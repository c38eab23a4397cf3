export { registerWebKit, type WebKit } from './register.js';
export { isApi, type NavItem, type Viewer, type WebKitOptions } from './options.js';
export { page, redirect, isOwnPath, Page, Redirect, type Flash, type PageData } from './page.js';
export { form, formErrors, type FormState, type FieldErrors, type Choice } from './forms.js';
export { foldDate, foldDates } from './form-dates.js';
export { dateUk, dateTimeUk, monthUk, numberUk } from './dates.js';
export { handlingWords, strictestHandling } from './handling.js';
export { withQuery } from './links.js';
export { problemOf, type Problem } from './problem.js';
