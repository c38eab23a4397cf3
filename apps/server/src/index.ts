export { createServer, type ServerOptions } from './create-server.js';
export { rooms } from './rooms.js';
