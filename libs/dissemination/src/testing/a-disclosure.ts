import { InvalidInput } from '@clin/platform';

export const NOBODY = '00000000-0000-4000-8000-000000000000';

/** What is decided with a disclosure under the agreement of all. */
export const DISCLOSURE = {
  purpose: 'Find the line holder',
  legalBasis: 'Policing purpose',
  agreement: 'CLIN-ISA-001',
  conditions: 'Do not share on',
  expires: '2027-01-31',
};

/** The fields that an attempt was refused for. */
export async function refused(attempt: Promise<unknown>): Promise<Record<string, string>> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InvalidInput)) throw error ?? new Error('Was not refused');
  return error.fields;
}
