export { AccessModule } from './access.module.js';
export { DecideBoundary } from './decide-boundary.js';
export { judge, type Grant } from './grant.js';
export { visibleTo, ownedBy } from './visible-to.js';
export { RECORD_KIND, type RecordKind } from './record-kinds.js';
export { discloseRecord, revokeDisclosure, type DisclosureDecision } from './disclose-record.js';
export { recordConsent } from './record-consent.js';
export { disclosuresOf, shareNotices, type OwnerDisclosure, type ShareNotice } from './disclosures.query.js';
