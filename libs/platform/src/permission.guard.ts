import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { NotPermitted } from './errors.js';
import { doorOf } from './door.js';

/** Deny by default: the person's roles must hold the door's permission, and a door without one is shut. */
@Injectable()
export class PermissionGuard implements CanActivate {
  public constructor(private readonly reflector: Reflector) {}

  public canActivate(context: ExecutionContext): boolean {
    const { door, open } = doorOf(this.reflector, context.getHandler(), context.getClass());
    if (open !== undefined) return true;
    const { actor, trail } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!door || !actor) throw new NotPermitted('undeclared');
    trail.event = door.event;
    if (!actor.permissions.has(door.permission)) throw new NotPermitted(`no-permission ${door.permission}`);
    if (actor.mustChangePassword && !door.beforePasswordChange) throw new NotPermitted('password-change-required');
    return true;
  }
}
