import { Module } from '@nestjs/common';
import { ExplanationModule } from '../explanation.module.js';
import { AskedOf } from './asked-of.query.js';
import { ExplanationPages } from './explanation.pages.js';

/** The page doors of explanations and simulations. */
@Module({ imports: [ExplanationModule], controllers: [ExplanationPages], providers: [AskedOf] })
export class AccessWebModule {}
