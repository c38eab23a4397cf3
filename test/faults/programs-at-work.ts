import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '@clin/harness';

const ROOT = join(import.meta.dirname, '..', '..');
const SHIFT = pathToFileURL(join(import.meta.dirname, 'shift-clock.mjs')).href;
const READY_MS = 60_000;

export interface Program {
  pid: number;
  /** Where a server listens. */
  address: string;
  alive: boolean;
  /** The end of what it wrote. */
  said: () => string;
  /** Asks it to end, and answers how it did. */
  stop: () => Promise<number | null>;
}

export interface ProgramOptions {
  env: Record<string, string>;
  /** Hours by which its clock is off. */
  clockHours?: number;
}

/** Compiles what has changed since: the programs run as they are delivered. */
export function buildPrograms(): void {
  execFileSync(process.execPath, [join(ROOT, 'tools', 'build.mjs')], { cwd: ROOT, stdio: 'pipe' });
}

/** Starts the server or the worker as a process of its own; resolves when it says that it is ready. */
export async function startProgram(name: 'server' | 'worker', { env, clockHours }: ProgramOptions): Promise<Program> {
  const port = name === 'server' ? await freePort() : 0;
  const preload = clockHours === undefined ? [] : ['--import', SHIFT];
  const { PATH, TMPDIR } = process.env;
  const child = spawn(process.execPath, [...preload, `apps/${name}/dist/main.js`], {
    cwd: ROOT,
    env: {
      PATH,
      TMPDIR,
      LOG_LEVEL: 'error',
      PORT: String(port),
      CLOCK_SHIFT_HOURS: String(clockHours ?? 0),
      ...env,
    } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  const keep = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-8_000));
  child.stdout!.on('data', keep);
  child.stderr!.on('data', keep);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const program: Program = {
    pid: child.pid!,
    address: `http://127.0.0.1:${port}`,
    alive: true,
    said: () => said,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
  void exited.then(() => (program.alive = false));
  await Promise.race([
    readiness(child),
    exited.then((code) => Promise.reject(new Error(`the ${name} ended with ${code}: ${said}`))),
  ]);
  return program;
}

function readiness(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('a program was not ready within a minute'));
    }, READY_MS);
    child.once('exit', () => clearTimeout(late));
    child.on('message', (message) => {
      if (message !== 'ready') return;
      clearTimeout(late);
      resolve();
    });
  });
}
