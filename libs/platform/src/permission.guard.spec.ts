import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Actor } from './actor.js';
import { PermissionGuard } from './permission.guard.js';
import { declarePermissions } from './permissions.js';
import { Public, Requires } from './requires.js';
import { anActor } from './testing/an-actor.js';
import { Trail } from './trail.js';

declarePermissions({ 'lamp.light': ['lead'] });

class Lamps {
  @Requires('lamp.light', { boundary: 'list', event: 'lamp.lit' })
  public light(): void {}
  @Requires('lamp.light', { boundary: 'own', beforePasswordChange: true })
  public own(): void {}
  @Public('a test')
  public open(): void {}
  public undeclared(): void {}
}

describe('the guard of permissions', () => {
  const ask = (door: keyof Lamps, actor?: Actor): { answer: () => boolean; trail: Trail } => {
    const trail = new Trail('test', 'GET /lamps');
    const context = {
      getHandler: () => Lamps.prototype[door],
      getClass: () => Lamps,
      switchToHttp: () => ({ getRequest: () => ({ actor, trail }) }),
    } as unknown as ExecutionContext;
    return { trail, answer: () => new PermissionGuard(new Reflector()).canActivate(context) };
  };
  const refusal = (door: keyof Lamps, actor?: Actor): unknown => {
    try {
      return ask(door, actor).answer();
    } catch (error) {
      return (error as { reason: string }).reason;
    }
  };
  const lead = anActor({ roles: ['lead'] });

  it('opens a door to whoever holds its permission, and to nobody else', () => {
    expect(refusal('light', lead)).toBe(true);
    expect(refusal('light', anActor({ roles: ['analyst'] }))).toBe('no-permission lamp.light');
    expect(refusal('light')).toBe('undeclared');
  });

  it('shuts a door that declares nothing, even to whoever holds everything', () =>
    expect(refusal('undeclared', lead)).toBe('undeclared'));

  it('leaves a public door open to nobody known', () => expect(refusal('open')).toBe(true));

  it('opens before a change of password only what is said to stay open', () => {
    const newcomer = anActor({ roles: ['lead'], mustChangePassword: true });
    expect(refusal('light', newcomer)).toBe('password-change-required');
    expect(refusal('own', newcomer)).toBe(true);
    expect(refusal('own', lead)).toBe(true);
  });

  it('calls the refused and the allowed by the door’s event', () => {
    const refused = ask('light', anActor({ roles: ['analyst'] }));
    expect(refused.answer).toThrow('Not permitted');
    expect(refused.trail.event).toBe('lamp.lit');
    const allowed = ask('light', lead);
    allowed.answer();
    expect(allowed.trail.event).toBe('lamp.lit');
  });
});
