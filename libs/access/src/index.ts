export { AccessModule } from './access.module.js';
export { declareDisclosedContent, disclosedContentOf, sha256, type DisclosedPart } from './disclosed-content.js';
export { ExplanationModule } from './explanation.module.js';
export { judge, type Grant, type Judgement, type Reader } from './grant.js';
export { visibleTo, readableBy, readableByRight, ownedBy } from './visible-to.js';
export {
  RECORD_KIND,
  cardsOf,
  declareRecordKind,
  declaredKinds,
  kindNumbered,
  type Card,
  type KindDeclaration,
  type RecordKind,
  type Sight,
} from './record-kinds.js';
export { discloseRecord, revokeDisclosure, USUAL_MONTHS, type DisclosureDecision } from './disclose-record.js';
export { countTry } from './count-try.js';
export { recordConsent } from './record-consent.js';
export {
  disclosuresOf,
  shareNotices,
  shareNoticesOf,
  type OwnerDisclosure,
  type ShareNotice,
} from './disclosures.query.js';
export { peopleIfShared, peopleWhoSee } from './audience.query.js';
export { partnersOf, type KnownAgency } from './known-agencies.query.js';
export { PreviewChange, type Preview } from './preview-change.query.js';
export { type GrantChange, type SightDifference } from './preview.js';
export { type Explanation } from './explanation.js';
export { differenceWords } from './difference-words.js';
export { type SightUnder } from './sight-under.js';
export { sightOfAgreement } from './sight-under.query.js';
export { lastDay } from './web/words.js';
