import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { doorOf } from '@clin/platform/server';
import { Authenticate } from './authenticate.js';

/** First of the guards: who is asking. Every door but a public one needs a live session. */
@Injectable()
export class SignedInGuard implements CanActivate {
  public constructor(
    private readonly reflector: Reflector,
    private readonly authenticate: Authenticate,
  ) {}

  public async canActivate(context: ExecutionContext): Promise<boolean> {
    const { door, open } = doorOf(this.reflector, context.getHandler(), context.getClass());
    if (open !== undefined) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (door) request.trail.event = door.event;
    const actor = await this.authenticate.actor(request, door?.passive);
    if (!actor) throw new UnauthorizedException();
    request.actor = actor;
    request.trail.token = actor.token;
    return true;
  }
}
