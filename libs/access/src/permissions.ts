import { declarePermissions, type Role } from '@clin/platform';

/** Whoever reads records may ask about them; administrators, auditors and funders read none. */
const RECORD_READERS = [
  'analyst',
  'supervisor',
  'lead',
  'officer',
  'coordinator',
  'source-handler',
  'contact',
] as const satisfies readonly Role[];

declarePermissions({
  'record.explain': RECORD_READERS,
  'record.simulate': RECORD_READERS,
});
