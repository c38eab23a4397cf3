import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Boundary } from './boundary.js';
import { doorOf } from './door.js';
import { NotVisible } from './errors.js';
import { isUuid } from './request.js';

/** Wall 1 for one record: decided before the door runs. A malformed id is answered like an absent one. */
@Injectable()
export class BoundaryGuard implements CanActivate {
  public constructor(
    private readonly reflector: Reflector,
    private readonly boundary: Boundary,
  ) {}

  public async canActivate(context: ExecutionContext): Promise<boolean> {
    const { door, open } = doorOf(this.reflector, context.getHandler(), context.getClass());
    if (open !== undefined) return true;
    if (door?.boundary !== 'record') return door !== undefined;
    const { actor, trail, params } = context.switchToHttp().getRequest<FastifyRequest>();
    const id = (params as Record<string, unknown>)[door.param ?? 'id'];
    if (!actor || !isUuid(id)) throw new NotVisible('malformed');
    trail.asked = id;
    const decision = await this.boundary.decide(actor, id);
    if (!decision.allowed) throw new NotVisible(decision.reason);
    return true;
  }
}
