import { UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Public, Requires, Trail, type Actor } from '@clin/platform';
import { anActor } from '@clin/platform/testing';
import type { Authenticate } from './authenticate.js';
import { SignedInGuard } from './signed-in.guard.js';

class Lamps {
  @Requires('lamp.light', { boundary: 'list', event: 'lamp.lit' })
  public light(): void {}
  @Requires('lamp.light', { boundary: 'own', passive: true })
  public look(): void {}
  @Public('a test')
  public open(): void {}
  public undeclared(): void {}
}

describe('the guard of sessions', () => {
  const person = anActor({ token: 'a token' });
  const asking = async (door: keyof Lamps, found?: Actor) => {
    const looks: unknown[] = [];
    const request = { trail: new Trail('test', 'GET /lamps'), actor: undefined as Actor | undefined };
    const context = {
      getHandler: () => Lamps.prototype[door],
      getClass: () => Lamps,
      switchToHttp: () => ({ getRequest: () => request }),
    } as unknown as ExecutionContext;
    const sessions = { actor: async (_of: unknown, passive: unknown) => (looks.push(passive), found) };
    const guard = new SignedInGuard(new Reflector(), sessions as unknown as Authenticate);
    const answer = await guard
      .canActivate(context)
      .catch((error: unknown) => (error instanceof UnauthorizedException ? 'sign in' : error));
    return { answer, looks, request };
  };

  it('lets in a person with a live session, and says for the log who it was', async () => {
    const { answer, request } = await asking('light', person);
    expect([answer, request.actor, request.trail.token, request.trail.event]).toEqual([true, person, 'a token', 'lamp.lit']); // prettier-ignore
  });

  it('sends away whoever has none, under the door’s own event', async () => {
    const { answer, request } = await asking('light');
    expect([answer, request.actor, request.trail.token, request.trail.event]).toEqual(['sign in', undefined, undefined, 'lamp.lit']); // prettier-ignore
  });

  it('extends the session by what a person does, and not by what a page asks by itself', async () => {
    expect((await asking('light', person)).looks).toEqual([undefined]);
    expect((await asking('look', person)).looks).toEqual([true]);
  });

  it('asks nobody who they are at a public door, and everybody at one that declares nothing', async () => {
    expect(await asking('open')).toMatchObject({ answer: true, looks: [] });
    expect(await asking('undeclared')).toMatchObject({
      answer: 'sign in',
      looks: [undefined],
      request: { trail: { event: 'request' } },
    });
  });
});
