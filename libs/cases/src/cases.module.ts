import { Module } from '@nestjs/common';
import './case.kind.js';
import './events.js';
import './permissions.js';
import { CaseDetailQuery } from './case-detail.query.js';
import { CaseListQuery } from './case-list.query.js';
import { CaseTemplatesQuery } from './case-templates.js';
import { ChangeCase, MoveCase } from './change-case.js';
import { KeepCaseDraft } from './keep-case-draft.js';
import { OpenCase } from './open-case.js';

const PARTS = [OpenCase, KeepCaseDraft, ChangeCase, MoveCase, CaseListQuery, CaseDetailQuery, CaseTemplatesQuery];

/** Verbs and queries of cases; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class CasesModule {}
