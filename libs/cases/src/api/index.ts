import { CaseApi } from './case.api.js';
import { CaseTemplatesApi } from './case-templates.api.js';

export const casesApi = [CaseTemplatesApi, CaseApi];
