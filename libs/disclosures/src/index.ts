export { DisclosureModule } from './disclosure.module.js';
export { DISCLOSURE_EVENTS } from './disclosure.events.js';
export { AcknowledgeConditions } from './acknowledge-conditions.js';
export { ExtendDisclosure } from './extend-disclosure.js';
export { DisclosureListQuery, type ListedDisclosure } from './disclosure-list.query.js';
export { NoticesQuery, type Notice } from './notices.query.js';
export { ReceiptQuery } from './receipt.query.js';
export { type Receipt } from './receipt.js';
