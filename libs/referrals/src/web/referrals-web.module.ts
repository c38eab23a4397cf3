import { Module } from '@nestjs/common';
import { ReferralsModule } from '../referrals.module.js';
import { DraftPages } from './draft.pages.js';
import { FormChoicesQuery } from './form-choices.query.js';
import { ReferralListPages } from './referral-list.pages.js';
import { ReferralPages } from './referral.pages.js';
import './my-referrals.js';
import './report-offer.js';
import { StepPages } from './step.pages.js';

/** The page doors of referrals. */
@Module({
  imports: [ReferralsModule],
  controllers: [ReferralListPages, DraftPages, ReferralPages, StepPages],
  providers: [FormChoicesQuery],
})
export class ReferralsWebModule {}
