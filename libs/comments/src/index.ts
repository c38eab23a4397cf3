export { CommentsModule } from './comments.module.js';
export { COMMENT_EVENTS } from './events.js';
