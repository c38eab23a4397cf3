import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import { ActionListQuery } from './action-list.query.js';
import { AssignableQuery } from './assignable.query.js';
import { MoveAction } from './move-action.js';
import { RaiseAction } from './raise-action.js';
import { TriageActions } from './triage-actions.js';
import { TriageQuery } from './triage.query.js';
import { UndoAction } from './undo-action.js';

const PARTS = [RaiseAction, MoveAction, UndoAction, TriageActions, ActionListQuery, AssignableQuery, TriageQuery];

/** Verbs and queries of actions; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class ActionsModule {}
