export { between, exactly, inJson, inWords, isExact, NONE, share, sum, type Figure } from './figure.js';
export { complement, maySumBeSaid, small, suppress, type Breakdown, type Published } from './suppress.js';
