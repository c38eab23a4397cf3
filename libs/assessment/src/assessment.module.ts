import { Module } from '@nestjs/common';
import { AssessReport } from './assess-report.js';
import { CloseReport } from './close-report.js';
import { ReturnReport } from './return-report.js';

const VERBS = [ReturnReport, AssessReport, CloseReport];

/** What supervisors decide about a report; the apps add the doors. */
@Module({ providers: VERBS, exports: VERBS })
export class AssessmentModule {}
