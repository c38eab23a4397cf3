import { Body, Controller, Delete, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor, Public, RefusesKey, Requires, type Actor } from '@clin/platform';
import { SignInRefused } from '@clin/web-kit';
import { Authenticate } from '../authenticate.js';
import { EndSession } from '../end-session.js';
import { SignInInput } from '../sign-in.js';

@ApiTags('session')
@Controller('api/v1/session')
export class SessionApi {
  public constructor(
    private readonly authenticate: Authenticate,
    private readonly endSession: EndSession,
  ) {}

  @Post()
  @RefusesKey()
  @Public('opens a session')
  public async open(
    @Body() input: SignInInput,
    @Req() request: FastifyRequest,
  ): Promise<{ token: string; mustChangePassword: boolean }> {
    const opened = await this.authenticate.session(input, 'api', request.trail);
    if (!opened) throw new SignInRefused();
    return opened;
  }

  @Delete()
  @HttpCode(204)
  @Requires('session.end', { boundary: 'own', beforePasswordChange: true })
  public async end(@CurrentActor() actor: Actor): Promise<void> {
    await this.endSession.execute(actor);
  }
}
