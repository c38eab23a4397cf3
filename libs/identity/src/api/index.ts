import { AccountsApi } from './accounts.api.js';
import { AgenciesApi } from './agencies.api.js';
import { MeApi } from './me.api.js';
import { PeopleApi } from './people.api.js';
import { SessionApi } from './session.api.js';

export const identityApi = [SessionApi, MeApi, AgenciesApi, PeopleApi, AccountsApi];
