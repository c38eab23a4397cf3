import { Module } from '@nestjs/common';
import { ThreatToLifeModule } from '../threat-to-life.module.js';
import { ThreatPages } from './threat.pages.js';

/** The page doors of threats to life. */
@Module({ imports: [ThreatToLifeModule], controllers: [ThreatPages] })
export class ThreatsWebModule {}
