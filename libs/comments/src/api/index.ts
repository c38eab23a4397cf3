export { CommentApi } from './comment.api.js';
