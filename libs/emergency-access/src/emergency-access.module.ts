import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import { CloseEmergency } from './close-emergency.js';
import { EmergenciesQuery } from './emergencies.query.js';
import { OpenEmergency } from './open-emergency.js';

const PARTS = [OpenEmergency, CloseEmergency, EmergenciesQuery];

/** Break-glass and its review; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class EmergencyAccessModule {}
