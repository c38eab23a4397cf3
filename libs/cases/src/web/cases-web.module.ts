import { Module } from '@nestjs/common';
import { CasesModule } from '../cases.module.js';
import { ActionPages } from './action.pages.js';
import { CaseEditPages } from './case-edit.pages.js';
import { CaseEntryPages } from './case-entry.pages.js';
import { CaseLinkPages } from './case-link.pages.js';
import { CaseNewPages } from './case-new.pages.js';
import { CasePages } from './case.pages.js';
import { CaseSharingPages } from './case-sharing.pages.js';
import './my-actions.js';
import { RaisePages } from './raise.pages.js';
import { TriagePages } from './triage.pages.js';
import { CaseStepPages } from './case-step.pages.js';

/** The page doors of cases and actions. */
@Module({
  imports: [CasesModule],
  controllers: [
    CaseNewPages,
    CasePages,
    CaseEditPages,
    CaseEntryPages,
    CaseLinkPages,
    CaseStepPages,
    CaseSharingPages,
    ActionPages,
    RaisePages,
    TriagePages,
  ],
})
export class CasesWebModule {}
