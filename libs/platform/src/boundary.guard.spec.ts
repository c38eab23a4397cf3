import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Actor } from './actor.js';
import { Boundary, type Decision } from './boundary.js';
import { BoundaryGuard } from './boundary.guard.js';
import { Public, Requires } from './requires.js';
import { anActor } from './testing/an-actor.js';
import { Trail } from './trail.js';

const SEEN = '0e9f3a52-6a0f-4d62-9c51-0d8f5a3c1b27';
const HIDDEN = 'b7a3d1e8-2f64-4c9e-8a15-5c0e9d7f4a63';

class Lamps {
  @Requires('lamp.light', { boundary: 'record' })
  public one(): void {}
  @Requires('lamp.light', { boundary: 'record', param: 'lamp' })
  public named(): void {}
  @Requires('lamp.light', { boundary: 'list' })
  public many(): void {}
  @Public('a test')
  public open(): void {}
  public undeclared(): void {}
}

/** Sees one record. Which record is asked about is what the guard is asked for here. */
class OneRecord extends Boundary {
  public readonly asked: [Actor, string][] = [];
  public async decide(actor: Actor, recordId: string): Promise<Decision> {
    this.asked.push([actor, recordId]);
    return recordId === SEEN ? { allowed: true } : { allowed: false, reason: 'not-disclosed' };
  }
}

describe('the guard of records', () => {
  const actor = anActor();
  const asking = async (door: keyof Lamps, params: object, who: Actor | undefined = actor) => {
    const [boundary, trail] = [new OneRecord(), new Trail('test', 'GET /lamps/:id')];
    const context = {
      getHandler: () => Lamps.prototype[door],
      getClass: () => Lamps,
      switchToHttp: () => ({ getRequest: () => ({ actor: who, trail, params }) }),
    } as unknown as ExecutionContext;
    const guard = new BoundaryGuard(new Reflector(), boundary);
    const answer = await guard.canActivate(context).catch((error: { reason: string }) => error.reason);
    return { answer, asked: boundary.asked, noted: trail.asked };
  };

  it('opens a record that is seen, and answers a hidden one as absent, with the reason for the log', async () => {
    expect(await asking('one', { id: SEEN })).toEqual({ answer: true, asked: [[actor, SEEN]], noted: SEEN });
    expect(await asking('one', { id: HIDDEN })).toEqual({
      answer: 'not-disclosed',
      asked: [[actor, HIDDEN]],
      noted: HIDDEN,
    });
  });

  it('asks about the parameter that the door names, and no other', async () => {
    expect((await asking('named', { lamp: SEEN, id: HIDDEN })).answer).toBe(true);
    expect((await asking('named', { lamp: HIDDEN, id: SEEN })).answer).toBe('not-disclosed');
    expect((await asking('one', { lamp: SEEN, id: HIDDEN })).answer).toBe('not-disclosed');
  });

  it.each(['', 'x', `${SEEN}0`, SEEN.slice(1), undefined])('asks nobody about the malformed id "%s"', async (id) =>
    expect(await asking('one', { id })).toEqual({ answer: 'malformed', asked: [], noted: undefined }),
  );

  it('asks nothing for nobody', async () => {
    const context = await asking('one', { id: SEEN }, null as never);
    expect(context).toEqual({ answer: 'malformed', asked: [], noted: undefined });
  });

  it('leaves lists to their predicate, opens what is public, and shuts what declares nothing', async () => {
    expect(await asking('many', { id: HIDDEN })).toEqual({ answer: true, asked: [], noted: undefined });
    expect(await asking('open', { id: HIDDEN })).toEqual({ answer: true, asked: [], noted: undefined });
    expect(await asking('undeclared', { id: SEEN })).toEqual({ answer: false, asked: [], noted: undefined });
  });
});
