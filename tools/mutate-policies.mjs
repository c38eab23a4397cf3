/** `npm run prove -- policies`: bundles the programme, which is TypeScript like what it mutates, and runs it from the repository's root. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
// Inside the repository, so that the bundle finds the packages.
const folder = mkdtempSync(join(root, 'node_modules', '.mutants-'));
const outfile = join(folder, 'try-mutants.mjs');
try {
  await build({
    entryPoints: ['test/boundary/policies/try-mutants.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
  });
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
