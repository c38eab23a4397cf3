import { referralScenes } from './referral-scenes.js';

jest.mock('../../libs/access/src/visible-to', () => jest.requireActual('./wall-one-down'));
jest.mock('../../libs/access/src/grant', () => jest.requireActual('./wall-one-down'));

/** The same by row-level security and the database's own functions alone. */
describe('referrals, without guards and predicates', () => referralScenes({ wallOne: false, wallTwo: true }));
