import { parseForm } from './form-body.js';

const parse = (...pairs: [string, string][]) => parseForm(new URLSearchParams(pairs).toString());

describe('a posted form', () => {
  test('folds nested names into objects and lists', () => {
    const body = parse(
      ['title', 'T'],
      ['items[0][original]', 'a'],
      ['items[1][original]', 'b'],
      ['items[0][areas][]', 'MER'],
      ['items[0][areas][]', 'NWP'],
    );
    expect(body).toEqual({ title: 'T', items: [{ original: 'a', areas: ['MER', 'NWP'] }, { original: 'b' }] });
  });

  test('keeps a list of one, repeats and order, and closes the gap of a removed entry', () => {
    expect(parse(['areas[]', 'MER'])).toEqual({ areas: ['MER'] });
    expect(parse(['a', '1'], ['a', '2'])).toEqual({ a: ['1', '2'] });
    expect(parse(['items[10][x]', 'b'], ['items[2][x]', 'a'])).toEqual({ items: [{ x: 'a' }, { x: 'b' }] });
  });

  test('reads line ends of a textarea as one character', () => {
    expect(parse(['text', 'a\r\nb\rc'])).toEqual({ text: 'a\nb\nc' });
  });

  test.each(['__proto__[x]', 'a[__proto__][x]', 'constructor[prototype][x]', 'a[constructor]', 'prototype'])(
    'refuses %s',
    (name) => {
      expect(() => parse([name, 'polluted'])).toThrow('not allowed');
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    },
  );

  test('leaves other inherited names as ordinary keys', () => {
    expect(parse(['toString', 'a'], ['hasOwnProperty[x]', 'b'])).toEqual({ toString: 'a', hasOwnProperty: { x: 'b' } });
  });

  test.each([
    ['too many fields', Array.from({ length: 2001 }, (_, n): [string, string] => [`f${n}`, ''])],
    ['too deeply', [['a[b][c][d][e][f][g]', '']]],
    ['too many entries', [['items[200]', '']]],
    ['cannot be read', [['a[b', '']]],
    [
      'for a value and for a group',
      [
        ['a', '1'],
        ['a[b]', '2'],
      ],
    ],
    [
      'for a value and for a group',
      [
        ['a[b]', '2'],
        ['a', '1'],
      ],
    ],
  ] as [string, [string, string][]][])('refuses what is %s', (message, pairs) => {
    expect(() => parse(...pairs)).toThrow(message);
  });
});
