import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkInput, Config, CurrentActor, InvalidInput, Public, Requires, type Actor } from '@clin/platform';
import { form, isOwnPath, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { Authenticate } from '../authenticate.js';
import { EndSession } from '../end-session.js';
import { SignInInput } from '../sign-in.js';
import { giveSession, takeSession } from './session-cookie.js';

const REFUSED = {
  email: 'Enter the e-mail address and password of your account. After several attempts, wait before you try again.',
};

@ApiExcludeController()
@Controller()
export class SignInPages {
  public constructor(
    private readonly config: Config,
    private readonly authenticate: Authenticate,
    private readonly endSession: EndSession,
  ) {}

  @Get('sign-in')
  @Public('asks who is there')
  public show(@Query() query: Record<string, unknown>): Page {
    return this.asked({}, query.next, { expired: query.expired === 'yes' });
  }

  @Post('sign-in')
  @Public('opens a session')
  public async open(
    @Body() body: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | Redirect> {
    const { next, ...given } = body ?? {};
    let input: SignInInput;
    try {
      input = checkInput(SignInInput, given);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.asked(given, next, { fields: error.fields, status: 422 });
    }
    const opened = await this.authenticate.session(input, 'page', request.trail);
    if (!opened) return this.asked(given, next, { fields: REFUSED, status: 401 });
    giveSession(reply, this.config, opened.token);
    if (opened.mustChangePassword) return redirect('/account/password');
    return redirect(isOwnPath(next) ? next : '/');
  }

  @Post('sign-out')
  @Requires('session.end', { boundary: 'own', beforePasswordChange: true })
  public async end(@CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<Redirect> {
    await this.endSession.execute(actor);
    takeSession(reply, this.config);
    return redirect('/sign-in?signed-out=yes');
  }

  @Post('session/extension')
  @HttpCode(204)
  @Requires('session.extend', { boundary: 'own', beforePasswordChange: true })
  public extend(): void {
    // The guard has extended the session by looking it up.
  }

  private asked(
    given: object,
    next: unknown,
    how: { expired?: boolean; fields?: Record<string, string>; status?: number },
  ): Page {
    const { password: _never, ...kept } = given as Record<string, unknown>;
    const data = {
      heading: 'Sign in',
      form: form(kept, how.fields),
      next: isOwnPath(next) ? next : '',
      expired: how.expired === true,
    };
    return page('sign-in.njk', data, { status: how.status });
  }
}
