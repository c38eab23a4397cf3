import { DiscoveryApi } from './discovery.api.js';
import { OperationApi } from './operation.api.js';
import { RestrictionApi } from './restriction.api.js';

export const needToKnowApi = [OperationApi, RestrictionApi, DiscoveryApi];
