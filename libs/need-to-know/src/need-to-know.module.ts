import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import { AnswerQuestion } from './answer-question.js';
import { FormOperation } from './form-operation.js';
import { LeadOperation } from './lead-operation.js';
import { LiftRestriction } from './lift-restriction.js';
import { LookUp } from './look-up.js';
import { OperationsQuery } from './operations.query.js';
import { QuestionsQuery } from './questions.query.js';
import { RestrictRecord } from './restrict-record.js';
import { RestrictionQuery } from './restriction.query.js';
import { SetDiscovery } from './set-discovery.js';

const PARTS = [
  FormOperation,
  LeadOperation,
  OperationsQuery,
  RestrictRecord,
  LiftRestriction,
  RestrictionQuery,
  SetDiscovery,
  LookUp,
  AnswerQuestion,
  QuestionsQuery,
];

/** Operations, later restriction and named discovery; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class NeedToKnowModule {}
