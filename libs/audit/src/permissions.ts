import { declarePermissions } from '@clin/platform';

declarePermissions({ 'audit.read': ['auditor'] });
