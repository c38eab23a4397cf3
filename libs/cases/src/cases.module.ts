import { Module } from '@nestjs/common';
import './case.kind.js';
import './events.js';
import './permissions.js';
import { ActionListQuery } from './action-list.query.js';
import { AssignableQuery } from './assignable.query.js';
import { CaseDetailQuery } from './case-detail.query.js';
import { CaseListQuery } from './case-list.query.js';
import { CaseTemplatesQuery } from './case-templates.js';
import { ChangeCase, MoveCase } from './change-case.js';
import { CopyableQuery } from './copyable.query.js';
import { KeepCaseDraft } from './keep-case-draft.js';
import { LinkRecord } from './link-record.js';
import { LinkedCasesQuery } from './linked-cases.query.js';
import { LogEntry } from './log-entry.js';
import { MoveAction } from './move-action.js';
import { OpenCase } from './open-case.js';
import { RaiseAction } from './raise-action.js';
import { TriageActions } from './triage-actions.js';
import { TriageQuery } from './triage.query.js';
import { UndoAction } from './undo-action.js';
import { ShareParts } from './share-parts.js';

const PARTS = [
  OpenCase,
  KeepCaseDraft,
  ChangeCase,
  MoveCase,
  LogEntry,
  LinkRecord,
  ShareParts,
  RaiseAction,
  MoveAction,
  CaseListQuery,
  CaseDetailQuery,
  CaseTemplatesQuery,
  CopyableQuery,
  ActionListQuery,
  AssignableQuery,
  UndoAction,
  TriageActions,
  TriageQuery,
  LinkedCasesQuery,
];

/** Verbs and queries of cases and actions; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class CasesModule {}
