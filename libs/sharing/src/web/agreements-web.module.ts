import { Module } from '@nestjs/common';
import { AgreementsModule } from '../agreements.module.js';
import { AgreementDecisionPages } from './decision.pages.js';
import { AgreementPages } from './agreement.pages.js';
import { ApprovalPages } from './approval.pages.js';
import { Directory } from './directory.query.js';
import { DraftPages } from './draft.pages.js';

/** The page doors of the agreement register. */
@Module({
  imports: [AgreementsModule],
  controllers: [DraftPages, ApprovalPages, AgreementDecisionPages, AgreementPages],
  providers: [Directory],
})
export class AgreementsWebModule {}
