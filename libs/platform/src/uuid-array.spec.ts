import { uuidArray, uuidElements } from './uuid-array.js';

describe('uuid[] as bytes', () => {
  it('says its kind, its number and each id with its length', () => {
    const lists = [['01234567-89ab-cdef-0123-456789abcdef', 'FFFFFFFF-0000-4000-8000-FEDCBA987654'], [], ['00000000-0000-0000-0000-000000000000']];
    expect(uuidArray(lists.map(uuidElements)).toString('hex')).toBe(
      '00000001' + '00000000' + '00000b86' + '00000003' + '00000001' +
      '00000010' + '0123456789abcdef0123456789abcdef' + '00000010' + 'ffffffff000040008000fedcba987654' + '00000010' + '0'.repeat(32),
    );
  }); // prettier-ignore

  it.each(['', 'IR-2026-0001', '01234567-89ab-cdef-0123-456789abcdeg', 'é1234567-89ab-cdef-0123-456789abcdef'])(
    'is refused for "%s", which is no id',
    (odd) => expect(() => uuidElements([odd])).toThrow('is not a UUID'),
  );
});
