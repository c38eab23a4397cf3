import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor.js';

/**
 * What a door may touch. `record`: one record, by the id in a route parameter, decided by the Boundary before the door runs.
 * `list`: rows filtered by visibility. `own`: the person's own things. `reference`: shared reference data. `create`: a new record.
 */
export type BoundaryKind = 'record' | 'list' | 'own' | 'reference' | 'create';

export interface DoorOptions {
  boundary: BoundaryKind;
  /** Route parameter of the record's id, for `record`; `id` unless told. */
  param?: string;
  /** Audit event; the permission's name unless told. */
  event?: string;
  /** Asked by scripts without the person: it does not count as something done, and the session's idle time goes on. */
  passive?: boolean;
  /** Stays open to a person who must change their password first. */
  beforePasswordChange?: boolean;
}

export interface Door extends DoorOptions {
  permission: string;
  event: string;
}

export const DOOR = Symbol('door');
export const PUBLIC = Symbol('public');

/** Every door states its permission, boundary and audit event; without this or @Public the server does not start. */
export const Requires = (permission: string, options: DoorOptions) =>
  SetMetadata(DOOR, { ...options, permission, event: options.event ?? permission } satisfies Door);

/** Open to everybody, for a reason that a reviewer can judge. */
export const Public = (reason: string) => SetMetadata(PUBLIC, reason);

export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!actor) throw new Error('This door has no signed-in actor');
  return actor;
});
