import { declarePermissions } from '@clin/platform';

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'] as const;
const WRITERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator'] as const;

/** Whoever writes reports asks for work; a contact does what their agency is asked. */
declarePermissions({
  'action.read': READERS,
  'action.raise': WRITERS,
  'action.work': [...WRITERS, 'contact'],
});
