import { EventHandlers, type EventHandler } from './event-handlers.js';

const handler = (eventType: string, jobName: string): EventHandler => ({
  eventType,
  jobName,
  boundary: 'no-record',
  audit: 'none: a test',
  handle: () => Promise.resolve(),
});

describe('the handlers of events', () => {
  it('may be several for one event', () => {
    const handlers = new EventHandlers([handler('a.done.v1', 'one'), handler('a.done.v1', 'two')], ['a.done.v1']);
    expect(handlers.of('a.done.v1').map(({ jobName }) => jobName)).toEqual(['one', 'two']);
    expect(handlers.find('a.done.v1', 'two')?.jobName).toBe('two');
    expect(handlers.types()).toEqual(['a.done.v1']);
  });

  it('fail the boot when two have one name', () => {
    expect(() => new EventHandlers([handler('a.done.v1', 'one'), handler('a.done.v1', 'one')], [])).toThrow(
      'Two handlers named one for a.done.v1',
    );
  });

  it('fail the boot when an event has none', () => {
    expect(() => new EventHandlers([handler('a.done.v1', 'one')], ['a.done.v1', 'b.done.v1'])).toThrow(
      'No handler for b.done.v1',
    );
  });

  it('fail the boot when one declares no boundary or audit event', () => {
    const silent = { ...handler('a.done.v1', 'one'), audit: '' };
    expect(() => new EventHandlers([silent], [])).toThrow('declares no boundary or audit event');
  });
});
