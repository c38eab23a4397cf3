import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, Stale, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { ChoicesQuery, type KindChoice } from '../choices.query.js';
import { SaveChoices } from '../save-choices.js';

type Posted = Record<string, unknown>;
type PostedKind = { inbox?: string; email?: string };

const STALE = 'Your choices were changed elsewhere. They are shown as they are now; nothing of yours was saved.';

@ApiExcludeController()
@Controller('notifications/choices')
export class ChoicesPages {
  public constructor(
    private readonly choices: ChoicesQuery,
    private readonly saveChoices: SaveChoices,
  ) {}

  @Get()
  @Requires('notification.read', { boundary: 'own', event: 'notification.choices' })
  public show(@CurrentActor() actor: Actor): Promise<Page> {
    return this.page(actor);
  }

  @Post()
  @Requires('notification.choose', { boundary: 'own' })
  public async save(@CurrentActor() actor: Actor, @Body() received: Posted): Promise<Page | Redirect> {
    const body = received ?? {};
    const { kinds } = await this.choices.of(actor);
    try {
      await this.saveChoices.execute(actor, {
        version: Number(body['version']),
        kinds: kinds.filter(({ mandatory }) => !mandatory).map((kind) => posted(kind, body)),
        quietFrom: body['quietFrom'] || null,
        quietUntil: body['quietUntil'] || null,
        digestAt: body['digestAt'] || undefined,
      });
    } catch (error) {
      if (error instanceof Stale) return this.page(actor, undefined, { version: STALE }, 409);
      if (!(error instanceof InvalidInput)) throw error;
      return this.page(actor, body, error.fields, 422);
    }
    return redirect('/notifications/choices', {
      title: 'Choices saved',
      text: 'They count for what happens from now on.',
    });
  }

  private async page(
    actor: Actor,
    body?: Posted,
    fields?: Readonly<Record<string, string>>,
    status = 200,
  ): Promise<Page> {
    const { kinds, quietFrom, quietUntil, digestAt, version } = await this.choices.of(actor);
    const stored = { quietFrom: quietFrom ?? '', quietUntil: quietUntil ?? '', digestAt, version };
    const data = {
      heading: 'What you are told of',
      breadcrumbs: [{ text: 'Notifications', href: '/notifications' }, { text: 'What you are told of' }],
      always: kinds.filter(({ mandatory }) => mandatory),
      kinds: kinds.filter(({ mandatory }) => !mandatory).map((kind) => (body ? posted(kind, body) : kind)),
      form: form({ ...stored, ...body }, fields),
    };
    return page('notification-choices.njk', data, { status });
  }
}

/** A kind as the form sent it; a box that is not ticked is not sent. */
function posted({ kind, title }: KindChoice, body: Posted): KindChoice {
  const { inbox, email } = (body['kinds'] as Record<string, PostedKind> | undefined)?.[kind] ?? {};
  return { kind, title, mandatory: false, inInbox: inbox === 'yes', email: email as KindChoice['email'] };
}
