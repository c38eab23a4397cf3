import { Module } from '@nestjs/common';
import { CasesModule } from '../cases.module.js';
import { CaseEditPages } from './case-edit.pages.js';
import { CaseNewPages } from './case-new.pages.js';
import { CasePages } from './case.pages.js';
import { CaseStepPages } from './case-step.pages.js';

/** The page doors of cases. */
@Module({
  imports: [CasesModule],
  controllers: [CaseNewPages, CasePages, CaseEditPages, CaseStepPages],
})
export class CasesWebModule {}
