import { declarePermissions } from '@clin/platform';

/** Whoever uses what was shared may ask; the originator's supervisors and leads answer, its source handlers before them where a source is concerned. */
export const ASKERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'] as const;

declarePermissions({
  'permission.read': [...ASKERS, 'source-handler'],
  'permission.ask': ASKERS,
  'permission.answer': ['supervisor', 'lead'],
  'permission.handle': ['source-handler'],
});
