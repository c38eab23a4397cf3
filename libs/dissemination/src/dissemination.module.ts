import { Module } from '@nestjs/common';
import './report-receipt.query.js';
import './shareable.js';
import { CorrectReport, DecideCorrection, WithdrawCorrection, WithdrawReport } from './correct-report.js';
import { DiscloseReport, RevokeDisclosure } from './disclose-report.js';
import { DisseminateReport } from './disseminate-report.js';
import { RecordConsent } from './record-consent.js';
import { ReportCorrectionQuery } from './report-correction.query.js';

const PARTS = [
  DisseminateReport,
  RecordConsent,
  DiscloseReport,
  RevokeDisclosure,
  CorrectReport,
  DecideCorrection,
  WithdrawCorrection,
  WithdrawReport,
  ReportCorrectionQuery,
];

/** Verbs and queries of reports that leave their agency; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class DisseminationModule {}
