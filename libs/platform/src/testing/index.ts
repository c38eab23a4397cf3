export { anActor } from './an-actor.js';
