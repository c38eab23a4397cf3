import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';

/** The shell is the same engine without windows: half the processor time. */
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']; // prettier-ignore
const REDIS = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/**
 * `describe` where the program is installed; elsewhere the block is skipped and says so loudly, and with CI=true it fails.
 * @example describeWith('chromium')('the report form', () => { … })
 */
export function describeWith(program: 'chromium' | 'redis-server'): jest.Describe | jest.Describe['skip'] {
  if (find(program === 'chromium' ? CHROMIUM : REDIS)) return describe;
  if (process.env.CI === 'true') {
    return ((name: string) =>
      describe(name, () => test(`needs ${program}`, () => fail(program)))) as unknown as jest.Describe;
  }
  process.stderr.write(
    `\n*** SKIPPED: ${program} is not installed on this machine; \`bash .ci/run\` installs it. ***\n\n`,
  );
  return describe.skip;
}

function fail(program: string): never {
  throw new Error(`${program} is not installed, and with CI=true nothing may be skipped.`);
}

function find(candidates: readonly string[]): string | undefined {
  return candidates.find((path) => existsSync(path));
}

/** A headless Chromium; the caller closes it. */
export async function chromium(): Promise<Browser> {
  const { chromium: driver } = await import('playwright-core');
  return driver.launch({ executablePath: find(CHROMIUM) ?? fail('chromium'), args: FLAGS.split(' ') });
}

export interface RedisServer {
  url: string;
  pid: number;
  stop: () => Promise<void>;
  exited: Promise<void>;
}

/** A Redis of our own that never evicts, on a free port of 127.0.0.1 unless told; over a folder that is given it keeps what it holds, and leaves it there. */
export async function redisServer(kept: { port?: number; folder?: string } = {}): Promise<RedisServer> {
  const port = kept.port ?? (await freePort());
  const folder = kept.folder ?? (await mkdtemp(join(tmpdir(), 'clin-redis-')));
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: kept.folder ? 'yes' : 'no',
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(find(REDIS) ?? fail('redis-server'), args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('redis-server ended before it was ready')));
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      if (!kept.folder) await rm(folder, { recursive: true, force: true });
    },
    exited,
  };
}

/** A port of 127.0.0.1 that nothing listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
