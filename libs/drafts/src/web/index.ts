export { DraftsWebModule } from './drafts-web.module.js';
