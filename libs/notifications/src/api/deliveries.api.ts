import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { CursorInput } from '@clin/platform/fields';
import { DeliveriesQuery, type DeliveryOverview, type FailedDelivery } from '../deliveries.query.js';
import { RedriveDeliveries, RedriveInput } from '../redrive-deliveries.js';

/** For administrators: counts and what failed, and no word of what any of it was about. */
@ApiTags('deliveries')
@Controller('api/v1/admin/deliveries')
export class DeliveriesApi {
  public constructor(
    private readonly deliveries: DeliveriesQuery,
    private readonly redriveDeliveries: RedriveDeliveries,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Events and e-mails by state, the oldest of each, and when each schedule last ran' })
  @Requires('delivery.read', { boundary: 'reference' })
  public overview(@CurrentActor() actor: Actor): Promise<DeliveryOverview> {
    return this.deliveries.overview(actor);
  }

  @Get('failed')
  @ApiOperation({ summary: 'What failed for good, newest first' })
  @Requires('delivery.read', { boundary: 'reference', event: 'delivery.failed' })
  public failed(
    @CurrentActor() actor: Actor,
    @Query() asked: CursorInput,
  ): Promise<{ items: FailedDelivery[]; next: string | null }> {
    return this.deliveries.failures(actor, asked);
  }

  @Post('redriving')
  @HttpCode(200)
  @ApiOperation({ summary: 'Try again: {id} for one, {all: true} for all that failed' })
  @ApiBody({ type: RedriveInput })
  @Requires('delivery.redrive', { boundary: 'reference' })
  public redrive(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<{ redriven: number }> {
    return this.redriveDeliveries.execute(actor, body);
  }
}
