import { referralScenes } from './referral-scenes.js';
import { WALLS } from './walls.js';

/** A referral is its sender's and its one receiver's, with both walls up and without row-level security. */
describe.each(WALLS)('referrals, with %s', (_walls, wallTwo) => referralScenes({ wallOne: true, wallTwo }));
