import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { ChoicesQuery, type Choices } from '../choices.query.js';
import { SaveChoices } from '../save-choices.js';

const JSON_BODY = { schema: { type: 'object', additionalProperties: true } } as const;

@ApiTags('notifications')
@Controller('api/v1/notifications/choices')
export class ChoicesApi {
  public constructor(
    private readonly choices: ChoicesQuery,
    private readonly saveChoices: SaveChoices,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What the person signed in is told of, and how; quiet hours; the hour of the daily e-mail' })
  @Requires('notification.read', { boundary: 'own', event: 'notification.choices' })
  public show(@CurrentActor() actor: Actor): Promise<Choices> {
    return this.choices.of(actor);
  }

  @Patch()
  @ApiOperation({
    summary:
      'Choose: {version, kinds?: [{kind, inInbox, email: at-once | daily | never}], quietFrom?, quietUntil?, digestAt?}; null takes quiet hours away',
  })
  @ApiBody(JSON_BODY)
  @Requires('notification.choose', { boundary: 'own' })
  public async save(@CurrentActor() actor: Actor, @Body() body: unknown): Promise<Choices> {
    await this.saveChoices.execute(actor, body);
    return this.choices.of(actor);
  }
}
