export { endCaseDrafts } from './end-case-drafts.js';
