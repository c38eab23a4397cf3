import { declarePermissions } from '@clin/platform';

/** Whoever may open a record may say something about it: the audience decides who reads that. */
const READERS = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'] as const;

declarePermissions({ 'comment.read': READERS, 'comment.write': READERS });
