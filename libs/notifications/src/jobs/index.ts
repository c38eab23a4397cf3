export { announceHandlers } from '../announce-event.js';
export { SendMail } from './send-mail.js';
export { LeanMail } from '../lean-mail.js';
