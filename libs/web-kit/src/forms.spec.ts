import { dateTimeUk, dateUk, daysLeft, monthUk, numberUk } from './dates.js';
import { foldDate, foldDates } from './form-dates.js';
import { asked, choiceItems, errorSummaryOf, fieldId, fieldName, form } from './forms.js';
import { strictestHandling } from './handling.js';
import { sortLink, withoutFilter, withQuery } from './links.js';
import { isOwnPath, redirect } from './page.js';

describe('dates as people read them', () => {
  test('are London dates in summer and winter', () => {
    expect(dateUk('2026-10-12')).toBe('12 October 2026');
    expect(dateTimeUk('2026-11-16T14:07:00Z')).toBe('16 November 2026 at 2:07pm');
    expect(dateTimeUk('2026-07-01T23:30:00Z')).toBe('2 July 2026 at 12:30am');
    expect(dateTimeUk('2026-11-16T12:00:00Z')).toBe('16 November 2026 at midday');
    expect(monthUk('2026-10')).toBe('October 2026');
    expect([dateUk(null), dateTimeUk('nonsense')]).toEqual(['', '']);
    expect([numberUk(1204), numberUk('1 to 4'), numberUk(0)]).toEqual(['1,204', '1 to 4', '0']);
    expect(daysLeft('2026-12-21', new Date('2026-11-23T09:00:00Z'))).toBe(29);
  });
});

describe('date parts', () => {
  const parts = (day: string, month: string, year: string) => ({ day, month, year });
  test.each([
    [parts('5', '3', '2026'), { iso: '2026-03-05' }],
    [parts('5', 'March', '2026'), { iso: '2026-03-05' }],
    [parts('', '', ''), {}],
    ['2026-03-05', { iso: '2026-03-05' }],
    ['5/3/2026', { iso: '2026-03-05' }],
    [parts('', '3', '2026'), { error: 'Event date must include a day' }],
    [parts('5', '', ''), { error: 'Event date must include a month and year' }],
    [parts('5', '3', '26'), { error: 'Event date must have a year with 4 numbers' }],
    [parts('30', '2', '2026'), { error: 'Event date must be a real date' }],
    [parts('5', 'soon', '2026'), { error: 'Event date must be a real date' }],
  ])('%o fold into %o', (value, folded) => expect(foldDate(value, 'Event date')).toEqual(folded));

  test('fold at any depth and leave the posted body as it was', () => {
    const body = { title: 'T', items: [{ seen: parts('1', '2', '2026') }], due: parts('x', '1', '2026') };
    const { input, errors } = foldDates(body, { 'items.0.seen': 'Date seen', due: 'Due date' });
    expect(input).toEqual({ title: 'T', items: [{ seen: '2026-02-01' }] });
    expect(errors).toEqual({ due: 'Due date must be a real date' });
    expect(body.items[0]?.seen).toEqual(parts('1', '2', '2026'));
  });
});

describe('form state', () => {
  test('links every error to its field and keeps the input', () => {
    const state = form(
      { items: [{ original: '' }] },
      { 'items.0.original': ['Enter the text', 'Too short'], 'items[0].codes': 'Choose a code' },
    );
    expect(state.errorList).toEqual([
      { text: 'Enter the text', href: '#items-0-original' },
      { text: 'Choose a code', href: '#items-0-codes' },
    ]);
    expect([fieldId('items.0.original'), fieldName('items.0.original')]).toEqual([
      'items-0-original',
      'items[0][original]',
    ]);
  });

  test('says in the summary which field a message is about, where it needs a subject', () => {
    const state = form(
      {},
      { 'plan.why': 'Must be 2,000 characters or fewer.', day: 'Give a day.', other: 'Must be text.' },
    );
    expect([asked(state, 'plan.why', 'Why so?'), asked(state, 'day', 'Day')]).toEqual(['Why so?', 'Day']);
    expect(errorSummaryOf(state)).toEqual([
      { text: '“Why so?” must be 2,000 characters or fewer.', href: '#plan-why' },
      { text: 'Give a day.', href: '#day' },
      { text: 'Must be text.', href: '#other' },
    ]);
  });

  test('chooses by value, whether one or several were posted', () => {
    const chosen = choiceItems([['1', 'One'], ['2', 'Two'], { value: '3', text: 'Three', hint: 'h' }], ['1', 3]);
    expect(chosen.map(({ checked }) => checked)).toEqual([true, false, true]);
  });
});

describe('handling', () => {
  test.each([
    [[], undefined],
    [['P', 'P'], 'P'],
    [['P', 'C A3 S1'], 'C A3 S1'],
    [['C A3 S2', 'C A1 S1'], 'C A1 S2'],
    [['C'], 'C'],
  ])('%o is as strict as %s', (codes, strictest) => expect(strictestHandling(codes)).toBe(strictest));
});

describe('links', () => {
  test('keep the filters and drop what is empty', () => {
    const query = { q: 'a b', area: ['MER', 'NWP'], cursor: 'x', sort: 'date' };
    expect(withQuery('/r', query, { q: '', cursor: undefined })).toBe('/r?area=MER&area=NWP&sort=date');
    expect(withoutFilter('/r', query, 'area', 'MER')).toBe('/r?q=a+b&area=NWP&sort=date');
    expect(sortLink('/r', { sort: 'date' }, 'date', 'date')).toEqual({ href: '/r?sort=-date', aria: 'ascending' });
  });

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/a\nb', '', 'reports', undefined])(
    '%s is not our own path',
    (url) => {
      expect(isOwnPath(url)).toBe(false);
      expect(() => redirect(url as string)).toThrow();
    },
  );
});
