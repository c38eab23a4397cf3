import { Strategy } from 'passport';

type Verify = (request: unknown, token: string, done: (error: unknown, user?: unknown) => void) => void;

/** The session cookie, for pages. */
export class CookieStrategy extends Strategy {
  public override name = 'cookie';

  public constructor(
    private readonly cookie: string,
    private readonly verify: Verify,
  ) {
    super();
  }

  public override authenticate(request: unknown): void {
    const token = (request as { cookies?: Record<string, string | undefined> }).cookies?.[this.cookie];
    if (!token) return this.fail(401);
    this.verify(request, token, (error, user) => {
      if (error) this.error(error);
      else if (user) this.success(user as object);
      else this.fail(401);
    });
  }
}
