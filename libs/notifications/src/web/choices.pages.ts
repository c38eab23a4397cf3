import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, Stale, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { ChoicesQuery } from '../choices.query.js';
import { SaveChoices } from '../save-choices.js';

/** What people are told of, in the order of the menu; what has no words here stands at the end under its own name. */
const ABOUT: Readonly<Record<string, string>> = {
  threat: 'Threats to life',
  report: 'Reports',
  referral: 'Referrals',
  comment: 'Comments',
  case: 'Cases',
  action: 'Actions',
  permission: 'Permissions',
  disclosure: 'Sharing',
  operation: 'Operations',
  restriction: 'Restrictions',
  agreement: 'Agreements',
  discovery: 'References',
  emergency: 'Emergency access',
};

type Posted = Record<string, unknown>;
type PostedKind = { inbox?: string; email?: string };

const STALE =
  'Your choices were changed elsewhere since you opened this page. Save again to keep those below instead, or open the page again to see the others.';

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
    const { version, ...chosen } = body;
    const { kinds } = await this.choices.of(actor);
    try {
      await this.saveChoices.execute(actor, {
        version: Number(version),
        kinds: kinds.filter(({ mandatory }) => !mandatory).map(({ kind }) => ({ kind, ...posted(kind, body) })),
        quietFrom: body['quietFrom'] || null,
        quietUntil: body['quietUntil'] || null,
        digestAt: body['digestAt'] || undefined,
      });
    } catch (error) {
      if (error instanceof Stale) return this.page(actor, chosen, { version: STALE }, 409);
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
      groups: groupsOf(
        kinds.filter(({ mandatory }) => !mandatory).map((one) => (body ? { ...one, ...posted(one.kind, body) } : one)),
      ),
      form: form({ ...stored, ...body }, fields),
    };
    return page('notification-choices.njk', data, { status });
  }
}

function groupsOf<T extends { about: string }>(kinds: readonly T[]): { title: string; kinds: T[] }[] {
  const order = Object.keys(ABOUT);
  const place = (about: string): number => (order.indexOf(about) + 1 || order.length + 1) - 1;
  return [...Map.groupBy(kinds, ({ about }) => about)]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([about, of]) => ({ title: ABOUT[about] ?? about[0]!.toUpperCase() + about.slice(1), kinds: of }));
}

/** How a kind was chosen in the form; a box that is not ticked is not sent. */
function posted(kind: string, body: Posted): { inInbox: boolean; email: string | undefined } {
  const { inbox, email } = (body['kinds'] as Record<string, PostedKind> | undefined)?.[kind] ?? {};
  return { inInbox: inbox === 'yes', email };
}
