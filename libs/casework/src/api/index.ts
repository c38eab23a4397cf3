import { CaseEntryApi } from './case-entry.api.js';
import { LinkedCasesApi } from './linked-cases.api.js';

export const caseworkApi = [CaseEntryApi, LinkedCasesApi];
