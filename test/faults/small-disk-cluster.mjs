/**
 * A PostgreSQL of its own on a disk of its own that is small: a tmpfs, which only root may mount. Says its URL in one line of JSON, and
 * takes it all away again when its input ends.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { place, startPostgres } from '../../tools/embedded-postgres.mjs';

const [size = '600m'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'clin-small-disk-'));
execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
chmodSync(folder, 0o755);
const password = randomBytes(12).toString('hex');
const where = await place(folder);
const settings = ['max_connections=100', 'shared_buffers=32MB', 'max_wal_size=128MB', 'min_wal_size=64MB'];
let server;
let stopping = false;

/** Whoever runs a database starts it again when it has ended, as `npm start` does. */
async function guard() {
  while (!stopping) {
    await server.exited;
    for (let up = false; !stopping && !up;) {
      try {
        server = await startPostgres({ where, password, settings, port: server.port });
        up = true;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }
}

try {
  if (where.folder !== folder) throw new Error(`${folder} is out of the database user's reach`);
  server = await startPostgres({ where, password, settings });
  process.stdout.write(`${JSON.stringify({ url: server.url, password, folder })}\n`);
  guard();
  await new Promise((resolve) => process.stdin.resume().once('end', resolve));
} finally {
  stopping = true;
  await server?.stop();
  execFileSync('umount', [folder]);
  rmdirSync(folder);
}
