import { ActionApi } from './action.api.js';
import { TriageApi } from './triage.api.js';
import { CaseApi } from './case.api.js';
import { CaseEntryApi } from './case-entry.api.js';

export const casesApi = [CaseApi, CaseEntryApi, ActionApi, TriageApi];
