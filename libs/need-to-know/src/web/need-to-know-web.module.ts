import { Module } from '@nestjs/common';
import { NeedToKnowModule } from '../need-to-know.module.js';
import { DiscoveryPages } from './discovery.pages.js';
import { OperationPages } from './operation.pages.js';
import { OperationLeadPages } from './operation-lead.pages.js';
import { OperationStepPages } from './operation-step.pages.js';
import { OperationForms } from './operation-forms.js';
import { QuestionPages } from './question.pages.js';
import { RestrictionPages } from './restriction.pages.js';

/** The page doors of operations, restrictions and named discovery. */
@Module({
  imports: [NeedToKnowModule],
  controllers: [
    OperationPages,
    OperationStepPages,
    OperationLeadPages,
    RestrictionPages,
    DiscoveryPages,
    QuestionPages,
  ],
  providers: [OperationForms],
})
export class NeedToKnowWebModule {}
