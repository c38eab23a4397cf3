import { randomUUID } from 'node:crypto';

const DAY_MS = 86_400_000;
/** Of hexadecimal digits: 65,536 days from 1970, which last until 2149. */
const PREFIX = 4;

/**
 * The id of something made at `at`: its day (UTC), then 106 bits of chance (RFC 9562, version 8). What one day makes stands together in every
 * index, so a write touches few pages; and a day tells a recipient nothing that the record does not (ADR 17).
 */
export function newId(at: Date, chance: string = randomUUID()): string {
  return after(
    Math.floor(at.getTime() / DAY_MS)
      .toString(16)
      .padStart(PREFIX, '0')
      .slice(-PREFIX),
    chance,
  );
}

/** The id of a part of a record: beside the record's own, so that it does not tell the day on which the part was added. */
export const idBeside = (recordId: string, chance: string = randomUUID()): string =>
  after(recordId.slice(0, PREFIX), chance);

const after = (prefix: string, chance: string): string => `${prefix}${chance.slice(PREFIX, 14)}8${chance.slice(15)}`;
