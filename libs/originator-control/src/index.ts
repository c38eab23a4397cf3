export { OriginatorControlModule } from './originator-control.module.js';
export {
  ORIGINATOR_RULES,
  ruleFor,
  USES,
  USE_WORDS,
  type HandlingCodes,
  type Rule,
  type Use,
} from './originator-rules.js';
export { declareHandledItems, handledItems, type HandledItem } from './handled-items.js';
export { mayUse, usesOf, type Verdict, type Verdicts } from './may-use.js';
export { AskPermission, type AskedPermission } from './ask-permission.js';
export { AnswerPermission, type DecidedPermission } from './answer-permission.js';
export { PermissionListQuery, type PermissionLine } from './permission-list.query.js';
export { PermissionDetailQuery, requestsAbout, type PermissionDetail } from './permission-detail.query.js';
export { type PermissionRow } from './permission-rows.js';
export { lastDay, requestLine, type RequestLine } from './permission.words.js';
export { tellOfOnwardShare } from './onward-share.js';
