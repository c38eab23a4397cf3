import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import './referral.kind.js';
import { MoveReferral } from './move-referral.js';
import { ReferralDetailQuery } from './referral-detail.query.js';
import { ReferralListQuery } from './referral-list.query.js';
import { SaveReferral } from './save-referral.js';
import { SendReferral } from './send-referral.js';

const PARTS = [SaveReferral, SendReferral, MoveReferral, ReferralListQuery, ReferralDetailQuery];

/** Verbs and queries of referrals; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class ReferralsModule {}
