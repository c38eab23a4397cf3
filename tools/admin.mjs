/** `npm run admin -- <command>`: on the servers that the environment names, else on the embedded database. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, root } from './build.mjs';
import { openDatabase, readyDatabase } from './start/embedded.mjs';
import { explain } from './start/explain.mjs';

async function main() {
  await build();
  const external = process.env.DATABASE_ADMIN_URL?.trim() || process.env.DATABASE_URL?.trim();
  const database = external ? null : await openDatabase({ say: (line) => process.stderr.write(`${line}\n`) });
  try {
    if (database?.started) await readyDatabase(database);
    return await command({ ...process.env, ...database?.urls });
  } finally {
    if (database?.started) await database.server.stop();
  }
}

function command(env) {
  const program = join(root, 'apps/admin/dist/main.js');
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  // A Ctrl-C reaches the child as well: wait for it, then put the database away.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
