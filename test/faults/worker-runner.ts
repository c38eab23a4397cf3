import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** The worker runs as it is delivered: compiled. */
export function buildWorker(): void {
  execFileSync(process.execPath, [join(ROOT, 'tools/build.mjs')], { stdio: 'pipe' });
}

export interface RunningWorker {
  kill(): Promise<void>;
  stop(): Promise<number | null>;
}

/** Starts a worker process and resolves when it says that it is ready. */
export async function startWorker(env: Record<string, string>): Promise<RunningWorker> {
  const { PATH, TMPDIR } = process.env;
  const child = fork(join(ROOT, 'test', 'faults', 'worker-under-test.mjs'), {
    env: { PATH, TMPDIR, ...env } as NodeJS.ProcessEnv,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  const keep = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-4_000));
  child.stdout!.on('data', keep);
  child.stderr!.on('data', keep);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await Promise.race([
    readiness(child),
    exited.then((code) => Promise.reject(new Error(`the worker ended with ${code}: ${said}`))),
  ]);
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

function readiness(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.on('message', (message) => message === 'ready' && resolve()));
}
