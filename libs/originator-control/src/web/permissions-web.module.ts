import { Module } from '@nestjs/common';
import { OriginatorControlModule } from '../originator-control.module.js';

/** The page doors of asking the originator. */
@Module({ imports: [OriginatorControlModule], controllers: [] })
export class PermissionsWebModule {}
