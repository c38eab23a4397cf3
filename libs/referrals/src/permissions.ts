import { declarePermissions } from '@clin/platform';

export const SENDERS = ['supervisor', 'lead', 'officer', 'coordinator'] as const;
/** A partner contact answers for a county force. */
export const ANSWERERS = [...SENDERS, 'contact'] as const;
export const NOTERS = ['analyst', ...ANSWERERS] as const;

/** Administrators, auditors and funders hold none of these: they see no record. A step asks besides which side the person is on. */
declarePermissions({
  'referral.read': [...NOTERS, 'source-handler'],
  'referral.write': SENDERS,
  'referral.send': SENDERS,
  'referral.answer': ANSWERERS,
  'referral.note': NOTERS,
});
