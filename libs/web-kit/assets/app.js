import { initAll } from 'govuk-frontend';
import { AddAnother, Alert, ButtonMenu, DatePicker, MultiSelect } from '@ministryofjustice/frontend';
import { createAll } from 'govuk-frontend';
import { autosave } from './autosave.js';
import { sessionTimeout } from './session-timeout.js';

// Scripts only add: every page works without this file. Nothing is kept in localStorage or sessionStorage.
initAll();
for (const component of [AddAnother, Alert, ButtonMenu, DatePicker, MultiSelect]) createAll(component);
for (const form of document.querySelectorAll('form[data-autosave-url]')) autosave(form);
const dialog = document.querySelector('[data-session-idle-seconds]');
if (dialog) sessionTimeout(dialog);
