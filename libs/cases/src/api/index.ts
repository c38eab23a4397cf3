import { ActionApi } from './action.api.js';
import { TriageApi } from './triage.api.js';
import { CaseApi } from './case.api.js';
import { CaseEntryApi } from './case-entry.api.js';
import { CaseTemplatesApi } from './case-templates.api.js';

export const casesApi = [CaseTemplatesApi, CaseApi, CaseEntryApi, ActionApi, TriageApi];
