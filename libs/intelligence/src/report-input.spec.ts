import { InvalidInput, type Actor } from '@clin/platform';
import { aReport, anItem } from './testing/a-report.js';
import { ReportRoom } from './testing/a-room.js';

/** Bad input names its field and saves nothing; the same request without the fault is the positive control. */
describe('what a report may not hold', () => {
  let room: ReportRoom;
  let author: Actor;
  beforeAll(async () => {
    room = await ReportRoom.open();
    author = await room.person('MER-CLTF', 'analyst');
  });
  afterAll(() => room.shut());
  const count = async () => Number((await room.admin.query('SELECT count(*) FROM intelligence.report')).rows[0].count);
  const item = (change: object) => ({ items: [{ ...anItem(), ...change }] });

  it.each<[string, object, string]>([
    ['a SECRET marking', { marking: 'SECRET' }, 'marking'],
    ['a TOP SECRET marking', { marking: 'top secret' }, 'marking'],
    ['an unknown marking', { marking: 'RESTRICTED' }, 'marking'],
    ['an unknown field', { owner: 'WMP-CLTF' }, 'owner'],
    ['an unknown field of an item', item({ status: 5 }), 'items.0.status'],
    ['an unknown field of a risk', item({ riskToSource: { why: 'x', who: 'y' } }), 'items.0.riskToSource.who'],
    ['an unknown area', { areas: ['E99999999'] }, 'areas'],
    ['an unknown area of an item', item({ areas: ['Bangor'] }), 'items.0.areas'],
    ['a future event date', { eventDate: '2999-01-01' }, 'eventDate'],
    ['a date that is none', { eventDate: '2026-02-30' }, 'eventDate'],
    ['200 kB of text', item({ original: 'x'.repeat(200_000) }), 'items.0.original'],
    ['20,001 characters', item({ sanitised: 'x'.repeat(20_001) }), 'items.0.sanitised'],
    ['a control character', item({ original: 'a\u0007b' }), 'items.0.original'],
    ['a null character', { title: 'a\u0000b' }, 'title'],
    ['text that turns its direction', { title: 'a\u202eb' }, 'title'],
    ['two lines in a title', { title: 'a\nb' }, 'title'],
    ['a grade that is none', item({ sourceEvaluation: 4 }), 'items.0.sourceEvaluation'],
    ['a grade as text', item({ sourceEvaluation: '1' }), 'items.0.sourceEvaluation'],
    ['a code that is none', item({ actionCode: 'A4' }), 'items.0.actionCode'],
    ['a number for text', { title: 7 }, 'title'],
    ['text for a list', { areas: 'E23000001' }, 'areas'],
    ['an object for a list', { items: { 0: {} } }, 'items'],
    ['text for an item', { items: ['x'] }, 'items.0'],
    ['a list for an item', { items: [[]] }, 'items.0'],
    ['null for an item', { items: [anItem(), null] }, 'items.1'],
    ['a list for a risk', item({ riskToSource: [] }), 'items.0.riskToSource'],
    ['null for a person', item({ dataSubjects: [null] }), 'items.0.dataSubjects.0'],
    ['a foreign item', item({ id: '00000000-0000-4000-8000-000000000000' }), 'items.0.id'],
    ['a person without a name', item({ dataSubjects: [{ categories: ['victim'] }] }), 'items.0.dataSubjects.0.who'],
    [
      'a category that is none',
      item({ dataSubjects: [{ who: 'A', categories: ['friend'] }] }),
      'items.0.dataSubjects.0.categories',
    ],
    [
      'an age that is none',
      item({ dataSubjects: [{ who: 'A', categories: [], age: -1 }] }),
      'items.0.dataSubjects.0.age',
    ],
    ['a flag that is text', { threatToLife: 'yes' }, 'threatToLife'],
    ['an unknown safeguarding concern', { safeguarding: ['dog'] }, 'safeguarding'],
  ])('refuses %s', async (_what, change, field) => {
    const before = await count();
    const error = await room.save.begin(author, { ...aReport(), ...change }).catch((thrown: InvalidInput) => thrown);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(Object.keys((error as InvalidInput).fields)).toEqual([field]);
    expect(await count()).toBe(before);
  });

  it.each([[null], [[]], ['text'], [7]])('refuses %j for a whole report', async (body) => {
    const before = await count();
    const error = await room.save.begin(author, body).catch((thrown: InvalidInput) => thrown);
    expect((error as InvalidInput).fields).toEqual({ body: 'Send a JSON object.' });
    expect(await count()).toBe(before);
  });

  it('calls each field in the message what the form calls it, for a list of errors has no labels beside it', async () => {
    const wrong = {
      title: 'x'.repeat(301),
      provenance: 'x'.repeat(2001),
      eventDate: 'soon',
      items: [{ original: 'x'.repeat(20_001), sanitised: 'a\u0007b', handlingCode: 'Q' }, []],
    };
    const error = await room.save.begin(author, wrong).catch((thrown: InvalidInput) => thrown);
    expect((error as InvalidInput).fields).toEqual({
      title: 'Title must be 300 characters or fewer.',
      provenance: 'Where it comes from must be 2,000 characters or fewer.',
      eventDate: 'Event date must be a real date, such as 2026-10-12.',
      'items.0.original': 'Original text must be 20,000 characters or fewer.',
      'items.0.sanitised': 'Sanitised text contains control characters. Remove them and try again.',
      'items.0.handlingCode': 'Handling code must be one of P, C.',
      'items.1': 'Entry 2 must be an object.',
    });
  });

  it('looks at nothing else of a SECRET request', async () => {
    const error = await room.save
      .begin(author, { marking: 'SECRET', title: 7, owner: 'x' })
      .catch((thrown: InvalidInput) => thrown);
    expect(Object.keys((error as InvalidInput).fields)).toEqual(['marking']);
  });

  it('takes the same request without the fault, its line breaks and its 20,000 characters', async () => {
    const saved = await room.save.begin(author, {
      ...aReport(),
      ...item({ original: 'One\nTwo\tthree', sanitised: 'x'.repeat(20_000) }),
    });
    expect(saved.status).toBe('draft');
  });

  it.each([[{}], [{ version: 0 }], [{ version: '1' }]])('asks a change for its version: %j', async (body) => {
    const { id } = await room.save.begin(author, aReport());
    const error = await room.save.change(author, id, body).catch((thrown: InvalidInput) => thrown);
    expect((error as InvalidInput).fields).toHaveProperty('version');
  });
});
