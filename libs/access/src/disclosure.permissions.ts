import { declarePermissions } from '@clin/platform';
import { RECORD_READERS } from './permissions.js';

declarePermissions({
  'disclosure.read': RECORD_READERS,
  'disclosure.acknowledge': RECORD_READERS,
  'disclosure.extend': ['supervisor', 'lead'],
});
