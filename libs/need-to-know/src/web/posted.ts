import { foldDates } from '@clin/web-kit';

export type Posted = Record<string, unknown>;

export const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** A posted form with its date folded, and what is wrong with the date. */
export function foldedEnd(body: Posted): { endsOn: string; errors: Record<string, string> } {
  const { input, errors } = foldDates(body, { endsOn: 'The last day' });
  return { endsOn: text(input['endsOn']), errors };
}
