import { declarePermissions } from '@clin/platform';

const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'] as const;

/** Whoever reads records sees what was shared and accepts conditions; only those who decide on sharing make it last longer. */
declarePermissions({
  'disclosure.read': READERS,
  'disclosure.acknowledge': READERS,
  'disclosure.extend': ['supervisor', 'lead'],
});
