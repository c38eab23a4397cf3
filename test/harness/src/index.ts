export { chromium, describeWith, freePort, type RedisServer, redisServer } from './external.js';
export { type FreshDatabase, freshDatabase, serverUrl } from './fresh-database.js';
