import { Module } from '@nestjs/common';
import { IntelligenceModule } from '../intelligence.module.js';
import { CheckPages } from './check.pages.js';
import { DecisionPages } from './decision.pages.js';
import { DraftItemPages } from './draft-items.pages.js';
import { DraftPages } from './draft.pages.js';
import { OwnReports } from './own-reports.js';
import { ReportListPages } from './report-list.pages.js';
import { ReportPages } from './report.pages.js';

/** The page doors of intelligence reports. */
@Module({
  imports: [IntelligenceModule],
  controllers: [ReportListPages, DraftPages, DraftItemPages, CheckPages, DecisionPages, ReportPages],
  providers: [OwnReports],
})
export class IntelligenceWebModule {}
