import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { FindActor, SignIn } from '@clin/identity';
import { Trail, type Actor } from '@clin/platform';

/** Signs people in once; each verb gets an actor with a trail of its own. */
export class People {
  private readonly tokens = new Map<string, Promise<string>>();

  public constructor(
    private readonly app: INestApplicationContext,
    private readonly password: string,
  ) {}

  public async actor(email: string, key: string): Promise<Actor> {
    const known = this.tokens.get(email) ?? this.signIn(email);
    this.tokens.set(email, known);
    const trail = new Trail(randomUUID(), 'admin seed');
    trail.idempotency = { key, hash: key, used: false };
    const actor = await this.app.get(FindActor).byToken(await known, trail);
    if (!actor) throw new Error(`${email} cannot sign in: seed the accounts first.`);
    return actor;
  }

  private async signIn(email: string): Promise<string> {
    const opened = await this.app
      .get(SignIn)
      .execute({ email, password: this.password }, 'api', new Trail(randomUUID(), 'admin seed'));
    if (!opened) throw new Error(`${email} cannot sign in: seed the accounts first.`);
    return opened.token;
  }
}
