import { AgreementApi } from './agreement.api.js';
import { AgreementStepsApi } from './agreement-steps.api.js';

/** Every API door of this room, for the server's composition. */
export const agreementsApi = [AgreementApi, AgreementStepsApi];
