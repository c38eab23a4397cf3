import { Module } from '@nestjs/common';
import { IntelligenceModule } from '@clin/intelligence';
import { OwnReports } from '@clin/intelligence/report-pages';
import { AssessmentModule } from '../assessment.module.js';
import { DecisionPages } from './decision.pages.js';

/** The pages on which supervisors assess, return and close a report. */
@Module({ imports: [IntelligenceModule, AssessmentModule], controllers: [DecisionPages], providers: [OwnReports] })
export class AssessmentWebModule {}
