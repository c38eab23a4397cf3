export { CommentsWebModule } from './comments-web.module.js';
