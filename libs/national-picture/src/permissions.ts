import { declarePermissions } from '@clin/platform';

declarePermissions({ 'picture.read': ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'] });
