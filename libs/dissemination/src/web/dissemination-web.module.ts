import { Module } from '@nestjs/common';
import { IntelligenceModule } from '@clin/intelligence';
import { OwnReports } from '@clin/intelligence/report-pages';
import { DisseminationModule } from '../dissemination.module.js';
import { CorrectionPages } from './correction.pages.js';
import { DisclosurePages } from './disclosure.pages.js';
import { SharingPages } from './sharing.pages.js';
import { SharingQuery } from './sharing.query.js';

/** The page doors of reports that leave their agency. */
@Module({
  imports: [IntelligenceModule, DisseminationModule],
  controllers: [SharingPages, DisclosurePages, CorrectionPages],
  providers: [OwnReports, SharingQuery],
})
export class DisseminationWebModule {}
