import { Module } from '@nestjs/common';
import { AgreementsModule, Directory } from '@clin/sharing';
import { StandingRulesModule } from '../standing-rules.module.js';
import { RulePages } from './rule.pages.js';

/** The page that applies a rule. */
@Module({ imports: [AgreementsModule, StandingRulesModule], controllers: [RulePages], providers: [Directory] })
export class StandingRulesWebModule {}
