import { declarePermissions } from '@clin/platform';

/** Whom a threat interrupts: where an agency has no supervisor, its co-ordinators or its single point of contact. `threats.on_duty` says the same. */
export const DUTY = ['supervisor', 'lead', 'coordinator', 'contact'] as const;

/** Who submits reports or sends referrals. */
export const RAISERS = ['analyst', 'officer', ...DUTY] as const;

declarePermissions({ 'threat.read': DUTY, 'threat.answer': DUTY });
