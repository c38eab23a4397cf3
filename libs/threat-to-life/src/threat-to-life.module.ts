import { Module } from '@nestjs/common';
import { AnswerThreat } from './answer-threat.js';
import './events.js';
import './permissions.js';
import { ThreatsQuery } from './threats.query.js';

const PARTS = [AnswerThreat, ThreatsQuery];

/** Alerts of threats to life; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class ThreatToLifeModule {}
