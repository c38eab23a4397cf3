export { ToldWorld } from './told-world.js';
