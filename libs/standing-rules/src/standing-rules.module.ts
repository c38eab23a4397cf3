import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import { ApplyRule } from './apply-rule.js';
import { RuleReachQuery } from './rule-reach.query.js';

/** Applying a rule to earlier records, and what that would reach; the apps add the doors. */
@Module({ providers: [ApplyRule, RuleReachQuery], exports: [ApplyRule, RuleReachQuery] })
export class StandingRulesModule {}
