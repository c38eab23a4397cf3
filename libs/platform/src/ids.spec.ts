import { isUUID } from 'class-validator';
import { idBeside, newId } from './ids.js';

describe('ids of records', () => {
  const morning = new Date('2026-11-29T00:00:00Z');
  const night = new Date('2026-11-29T23:59:59Z');

  it('are UUIDs, of version 8, and never the same', () => {
    const made = Array.from({ length: 1000 }, () => newId(morning));
    expect(made.every((id) => isUUID(id, '8'))).toBe(true);
    expect(new Set(made).size).toBe(1000);
  });

  it('begin with their day, and tell no hour of it', () => {
    const chance = '01234567-89ab-4def-8123-456789abcdef';
    expect(newId(morning, chance)).toBe('51324567-89ab-8def-8123-456789abcdef');
    expect(newId(night, chance)).toBe(newId(morning, chance));
    expect(newId(new Date('2026-11-30T00:00:00Z'), chance).slice(0, 4)).toBe('5133');
    expect(newId(new Date(0), chance).slice(0, 4)).toBe('0000');
    expect(newId(new Date('2149-06-06T23:59:59Z'), chance).slice(0, 4)).toBe('ffff');
  });

  it('of parts stand beside their record, whenever they were made', () => {
    const record = newId(morning);
    const parts = [idBeside(record), idBeside(record)];
    expect(parts.map((id) => id.slice(0, 4))).toEqual(['5132', '5132']);
    expect(parts.every((id) => isUUID(id, '8'))).toBe(true);
    expect(new Set([record, ...parts]).size).toBe(3);
  });
});
