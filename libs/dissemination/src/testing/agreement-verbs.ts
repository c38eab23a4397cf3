import {
  AgreementDetailQuery,
  ApproveAgreement,
  DecideAgreement,
  DraftAgreement,
  PreviewRules,
  ProposeAgreement,
} from '@clin/sharing';
import { ApplyRule, RuleReachQuery } from '@clin/standing-rules';
import { Clock, Read, Work } from '@clin/platform';
import type { Room } from './a-room.js';

/** The agreement register's verbs and queries over the database of a room. */
export function agreementVerbs(room: Room) {
  const [read, work] = [new Read(room.databases), new Work(room.databases)];
  return {
    draft: new DraftAgreement(work),
    propose: new ProposeAgreement(work),
    approve: new ApproveAgreement(work),
    decide: new DecideAgreement(work),
    preview: new PreviewRules(read),
    detail: new AgreementDetailQuery(read),
    reach: new RuleReachQuery(read),
    apply: new ApplyRule(work, new Clock()),
  };
}
