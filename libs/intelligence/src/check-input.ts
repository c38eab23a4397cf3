import type { ClassConstructor } from 'class-transformer';
import { checkInput, InvalidInput } from '@clin/platform';

/** Said of a marking above this system's tier; nothing else of such a request is looked at, kept or logged. */
export const ABOVE_TIER =
  'This system is for OFFICIAL and OFFICIAL-SENSITIVE only. Nothing was saved: use the system of the higher tier.';

/** As platform's checkInput, and a marking of SECRET or above is refused before any other field is looked at. */
export function checkReportInput<T extends object>(type: ClassConstructor<T>, received: unknown): T {
  const marking = (received as Record<string, unknown> | null | undefined)?.['marking'];
  if (typeof marking === 'string' && /secret/i.test(marking)) throw new InvalidInput({ marking: ABOVE_TIER });
  return checkInput(type, received);
}
