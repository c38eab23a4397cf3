import { declarePermissions, ROLES } from '@clin/platform';

declarePermissions({
  'session.end': ROLES,
  'session.extend': ROLES,
  'self.read': ROLES,
  'password.change': ROLES,
  'agency.read': ROLES,
  'person.read': ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'],
  'account.read': ['administrator'],
  'account.create': ['administrator'],
  'account.change': ['administrator'],
});
