import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions.module.js';
import { ActionPages } from './action.pages.js';
import './my-actions.js';
import { RaisePages } from './raise.pages.js';
import { TriagePages } from './triage.pages.js';

/** The page doors of actions. */
@Module({ imports: [ActionsModule], controllers: [ActionPages, RaisePages, TriagePages] })
export class ActionsWebModule {}
