import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import { AgreementDetailQuery } from './agreement-detail.query.js';
import { AgreementEffectQuery } from './agreement-effect.query.js';
import { AgreementListQuery } from './agreement-list.query.js';
import { ApproveAgreement } from './approve-agreement.js';
import { DecideAgreement } from './decide-agreement.js';
import { DraftAgreement } from './draft-agreement.js';
import { PreviewRules } from './preview-rules.query.js';
import { ProposeAgreement } from './propose-agreement.js';

const VERBS = [DraftAgreement, ProposeAgreement, ApproveAgreement, DecideAgreement];
const QUERIES = [AgreementListQuery, AgreementEffectQuery, AgreementDetailQuery, PreviewRules];

/** Verbs and queries of the agreement register; the apps add the doors. */
@Module({ providers: [...VERBS, ...QUERIES], exports: [...VERBS, ...QUERIES] })
export class AgreementsModule {}
