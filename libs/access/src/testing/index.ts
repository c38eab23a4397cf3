export { AcknowledgeConditions } from '../acknowledge-conditions.js';
export { DisclosureListQuery } from '../disclosure-list.query.js';
export { ExtendDisclosure } from '../extend-disclosure.js';
export { NoticesQuery } from '../notices.query.js';
export { ReceiptQuery } from '../receipt.query.js';
