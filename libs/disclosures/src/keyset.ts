import { foreignCursor } from '@clin/platform/fields';
import { isUuid } from '@clin/platform/server';

/** Where a page ended: a moment to the microsecond, as PostgreSQL counts it from 1970, and an id. */
export interface Position {
  micros: string;
  id: string;
}

export const cursorOf = ({ micros, id }: Position): string => Buffer.from(`${micros}.${id}`).toString('base64url');

/** Throws InvalidInput for anything that is not the `next` of an earlier page. */
export function positionOf(cursor: string): Position {
  const [, micros, id] =
    /^(\d{1,17})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (micros && isUuid(id)) return { micros, id };
  throw foreignCursor();
}
