/** `npm test`: build, types, lint, format, then every spec; the last line counts them all. Arguments go to Jest (`npm test -- libs/audit`). */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, root } from './build.mjs';

const started = Date.now();
const counts = { passed: 0, failed: 0, skipped: 0 };
const bin = (path) => join(root, 'node_modules', path);

function step(name, passed) {
  counts[passed ? 'passed' : 'failed'] += 1;
  process.stdout.write(
    `${passed ? 'PASS' : 'FAIL'} ${name} (${Math.round((Date.now() - started) / 1000)} s since the start)\n`,
  );
}

/** Whether it ended well. */
function node(...args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code === 0)));
}

step(
  'build',
  await build().then(
    () => true,
    (error) => !process.stderr.write(`${error.message}\n`),
  ),
);
const checks = {
  types: [bin('typescript/bin/tsc'), '--pretty', 'false'],
  lint: [bin('eslint/bin/eslint.js'), '.', '--quiet', '--cache', '--cache-location', bin('.cache/eslint/')],
  'format (`npm run format` mends it)': [
    bin('prettier/bin/prettier.cjs'),
    '--check',
    '--log-level=warn',
    '--cache',
    '.',
  ],
};
await Promise.all(Object.entries(checks).map(async ([name, args]) => step(name, await node(...args))));

const folder = mkdtempSync(join(tmpdir(), 'clin-results-'));
const results = join(folder, 'results.json');
const clean = await node(bin('jest/bin/jest.js'), '--json', `--outputFile=${results}`, ...process.argv.slice(2));
try {
  const report = JSON.parse(readFileSync(results, 'utf8'));
  counts.passed += report.numPassedTests;
  counts.skipped += report.numPendingTests;
  // A spec file that could not even be loaded counts as one failure.
  counts.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
} catch {
  // Jest left no report: counted below.
}
rmSync(folder, { recursive: true, force: true });
if (!clean && counts.failed === 0) counts.failed += 1;
if (counts.skipped > 0) {
  process.stdout.write(
    `*** SKIPPED: ${counts.skipped} (what is missing is named above; \`bash .ci/run\` allows none) ***\n`,
  );
  if (process.env.CI === 'true') counts.failed += counts.skipped;
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exit(counts.failed === 0 ? 0 : 1);
