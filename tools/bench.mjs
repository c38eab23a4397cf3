/** `npm run bench [-- --reports 100000 --seconds 4 --keep]`: the ratios of our server over a bare floor, both sides in one run. */
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, root } from './build.mjs';
import { openDatabase } from './start/embedded.mjs';
import { explain } from './start/explain.mjs';

const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '4' },
    keep: { type: 'boolean', default: false },
  },
});

async function main() {
  const say = (line) => process.stdout.write(`${line}\n`);
  await build({ say });
  // A cluster of its own: a product that runs from this folder neither slows the bench nor is slowed by it.
  const database = await openDatabase({ say, data: join(root, '.data/bench') });
  try {
    const { bench } = await import(pathToFileURL(join(root, 'test/bench/bench.mjs')).href);
    await bench({ database, say, reports: Number(values.reports), seconds: Number(values.seconds), keep: values.keep });
  } finally {
    if (database.started) await database.server.stop();
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
