/** What is killed and comes back: programs of ours, the database's server and the queue's. Each counts its deaths and starts itself again. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { root } from '../../../tools/build.mjs';
import { startAgain, startPostgres } from '../../../tools/embedded-postgres.mjs';
import { redisServer } from '../../harness/src/external.ts';
import { oneOf } from './seeded.mjs';

const FAILPOINTS = fileURLToPath(new URL('failpoints.mjs', import.meta.url));
const FOLLOW = join(root, 'tools/follow-parent.mjs');
const FELL_PAUSE_MS = 200;
const END_MS = 5_000;

class Victim {
  up = false;
  ending = false;

  /** @param told called with {kind, how} at each death. */
  constructor(kind, told) {
    this.kind = kind;
    this.told = told;
  }
}

/** The server or the worker, as it is delivered. */
export class Program extends Victim {
  #child;
  #killing = false;
  #said = '';

  /** @param arm answers a failpoint for the next start, or nothing. */
  constructor({ kind, env, arm, told }) {
    super(kind, told);
    this.program = join(root, `apps/${kind}/dist/main.js`);
    this.env = env;
    this.arm = arm;
  }

  start() {
    const point = this.arm();
    const imports = ['--import', FOLLOW, ...(point ? ['--import', FAILPOINTS] : [])];
    this.#killing = false;
    this.#said = '';
    const child = spawn(process.execPath, [...imports, this.program], {
      cwd: root,
      env: { ...this.env, ...(point ? { FAILPOINT: point } : {}) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (this.#said = `${this.#said}${chunk}`.slice(-6_000)));
    child.on('message', (word) => word === 'ready' && (this.up = true));
    // Not at its exit: what it said last may come after that.
    child.once('close', (code, signal) => this.#died(code, signal));
  }

  async kill() {
    this.#killing = true;
    this.#child.kill('SIGKILL');
    return 'kill -9';
  }

  /** In order, so that it writes down what it compiled for the next start. */
  async end() {
    this.ending = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await Promise.race([exited, pause(END_MS, undefined, { ref: false })]);
    this.#child.kill('SIGKILL');
  }

  #died(code, signal) {
    const was = this.up;
    this.up = false;
    if (this.ending) return;
    const [, point] = /^failpoint (\S+)$/m.exec(this.#said) ?? [];
    const planned = this.#killing || (signal === 'SIGKILL' && point !== undefined);
    if (planned) this.told({ kind: this.kind, how: point ?? 'kill -9' });
    else
      this.told({ kind: this.kind, fell: was ? 'while it ran' : 'at its start', why: this.#complaint(code, signal) });
    if (!planned && was) process.stderr.write(`${this.kind} ended by itself:\n${this.#said.slice(-3_000)}\n`);
    setTimeout(() => this.ending || this.start(), planned ? 0 : FELL_PAUSE_MS);
  }

  #complaint(code, signal) {
    const lines = this.#said.trim().split('\n');
    return `${signal ?? code}: ${(lines.findLast((line) => /did not start|Error/.test(line)) ?? lines.at(-1) ?? '').slice(0, 300)}`;
  }
}

const POSTGRES_WAYS = ['every process', 'every process', 'postmaster alone', 'one session'];

/** A cluster of its own. After the kill of one session the postmaster itself starts all over; after its own, whoever started it does. */
export class DatabaseServer extends Victim {
  #server;

  constructor({ options, told }) {
    super('postgres', told);
    this.options = options;
  }

  async start() {
    this.#server = await startPostgres(this.options);
    this.port = this.#server.port;
    this.up = true;
  }

  async kill(random) {
    const way = oneOf(random, POSTGRES_WAYS);
    const postmaster = this.#server.pid;
    const children = childrenOf(postmaster);
    const sessions = children.filter((pid) => /postgres: app_/.test(commandOf(pid)));
    if (way === 'one session' && sessions.length > 0) {
      killAll([oneOf(random, sessions)]);
      this.told({ kind: this.kind, how: way });
      return;
    }
    this.up = false;
    killAll(way === 'postmaster alone' ? [postmaster] : [postmaster, ...children]);
    await this.#server.exited;
    this.told({ kind: this.kind, how: way === 'one session' ? 'every process' : way });
    if (this.ending) return;
    this.#server = await startAgain(this.options, this.port, () => this.ending);
    this.up = true;
  }

  async end() {
    this.ending = true;
    killAll([this.#server.pid, ...childrenOf(this.#server.pid)]);
    await this.#server.exited;
  }
}

/** It keeps what it holds on disk; after every other kill it comes back with nothing. */
export class QueueServer extends Victim {
  #server;
  #kills = 0;

  constructor({ port, folder, told }) {
    super('redis', told);
    this.kept = { port, folder };
  }

  async start() {
    mkdirSync(this.kept.folder, { recursive: true });
    this.#server = await redisServer(this.kept);
    this.up = true;
  }

  async kill() {
    this.up = false;
    this.#kills += 1;
    const empty = this.#kills % 2 === 1;
    killAll([this.#server.pid]);
    await this.#server.exited;
    if (empty) rmSync(this.kept.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    this.told({ kind: this.kind, how: empty ? 'and came back empty' : 'and kept its file' });
    if (!this.ending) await this.start();
  }

  async end() {
    this.ending = true;
    killAll([this.#server.pid]);
    await this.#server.exited;
    await pause(0);
  }
}

function killAll(pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

function childrenOf(parent) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => Number(/\) \S (\d+)/.exec(textOf(`/proc/${pid}/stat`))?.[1]) === parent)
    .map(Number);
}

const commandOf = (pid) => textOf(`/proc/${pid}/cmdline`);

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
