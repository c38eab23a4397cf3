/** Loaded before the server and the worker: when whoever started them is killed, they stop as if asked to. */
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
