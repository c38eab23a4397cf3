import { declarePermissions } from '@clin/platform';

/**
 * Deciding on sharing is the task-force lead's and the co-ordinator's; a county force approves and withdraws through its single point of
 * contact. Administrators manage accounts and never approve sharing.
 */
declarePermissions({
  'agreement.read': ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact', 'auditor'],
  'agreement.draft': ['supervisor', 'lead', 'coordinator'],
  'agreement.approve': ['lead', 'coordinator', 'contact'],
  'agreement.suspend': ['lead', 'coordinator'],
});
