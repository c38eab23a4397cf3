import { rm } from 'node:fs/promises';

export default async function tearDown() {
  const { server, folder } = globalThis.testPostgres;
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  if (server.folder !== folder) await rm(server.folder, { recursive: true, force: true });
}
