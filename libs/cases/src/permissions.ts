import { declarePermissions } from '@clin/platform';

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'] as const;
const WRITERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'] as const;

/** Who is in decides the operation; of those, leads open, move and share a case, and whoever writes reports writes to it. */
declarePermissions({
  'case.read': READERS,
  'case.open': ['lead'],
  'case.manage': ['lead'],
  'case.share': ['lead'],
  'case.write': WRITERS,
});
