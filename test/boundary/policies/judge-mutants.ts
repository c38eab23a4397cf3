import { spawn } from 'node:child_process';
import type { Change } from '../mutants/sql-mutants.js';
import type { Target } from './targets.js';

const JEST = 'node_modules/jest/bin/jest.js';
const CONFIG = 'test/boundary/policies/jest/config.mjs';
/** Longer than any of the specs; a mutant that never ends is noticed, and is killed by that. */
const LIMIT_MS = 120_000;

interface Job {
  file: string;
  text: string;
  changes: readonly Change[];
}
type Told = { sound: boolean } | { killed: boolean };

/** Whether the target's spec notices each change. Throws when it does not pass over the text as it is, before the first and after the last. */
export async function judgeMutants(
  { file, spec }: Target,
  text: string,
  changes: readonly Change[],
  write: (job: Job) => string,
): Promise<boolean[]> {
  const verdicts: boolean[] = [];
  for (let sounds: boolean[] = []; sounds.length < 2;) {
    const place = write({ file, text, changes: changes.slice(verdicts.length) });
    sounds = await heard(spec, place, (killed) => verdicts.push(killed));
    const broken = sounds.length < 2 && verdicts.length === changes.length;
    if (sounds.length === 0 || sounds.includes(false) || broken)
      throw new Error(`${spec} does not pass over ${file} as it is.`);
    // The process came to no verdict: the next mutant never ended, or ended the process.
    if (sounds.length < 2) verdicts.push(true);
  }
  return verdicts;
}

/** One process for as many mutants as it lives through; answers what it said of the text as it is. */
function heard(spec: string, job: string, verdict: (killed: boolean) => void): Promise<boolean[]> {
  const sounds: boolean[] = [];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [JEST, '-c', CONFIG, '--runInBand', '--silent', '--runTestsByPath', spec], {
      env: { ...process.env, MUTANTS: job },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let late: NodeJS.Timeout;
    const wait = (): void => {
      clearTimeout(late);
      late = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    };
    wait();
    child.on('message', (told: Told) => {
      wait();
      if ('sound' in told) sounds.push(told.sound);
      else verdict(told.killed);
    });
    child.on('exit', () => {
      clearTimeout(late);
      resolve(sounds);
    });
  });
}
