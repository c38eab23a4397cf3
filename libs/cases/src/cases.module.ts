import { Module } from '@nestjs/common';
import './case.kind.js';
import './events.js';
import './permissions.js';
import { CaseDetailQuery } from './case-detail.query.js';
import { CaseListQuery } from './case-list.query.js';
import { CaseTemplatesQuery } from './case-templates.js';
import { ChangeCase, MoveCase } from './change-case.js';
import { CopyableQuery } from './copyable.query.js';
import { KeepCaseDraft } from './keep-case-draft.js';
import { LinkRecord } from './link-record.js';
import { LinkedCasesQuery } from './linked-cases.query.js';
import { LogEntry } from './log-entry.js';
import { OpenCase } from './open-case.js';
import { ShareParts } from './share-parts.js';

const PARTS = [
  OpenCase,
  KeepCaseDraft,
  ChangeCase,
  MoveCase,
  LogEntry,
  LinkRecord,
  ShareParts,
  CaseListQuery,
  CaseDetailQuery,
  CaseTemplatesQuery,
  CopyableQuery,
  LinkedCasesQuery,
];

/** Verbs and queries of cases; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class CasesModule {}
