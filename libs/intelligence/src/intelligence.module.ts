import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import './report-handling.query.js';
import './report.kind.js';
import { ReportDetailQuery } from './report-detail.query.js';
import { ReportListQuery } from './report-list.query.js';
import { SaveDraft } from './save-draft.js';
import { SubmitReport } from './submit-report.js';

const VERBS = [SaveDraft, SubmitReport];
const QUERIES = [ReportListQuery, ReportDetailQuery];

/** Verbs and queries of intelligence reports; the apps add the doors. */
@Module({ providers: [...VERBS, ...QUERIES], exports: [...VERBS, ...QUERIES] })
export class IntelligenceModule {}
