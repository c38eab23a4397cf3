import { CaseApi } from './case.api.js';
import { CaseEntryApi } from './case-entry.api.js';
import { CaseTemplatesApi } from './case-templates.api.js';
import { LinkedCasesApi } from './linked-cases.api.js';

export const casesApi = [CaseTemplatesApi, CaseApi, CaseEntryApi, LinkedCasesApi];
