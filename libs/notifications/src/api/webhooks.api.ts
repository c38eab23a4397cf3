import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { WebhookInput, Webhooks, WebhookStateInput, type Webhook } from '../webhooks.js';

/** For administrators: which systems of agencies are told that something happened. */
@ApiTags('webhooks')
@Controller('api/v1/admin/webhooks')
export class WebhooksApi {
  public constructor(private readonly webhooks: Webhooks) {}

  @Get()
  @ApiOperation({ summary: 'Every webhook, without its secret' })
  @Requires('webhook.read', { boundary: 'reference' })
  public async list(@CurrentActor() actor: Actor): Promise<{ items: Webhook[] }> {
    return { items: await this.webhooks.list(actor) };
  }

  @Post()
  @ApiOperation({ summary: 'Register: {agency, url, sensitivity}; the answer holds the secret, once' })
  @ApiBody({ type: WebhookInput })
  @Requires('webhook.register', { boundary: 'reference' })
  public register(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<{ id: string; secret?: string }> {
    return this.webhooks.register(actor, body);
  }

  @Patch()
  @ApiOperation({ summary: 'Stop or start one: {id, active}' })
  @ApiBody({ type: WebhookStateInput })
  @Requires('webhook.change', { boundary: 'reference' })
  public activate(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<{ id: string; active: boolean }> {
    return this.webhooks.activate(actor, body);
  }
}
