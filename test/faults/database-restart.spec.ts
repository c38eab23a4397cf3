import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Kills a database's server while somebody else is about to take its port, and answers where it was and where it came back. */
const SCRIPT = `
  import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
  import { createServer } from 'node:net';
  import { tmpdir } from 'node:os';
  import { join } from 'node:path';
  import { place, startAgain, startPostgres } from './tools/embedded-postgres.mjs';
  const folder = mkdtempSync(join(tmpdir(), 'clin-restart-'));
  chmodSync(folder, 0o755);
  const options = { where: await place(folder), password: 'restart' };
  const before = await startPostgres(options);
  process.kill(before.pid, 'SIGKILL');
  await before.exited;
  const other = createServer();
  await new Promise((done) => other.listen(before.port, '127.0.0.1', done));
  setTimeout(() => other.close(), 300);
  const after = await startAgain(options, before.port);
  await after.stop();
  // What the killed one left running may still write for a moment.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  console.log(JSON.stringify([before.port, after.port]));
`;

describe('a database server that is killed', () => {
  it('comes back on its own port, though somebody has that for a moment: whoever was connected looks nowhere else', () => {
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT], { cwd: ROOT, encoding: 'utf8' });
    const [before, after] = JSON.parse(said) as [number, number];
    expect(after).toBe(before);
  });
});
