export { MyWorkModule } from './my-work.module.js';
export { MyWorkQuery, type MyWork } from './my-work.query.js';
