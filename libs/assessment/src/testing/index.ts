export { AssessmentRoom } from './a-room.js';
