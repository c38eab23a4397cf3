export { workerModule, type WorkerParts } from './worker.module.js';
export { WorkerProcess } from './worker-process.js';
export { roomHandlers, roomSchedules } from './rooms.js';
