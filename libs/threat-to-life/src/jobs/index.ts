export { chaseThreats } from './chase-threats.js';
