import { ROLES, declarePermissions } from '@clin/platform';

declarePermissions({
  'notification.read': ROLES,
  'notification.mark': ROLES,
  'notification.choose': ROLES,
  'delivery.read': ['administrator'],
  'delivery.redrive': ['administrator'],
  'webhook.read': ['administrator'],
  'webhook.register': ['administrator'],
  'webhook.change': ['administrator'],
});
