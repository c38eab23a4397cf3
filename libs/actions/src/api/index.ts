import { ActionApi } from './action.api.js';
import { TriageApi } from './triage.api.js';

export const actionsApi = [ActionApi, TriageApi];
