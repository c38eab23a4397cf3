import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Clock, CurrentActor, Requires, type Actor } from '@clin/platform';
import { page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { ReferralDetailQuery } from '../referral-detail.query.js';
import { conditionsView, referralView } from './referral.view.js';

/** One referral: the sender's, or what the receiver was given. */
@ApiExcludeController()
@Controller('referrals')
export class ReferralPages {
  public constructor(
    private readonly detail: ReferralDetailQuery,
    private readonly clock: Clock,
  ) {}

  @Get(':id')
  @Requires('referral.read', { boundary: 'record' })
  public async referral(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page | Redirect> {
    const found = await this.detail.execute(actor, id);
    if (found.access === 'conditions') return page('referral-conditions.njk', conditionsView(found));
    if (found.actions.includes('save')) return redirect(`/referrals/${id}/edit`);
    return page('referral.njk', referralView(found, this.clock.now()));
  }
}
