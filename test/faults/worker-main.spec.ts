import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { freshDatabase, type FreshDatabase } from '@clin/harness';

const ROOT = join(import.meta.dirname, '..', '..');

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the worker's own program; `then` may stop it once it has said that it is ready. */
function runMain(env: Record<string, string>, then?: (stop: (signal: NodeJS.Signals) => void) => void): Promise<Ended> {
  const { PATH, TMPDIR } = process.env;
  const child = spawn(process.execPath, ['apps/worker/dist/main.js'], {
    cwd: ROOT,
    env: { PATH, TMPDIR, ...env } as NodeJS.ProcessEnv,
  });
  const said = { out: '', err: '' };
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    const before = said.out.includes('worker ready');
    said.out += chunk.toString();
    // Once: a second signal ends a process that is stopping at once.
    if (!before && said.out.includes('worker ready')) then?.((signal) => child.kill(signal));
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

describe("the worker's program", () => {
  let database: FreshDatabase;
  let env: Record<string, string>;

  beforeAll(async () => {
    // It runs as it is delivered: compiled.
    execFileSync(process.execPath, ['tools/build.mjs'], { cwd: ROOT });
    database = await freshDatabase();
    env = { DATABASE_WORKER_URL: database.workerUrl, QUEUE_URL: await database.queueUrl() };
  });
  afterAll(() => database.drop());

  it('says when it is ready, and ends in order when asked to', async () => {
    const { code, out, err } = await runMain(env, (stop) => stop('SIGTERM'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const line of out.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it.each([
    ['nothing set', {}, 'DATABASE_WORKER_URL is not set.'],
    ['no queue', { QUEUE_URL: '' }, 'QUEUE_URL is not set.'],
    ['a queue of another kind', { QUEUE_URL: 'amqp://127.0.0.1' }, 'must be redis://… or postgres://…'],
    ['nobody at the queue', { QUEUE_URL: 'redis://127.0.0.1:1' }, 'Start it, or correct the address.'],
  ])('refuses to start with %s, in one clear line', async (name, change, line) => {
    const { code, err } = await runMain(name === 'nothing set' ? {} : { ...env, ...change });
    expect(code).toBe(1);
    expect(err).toContain(line);
    expect(err).not.toContain('    at ');
  });

  it('refuses a login that can bypass row-level security', async () => {
    const { code, err } = await runMain({ ...env, DATABASE_WORKER_URL: database.adminUrl });
    expect(code).toBe(1);
    expect(err).toContain('bypass row-level security');
  });
});
