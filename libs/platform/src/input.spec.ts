import { Type } from 'class-transformer';
import { IsArray, IsString, ValidateNested } from 'class-validator';
import { Config, ConfigMistakes } from './config.js';
import { InvalidInput } from './errors.js';
import { CursorInput, foreignCursor, PageInput } from './fields.js';
import { checkInput, checkQuery } from './input.js';
import { parseJson } from './json-body.js';
import { readReference, reference } from './reference.js';

class Line {
  @IsString({ message: 'Enter a text.' })
  public text!: string;
}

class Sheet {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Line)
  public lines!: Line[];
}

const fieldsOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof InvalidInput ? error.fields : error;
  }
};

describe('Input', () => {
  it('is named by dotted path, unknown fields too', () => {
    expect(checkInput(Sheet, { lines: [{ text: 'a' }] })).toEqual({ lines: [{ text: 'a' }] });
    expect(fieldsOf(() => checkInput(Sheet, { lines: [{ text: 'a' }, { text: 1, owner: 2 }] }))).toEqual({
      'lines.1.text': 'Enter a text.',
      'lines.1.owner': 'Unknown field.',
    });
    for (const received of [[], 'x', 3, null])
      expect(fieldsOf(() => checkInput(Sheet, received))).toEqual({ body: 'Send a JSON object.' });
    expect(fieldsOf(() => checkInput(Sheet, undefined))).toEqual({ lines: 'Lines must be an array.' });
    expect(fieldsOf(() => checkInput(Sheet, { lines: [{ text: 'a' }, null] }))).toEqual({
      'lines.1': 'Entry 2 must be an object.',
    });
  });

  it('from an address is given once, and known', () => {
    expect(checkQuery(Line, { text: 'a' })).toEqual({ text: 'a' });
    expect(fieldsOf(() => checkQuery(Line, { text: ['a', 'b'] }))).toEqual({ text: 'Give this once.' });
    expect(fieldsOf(() => checkQuery(Line, { text: 'a', owner: '2' }))).toEqual({ owner: 'Unknown field.' });
  });

  it('of a list says how much of it, from where, in one way', () => {
    expect(checkQuery(PageInput, {})).toEqual({ limit: 25 });
    expect(checkQuery(PageInput, { limit: '100', cursor: 'b25l' })).toEqual({ limit: 100, cursor: 'b25l' });
    expect(checkQuery(CursorInput, { cursor: '' })).toEqual({ cursor: '' });
    const limit = 'Limit must be a whole number, 1 to 100.';
    for (const wrong of ['0', '101', '2.5', 'x', '', '-1', '1e9'])
      expect(fieldsOf(() => checkQuery(PageInput, { limit: wrong }))).toEqual({ limit });
    for (const cursor of ['x'.repeat(401), '\u0000', '\ud800'])
      expect(fieldsOf(() => checkQuery(PageInput, { cursor }))).toEqual(foreignCursor().fields);
  });

  it('never reaches a prototype, nor the end of the stack', () => {
    expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
    expect(Object.keys(fieldsOf(() => parseJson('{"a":{"__proto__":{"x":1}}}')) as object)).toEqual(['a.__proto__']);
    expect(fieldsOf(() => parseJson('{"constructor":{}}'))).toHaveProperty('constructor', 'Unknown field.');
    expect(fieldsOf(() => parseJson('['.repeat(5000) + ']'.repeat(5000)))).toHaveProperty('body');
    expect(fieldsOf(() => parseJson('{'))).toHaveProperty('body', 'Is not valid JSON.');
  });
});

describe('A reference', () => {
  it('survives being typed by hand, and shows a slip', () => {
    const given = reference('IR');
    expect(given).toMatch(/^IR-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]$/);
    expect(readReference(given.toLowerCase().replaceAll('-', ' '))).toBe(given);
    const slip = given.slice(0, 3) + (given[3] === '7' ? '8' : '7') + given.slice(4);
    expect(readReference(slip)).toBeUndefined();
  });
});

describe('Config', () => {
  it('says one line for each mistake, and never the value', () => {
    const wrong = { DATABASE_URL: 'mysql://secret', PORT: 'abc', LOG_LEVEL: 'loud' };
    const lines = fieldsOf(() => Config.fromEnv(wrong)) as ConfigMistakes;
    expect(lines).toBeInstanceOf(ConfigMistakes);
    expect(lines.lines).toHaveLength(3);
    expect(lines.message).not.toContain('secret');
    expect(Config.fromEnv({ PORT: '8080' }).port).toBe(8080);
  });

  it('demands https off loopback, and names what is missing', () => {
    expect(() => Config.fromEnv({ HOST: '0.0.0.0' })).toThrow('PUBLIC_URL');
    expect(() => Config.fromEnv({ HOST: '0.0.0.0', PUBLIC_URL: 'http://clin.example' })).toThrow('https');
    expect(Config.fromEnv({ HOST: '0.0.0.0', PUBLIC_URL: 'https://clin.example' }).sessionCookie).toBe(
      '__Host-session',
    );
    expect(() => Config.fromEnv({}, ['databaseUrl'])).toThrow('DATABASE_URL is not set.');
  });
});
