import { declarePermissions } from '@clin/platform';

export const READERS = [
  'analyst',
  'supervisor',
  'lead',
  'officer',
  'coordinator',
  'source-handler',
  'contact',
] as const;

/** Leads form operations; supervisors and leads of the owner restrict and name records and answer questions about them; whoever reads records may ask about a reference. */
declarePermissions({
  'operation.read': READERS,
  'operation.manage': ['lead'],
  'record.restrict': ['supervisor', 'lead'],
  'discovery.ask': READERS,
  'discovery.answer': ['supervisor', 'lead'],
});
