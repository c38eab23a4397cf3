import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { inWords, levelChoices } from '@clin/platform/sensitivity';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { text, type Posted } from '@clin/web-kit/posted';
import { Webhooks } from '../webhooks.js';

const SENSITIVITIES = ['0', '1', '2', '3'];

/** For administrators: which systems of agencies are told, and a form to register one. */
@ApiExcludeController()
@Controller('admin/webhooks')
export class WebhooksPages {
  public constructor(private readonly webhooks: Webhooks) {}

  @Get()
  @Requires('webhook.read', { boundary: 'reference' })
  public show(@CurrentActor() actor: Actor): Promise<Page> {
    return this.page(actor, { sensitivity: '1' });
  }

  @Post()
  @Requires('webhook.register', { boundary: 'reference' })
  public async register(@CurrentActor() actor: Actor, @Body() received: Posted): Promise<Page> {
    const body = received ?? {};
    try {
      const { sensitivity, agency } = body;
      const level = SENSITIVITIES.includes(String(sensitivity)) ? Number(sensitivity) : -1;
      const made = await this.webhooks.register(actor, { agency, url: text(body['url']), sensitivity: level });
      return await this.page(actor, { sensitivity: '1' }, undefined, made);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.page(actor, body, error.fields);
    }
  }

  @Post('state')
  @Requires('webhook.change', { boundary: 'reference' })
  public async activate(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Redirect> {
    const { active } = await this.webhooks.activate(actor, { id: body?.['id'], active: body?.['active'] === 'yes' });
    const text = active ? 'It is called from the next event on.' : 'Nothing more is sent there, also not what waits.';
    return redirect('/admin/webhooks', { title: active ? 'Webhook started' : 'Webhook stopped', text });
  }

  private async page(
    actor: Actor,
    values: Posted,
    fields?: Readonly<Record<string, string>>,
    made?: { id: string; secret?: string },
  ): Promise<Page> {
    const [items, agencies, levels] = await Promise.all([
      this.webhooks.list(actor),
      this.webhooks.agencies(actor),
      this.webhooks.levels(actor),
    ]);
    const data = {
      heading: 'Webhooks',
      breadcrumbs: [{ text: 'Webhooks' }],
      items: items.map((item) => ({ ...item, level: inWords(levels, item.sensitivity) })),
      made,
      agencies: agencies.map(({ code, name }) => [code, name]),
      sensitivities: levelChoices(levels, SENSITIVITIES.map(Number)),
      form: form(values, fields),
    };
    return page('webhooks.njk', data, { status: fields ? 422 : 200 });
  }
}
