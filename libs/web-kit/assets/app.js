import { createAll, initAll } from 'govuk-frontend';
import { AddAnother, Alert, ButtonMenu, DatePicker, MultiSelect } from '@ministryofjustice/frontend';
import { autosave } from './autosave.js';
import { interruption } from './interruption.js';
import { liveBadge } from './live-badge.js';
import { sessionTimeout } from './session-timeout.js';

// Scripts only add: every page works without this file. Nothing is kept in localStorage or sessionStorage.
// Radios reveal by style sheet (_parts.scss): GOV.UK's script puts aria-expanded on a radio, which ARIA does not allow.
for (const radio of document.querySelectorAll('input[type=radio][data-aria-controls]')) {
  radio.removeAttribute('data-aria-controls');
}
initAll();
for (const component of [AddAnother, Alert, ButtonMenu, DatePicker, MultiSelect]) createAll(component);
for (const form of document.querySelectorAll('form[data-autosave-url]')) autosave(form);
for (const place of document.querySelectorAll('[data-interruption]')) interruption(place);
for (const link of document.querySelectorAll('[data-live-badge]')) liveBadge(link);
const dialog = document.querySelector('[data-session-idle-seconds]');
if (dialog) sessionTimeout(dialog);
// On a narrow screen the results come first; the filter stays one press away.
if (matchMedia('(max-width: 40em)').matches) {
  for (const fold of document.querySelectorAll('.clin-filter__fold')) fold.open = false;
}
