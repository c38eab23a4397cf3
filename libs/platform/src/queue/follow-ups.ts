import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { toJob, type FollowUp } from '../outbox/event-handlers.js';
import { MAIL_QUEUE, WEBHOOK_QUEUE } from './queue.module.js';

/** Adds what follows from a commit to the queue that it belongs to. */
@Injectable()
export class FollowUps {
  public constructor(
    @InjectQueue(MAIL_QUEUE) private readonly mail: Queue,
    @InjectQueue(WEBHOOK_QUEUE) private readonly webhooks: Queue,
  ) {}

  public async add(followUps: readonly FollowUp[]): Promise<void> {
    const hooks = followUps.filter(({ queue }) => queue === 'webhooks');
    const mails = followUps.filter(({ queue }) => queue !== 'webhooks');
    if (mails.length > 0) await this.mail.addBulk(mails.map(toJob));
    if (hooks.length > 0) await this.webhooks.addBulk(hooks.map(toJob));
  }
}
