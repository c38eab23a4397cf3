import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { Served } from '../../boundary/a-server.js';
import type { World } from '../../boundary/a-world.js';

export const PASSWORD = 'correct horse battery staple';
const HASHED = hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

export interface Page {
  status: number;
  headers: Record<string, unknown>;
  cookies: string[];
  body: string;
}

/** An account that can sign in. Answers its address and id. */
export async function anAccount(world: World, roles: string[] = ['analyst']): Promise<{ id: string; email: string }> {
  const person = await world.aPerson(901, roles);
  const email = `visitor-${randomUUID()}@test.example`;
  await world.admin.query('UPDATE identity.user_account SET email = $2 WHERE id = $1', [person.id, email]);
  await world.admin.query('INSERT INTO identity.credential (user_id, password_hash) VALUES ($1, $2)', [
    person.id,
    await HASHED,
  ]);
  return { id: person.id, email };
}

/** What a browser keeps and sends: cookies and the form token of the last page. */
export class Visitor {
  public readonly jar = new Map<string, string>();
  public token = '';

  public constructor(private readonly served: Served) {}

  public async get(url: string): Promise<Page> {
    return this.keep(await this.served.inject({ method: 'GET', url, headers: { cookie: this.cookie() } }));
  }

  public async post(url: string, form: Record<string, string>, token = this.token): Promise<Page> {
    const headers = { cookie: this.cookie(), 'content-type': 'application/x-www-form-urlencoded' };
    return this.keep(
      await this.served.inject({
        method: 'POST',
        url,
        headers,
        payload: String(new URLSearchParams({ _csrf: token, ...form })),
      }),
    );
  }

  /** Opens the page of the form first, as a browser does. */
  public async signIn(email: string, password = PASSWORD, next?: string): Promise<Page> {
    await this.get('/sign-in');
    const page = await this.post('/sign-in', { email, password, ...(next === undefined ? {} : { next }) });
    if (page.status === 303 || page.status === 302) await this.get('/account/password');
    return page;
  }

  public cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keep(reply: { statusCode: number; headers: Record<string, unknown>; body: string }): Page {
    const cookies = [reply.headers['set-cookie'] ?? []].flat().map(String);
    for (const one of cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(one)!;
      if (value === '') this.jar.delete(name!);
      else this.jar.set(name!, value!);
    }
    this.token = /name="_csrf" value="([^"]+)"/.exec(reply.body)?.[1] ?? this.token;
    return { status: reply.statusCode, headers: reply.headers, cookies, body: reply.body };
  }
}
