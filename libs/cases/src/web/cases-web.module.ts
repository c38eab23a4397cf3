import { Module } from '@nestjs/common';
import { ActionsModule } from '@clin/actions';
import { CasesModule } from '../cases.module.js';
import { CaseEditPages } from './case-edit.pages.js';
import { CaseEntryPages } from './case-entry.pages.js';
import { CaseLinkPages } from './case-link.pages.js';
import { CaseNewPages } from './case-new.pages.js';
import { CasePages } from './case.pages.js';
import { CaseSharingPages } from './case-sharing.pages.js';
import { CaseStepPages } from './case-step.pages.js';
import { RecordWorkPages } from './record-work.pages.js';

/** The page doors of cases, and of the work on a record: its actions and the cases that it is linked to. */
@Module({
  imports: [CasesModule, ActionsModule],
  controllers: [
    CaseNewPages,
    CasePages,
    CaseEditPages,
    CaseEntryPages,
    CaseLinkPages,
    CaseStepPages,
    CaseSharingPages,
    RecordWorkPages,
  ],
})
export class CasesWebModule {}
