import type {} from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { Config } from '@clin/platform';

const options = ({ secure }: Config) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure }) as const;

/** A session cookie proper: it ends with the browser, and the database ends it before. */
export const giveSession = (reply: FastifyReply, config: Config, token: string): void =>
  void reply.setCookie(config.sessionCookie, token, options(config));

export const takeSession = (reply: FastifyReply, config: Config): void =>
  void reply.clearCookie(config.sessionCookie, options(config));
