import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { CursorInput } from '@clin/platform/fields';
import { DeliveriesQuery, type Channel, type DeliveryCount } from '../deliveries.query.js';
import { RedriveDeliveries } from '../redrive-deliveries.js';

const CHANNELS: Record<Channel, string> = {
  event: 'Events',
  email: 'E-mails',
  digest: 'E-mails of the day',
  webhook: 'Webhooks',
};
const ONE: Record<Channel, string> = {
  event: 'Event',
  email: 'E-mail',
  digest: 'E-mail of the day',
  webhook: 'Webhook',
};
const STATES = ['queued', 'sent', 'failed', 'suppressed'] as const;
const REASONS: Record<string, string> = {
  refused: 'The other side refused it',
  'put-off': 'The other side put it off',
  'no-connection': 'The other side did not answer',
  'not-let-in': 'The other side did not let us in',
  'too-slow': 'It did not answer in time',
  redirected: 'It sent us elsewhere, where we do not go',
  'not-allowed': 'Its address may not be called',
  failure: 'Something else went wrong',
};

/** For administrators: whether everybody is being told, and what to do when somebody was not. */
@ApiExcludeController()
@Controller('admin/deliveries')
export class DeliveriesPages {
  public constructor(
    private readonly deliveries: DeliveriesQuery,
    private readonly redriveDeliveries: RedriveDeliveries,
  ) {}

  @Get()
  @Requires('delivery.read', { boundary: 'reference' })
  public async show(@CurrentActor() actor: Actor, @Query() asked: CursorInput): Promise<Page> {
    const [{ counts, schedules }, { items, next }] = await Promise.all([
      this.deliveries.overview(actor),
      this.deliveries.failures(actor, asked),
    ]);
    return page('deliveries.njk', {
      heading: 'Deliveries',
      breadcrumbs: [{ text: 'Deliveries' }],
      channels: (Object.keys(CHANNELS) as Channel[]).map((channel) => rowOf(channel, counts)),
      schedules: schedules.map((one) => ({ ...one, name: inWords(one.name) })),
      failed: items.map((item) => ({
        ...item,
        channel: ONE[item.channel],
        reason: REASONS[item.errorClass] ?? `Error ${item.errorClass}`,
      })),
      next,
      first: !asked.cursor,
    });
  }

  @Post('redriving')
  @Requires('delivery.redrive', { boundary: 'reference' })
  public async redrive(@CurrentActor() actor: Actor, @Body() body: Record<string, unknown>): Promise<Redirect> {
    const id = body?.['id'];
    const { redriven } = await this.redriveDeliveries.execute(actor, id === undefined ? { all: true } : { id });
    const title = redriven === 1 ? 'One delivery is tried again' : `${redriven} deliveries are tried again`;
    return redirect('/admin/deliveries', { title, text: 'A worker takes them within seconds.' });
  }
}

/** The name of a job as a sentence says it: its own words, without the hyphens. */
const inWords = (name: string): string => {
  const words = name.replaceAll('-', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
};

function rowOf(channel: Channel, counts: DeliveryCount[]) {
  const mine = counts.filter((count) => count.channel === channel);
  const of = (state: string): DeliveryCount | undefined => mine.find((count) => count.state === state);
  const waiting = of('queued');
  return {
    name: CHANNELS[channel],
    // Of events that are done nothing is counted: every write is one.
    numbers: STATES.map((state) =>
      channel === 'event' && (state === 'sent' || state === 'suppressed') ? null : (of(state)?.count ?? 0),
    ),
    oldest: waiting && waiting.count > 0 ? waiting.oldest : null,
  };
}
