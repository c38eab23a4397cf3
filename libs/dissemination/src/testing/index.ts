export { Room } from './a-room.js';
