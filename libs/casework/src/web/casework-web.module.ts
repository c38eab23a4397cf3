import { Module } from '@nestjs/common';
import { ActionsModule } from '@clin/actions';
import { CasesModule } from '@clin/cases';
import { CaseworkModule } from '../casework.module.js';
import { CaseEntryPages } from './case-entry.pages.js';
import { CaseLinkPages } from './case-link.pages.js';
import { CaseSharingPages } from './case-sharing.pages.js';
import { RecordWorkPages } from './record-work.pages.js';

/** The page doors of what is put into a case and shared of it, and of the work on a record: its actions and the cases that it is linked to. */
@Module({
  imports: [CasesModule, CaseworkModule, ActionsModule],
  controllers: [CaseEntryPages, CaseLinkPages, CaseSharingPages, RecordWorkPages],
})
export class CaseworkWebModule {}
