import { Module } from '@nestjs/common';
import { IntelligenceModule } from '@clin/intelligence';
import { OwnReports } from '@clin/intelligence/report-pages';
import { CheckPages } from './check.pages.js';
import { DraftItemPages } from './draft-items.pages.js';
import { DraftPages } from './draft.pages.js';

/** The pages on which an author logs a report. */
@Module({
  imports: [IntelligenceModule],
  controllers: [DraftPages, DraftItemPages, CheckPages],
  providers: [OwnReports],
})
export class DraftsWebModule {}
