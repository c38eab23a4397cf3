/** `npm run prove -- <programme> [--cells all] [--n 500] [--parts 5] [--seed 1]`: the long form of a spec file. Options become upper-case settings of it, or of a script. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const PROGRAMMES = {
  boundary: {
    specs: ['test/boundary/(matrix|foreign-ids|wall-one-off|wall-two-off|no-walls)'],
    settings: { CELLS: 'all' },
  },
  // It waits more than it works, so parts of the sequences are played beside each other; the timing test comes after them, alone.
  lockstep: {
    shared: ['test/boundary/lockstep'],
    specs: ['test/boundary/timing'],
    settings: { N: '500', FROM: '0', PARTS: '1', SAMPLES: '2000' },
  },
  explanations: { specs: ['test/boundary/(explanation|directory)'], settings: { N: '1000' } },
  agreements: { specs: ['test/boundary/agreements', 'libs/sharing/src/two-people'], settings: { CELLS: 'all' } },
  suspension: { specs: ['test/boundary/suspension'], settings: { N: '200000' } },
  mutants: { specs: ['test/boundary/mutants'], settings: { MUTANTS: 'all' } },
  policies: { script: 'tools/mutate-policies.mjs', settings: {} },
  tuples: { specs: ['test/boundary/tuples'], settings: { N: '1000000' } },
  'need-to-know': { specs: ['test/boundary/(operations|restriction|discovery|emergency)'], settings: {} },
  races: { specs: ['test/boundary/races'], settings: { N: '10000', EACH: '20' } },
  addresses: { specs: ['test/boundary/webhook-addresses'], settings: { N: '10000' } },
  logins: { specs: ['test/boundary/(logins|functions|sql)-attack'], settings: {} },
  bleed: { specs: ['test/boundary/bleed'], settings: { N: '100000' } },
  inputs: { specs: ['test/faults/security/fuzz'], settings: { N: '100000' } },
  security: { specs: ['test/faults/security'], settings: {} },
  'fan-out': { specs: ['test/faults/queue-loss'], settings: { PEOPLE: '10000' } },
  'forged-jobs': { specs: ['test/faults/queue-loss'], settings: { N: '10000' } },
  faults: { specs: ['test/faults/faults\\.spec'], settings: { BACKEND: 'both', BACKLOG: '100000' } },
  kills: { script: 'test/faults/kills/prove-kills.mjs', settings: { KILLS: '200', BACKEND: 'both', SEED: '1' } },
  scanners: { script: 'test/faults/scanners/prove-scanners.mjs', settings: {} },
};

const [name = '', ...given] = process.argv.slice(2);
const programme = PROGRAMMES[name];
if (!programme) {
  process.stderr.write(`Say which: ${Object.keys(PROGRAMMES).join(', ')}.\n`);
  process.exit(2);
}
const settings = { ...programme.settings };
for (let at = 0; at < given.length; at += 2) {
  const [, option] = /^--([a-z]+)$/.exec(given[at]) ?? [];
  if (!option || given[at + 1] === undefined) {
    process.stderr.write(`"${given[at]}" needs the form --name value.\n`);
    process.exit(2);
  }
  settings[option.toUpperCase()] = given[at + 1];
}

const started = [];
/** Answers its exit code. */
const run = (command, change = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...settings, ...change },
    });
    started.push(child);
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
const jest = (specs) => ['node_modules/jest/bin/jest.js', '--runInBand', ...specs];
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => started.forEach((child) => child.kill(signal)));

/** From `FROM` up to `N`, in `PARTS` of equal size. */
function partsOf({ FROM, N, PARTS }) {
  const [from, size] = [Number(FROM), (Number(N) - Number(FROM)) / Number(PARTS)];
  return Array.from({ length: Number(PARTS) }, (_, part) => ({
    FROM: String(Math.round(from + part * size)),
    N: String(Math.round(from + (part + 1) * size)),
  }));
}

const codes = programme.shared
  ? await Promise.all(partsOf(settings).map((part) => run(jest(programme.shared), part)))
  : [];
if (!codes.some(Boolean)) codes.push(await run(programme.script ? [programme.script] : jest(programme.specs)));
process.exit(Math.max(...codes));
