import { randomBytes } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { place as home, startPostgres } from '../../tools/embedded-postgres.mjs';

const ENOUGH = 2 ** 30;

/** Memory where there is enough of it: the server keeps its production settings (fsync on) and is still fast. */
function place() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > ENOUGH ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** One PostgreSQL server for the whole run; each spec file clones its databases from a template that the first one makes. */
export default async function setUp() {
  const folder = await mkdtemp(join(place(), 'clin-test-'));
  await chmod(folder, 0o755);
  const password = randomBytes(12).toString('hex');
  const server = await startPostgres({
    where: await home(folder),
    password,
    settings: ['max_connections=200', 'shared_buffers=64MB'],
  });
  process.env.TEST_POSTGRES_URL = server.url;
  process.env.TEST_POSTGRES_PASSWORD = password;
  globalThis.testPostgres = { server, folder };
}
