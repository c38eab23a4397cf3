import { Module } from '@nestjs/common';
import { IntelligenceModule } from '../intelligence.module.js';
import { OwnReports } from './own-reports.js';
import { ReportListPages } from './report-list.pages.js';
import { ReportPages } from './report.pages.js';

/** The page doors of intelligence reports. */
@Module({
  imports: [IntelligenceModule],
  controllers: [ReportListPages, ReportPages],
  providers: [OwnReports],
})
export class IntelligenceWebModule {}
