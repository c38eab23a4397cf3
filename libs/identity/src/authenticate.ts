import type {} from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Authenticator } from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { Strategy as LocalStrategy } from 'passport-local';
import { Config, type Actor, type Trail } from '@clin/platform';
import { CookieStrategy } from './cookie.strategy.js';
import { FindActor } from './find-actor.js';
import { SignIn, type OpenedSession, type SignInInput } from './sign-in.js';
import type { SessionKind } from './sign-in.store.js';

/** What a strategy sees of a request: never the query, where a token would end up in logs and histories. */
interface Shown {
  headers: Record<string, unknown>;
  cookies?: Record<string, string | undefined>;
  body?: object;
  query: object;
  trail: Trail;
  kind?: SessionKind;
  /** Looks without extending the session. */
  passive?: boolean;
}

type Done = (error: unknown, user?: unknown) => void;

/** Passport with three strategies: a password opens a session; a bearer token or the session cookie names the person of a request. */
@Injectable()
export class Authenticate {
  private readonly passport = new Authenticator();

  public constructor(config: Config, find: FindActor, signIn: SignIn) {
    const byToken = (shown: unknown, token: string, done: Done) => {
      const { trail, passive } = shown as Shown;
      settle(passive ? find.seen(token, trail) : find.byToken(token, trail), done);
    };
    const byPassword = (shown: unknown, email: string, password: string, done: Done) =>
      settle(signIn.execute({ email, password }, (shown as Shown).kind ?? 'page', (shown as Shown).trail), done);
    this.passport.use('bearer', new BearerStrategy({ passReqToCallback: true }, byToken as never));
    this.passport.use('cookie', new CookieStrategy(config.sessionCookie, byToken));
    this.passport.use(
      'password',
      new LocalStrategy({ usernameField: 'email', passReqToCallback: true }, byPassword as never),
    );
  }

  /** The person whose session the request carries; undefined without one. */
  public actor({ headers, cookies, trail }: FastifyRequest, passive = false): Promise<Actor | undefined> {
    return this.run<Actor>(['bearer', 'cookie'], {
      headers: { authorization: headers.authorization },
      cookies,
      query: {},
      trail,
      passive,
    });
  }

  public session(input: SignInInput, kind: SessionKind, trail: Trail): Promise<OpenedSession | undefined> {
    return this.run<OpenedSession>(['password'], { headers: {}, body: { ...input }, query: {}, trail, kind });
  }

  private run<T>(strategies: string[], shown: Shown): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, user?: unknown) =>
        error ? reject(error) : resolve((user || undefined) as T | undefined);
      this.passport.authenticate(strategies, { session: false }, done)(shown, {}, reject);
    });
  }
}

function settle(found: Promise<unknown>, done: Done): void {
  found.then(
    (user) => done(null, user ?? false),
    (error) => done(error),
  );
}
