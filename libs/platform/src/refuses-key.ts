import { applyDecorators, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiExtension, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InvalidInput } from './errors.js';

/** In the API's description of a POST that takes no Idempotency-Key. */
export const NO_KEY = 'x-idempotency-key';

const WHY =
  'Leave this header out: it has no effect here. Neither a password nor a token is kept, not even to recognise a repeated request or to answer it again.';

@Injectable()
class WithoutKey implements CanActivate {
  /** Throws InvalidInput before anything is done. */
  public canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (headers['idempotency-key'] !== undefined) throw new InvalidInput({ 'Idempotency-Key': WHY });
    return true;
  }
}

/** For a POST that takes a password: a key that looked accepted would promise that a repeat does nothing. */
export const RefusesKey = (): MethodDecorator =>
  applyDecorators(
    UseGuards(WithoutKey),
    ApiExtension(NO_KEY, 'refused'),
    ApiUnprocessableEntityResponse({ description: `A field is wrong, or an Idempotency-Key was sent. ${WHY}` }),
  );
