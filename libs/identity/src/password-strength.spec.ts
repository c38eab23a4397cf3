import { isEasilyGuessed } from './password-strength.js';

describe('a password', () => {
  test.each(['password1234', 'qwertyuiop12', '123456789012', 'aaaaaaaaaaaaaaaa', 'countylines1', 'Liverpool123'])(
    '%s is easily guessed',
    (password) => expect(isEasilyGuessed(password)).toBe(true),
  );

  test.each(['kettle orbit lantern', 'synthetic-county-lines', 'vrmx8-2kdtw-hq5pn-zc4je'])('%s is not', (password) =>
    expect(isEasilyGuessed(password)).toBe(false),
  );

  it('is judged by what is known of its person, too', () => {
    expect(isEasilyGuessed('abernathykowalczyk')).toBe(false);
    expect(isEasilyGuessed('abernathykowalczyk', ['abernathykowalczyk'])).toBe(true);
  });
});
