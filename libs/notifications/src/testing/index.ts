export { ToldWorld, type Person } from './told-world.js';
export { Post, type Received } from './a-post.js';
export { AgencySystem } from './a-system.js';
