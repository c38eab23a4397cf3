export { announceHandlers } from '../announce-event.js';
export { DELIVERY_HOLD } from '../delivery.store.js';
export { SendMail } from './send-mail.js';
export { queueDeliveries } from './queue-deliveries.js';
export { makeDailyMails } from './make-daily-mails.js';
export { LeanMail } from '../lean-mail.js';
export { CallWebhooks } from './call-webhooks.js';
