import { Module } from '@nestjs/common';
import { EmergencyAccessModule } from '../emergency-access.module.js';
import { EmergencyPages } from './emergency.pages.js';
import { EmergencyReportPages } from './emergency-report.pages.js';

/** The page doors of emergency access. */
@Module({ imports: [EmergencyAccessModule], controllers: [EmergencyReportPages, EmergencyPages] })
export class EmergencyAccessWebModule {}
