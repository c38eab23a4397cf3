import { declarePermissions } from '@clin/platform';

/** Who may open in an emergency, and of an owner who reviews: one set, as a co-ordination centre has co-ordinators and no lead. */
export const CHIEFS = ['supervisor', 'lead', 'coordinator'] as const;

declarePermissions({
  'emergency.open': CHIEFS,
  'emergency.end': CHIEFS,
  'emergency.review': CHIEFS,
  'emergency.read': [...CHIEFS, 'auditor'],
  'emergency.report': [...CHIEFS, 'auditor'],
});
