/** One long-running program of ours: started, watched, started again when it falls over, and stopped when asked. */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build.mjs';
import { sleep } from '../processes.mjs';

const PATIENCE_MS = 20_000;
const FALLS_A_MINUTE = 5;

/** What `npm run serve` or `npm run work` gives Node: its flags and, last, the program. They stand in package.json alone. */
export function argumentsOf(script) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return scripts[script].split(' ').slice(1);
}

export class Service {
  #child;
  #stopping = false;
  #falls = [];
  #last = '';
  gaveUp = new Promise((resolve) => (this.surrender = resolve));

  /** @param {{name: string, script: 'serve' | 'work', env: NodeJS.ProcessEnv, log?: string}} options log: a file, else our own output. */
  constructor(options) {
    this.options = options;
  }

  start() {
    const { name, script, env, log } = this.options;
    const given = argumentsOf(script);
    const program = given.at(-1);
    if (!existsSync(join(root, program))) throw new Error(`${program} is missing: run \`npm run build\`.`);
    const args = ['--import', new URL('../follow-parent.mjs', import.meta.url).href, '--enable-source-maps', ...given];
    // Detached: a Ctrl-C in the terminal reaches this process only, which then stops the others in order.
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    const out = log ? createWriteStream(log, { flags: 'a', mode: 0o600 }) : process.stdout;
    for (const stream of [child.stdout, child.stderr]) stream.pipe(out, { end: false });
    child.stderr.on('data', (chunk) => (this.#last = `${this.#last}${chunk}`.slice(-4000)));
    this.exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
    child.once('error', () => {});
    this.exited.then((how) => this.#fell(name, how));
  }

  get alive() {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** What it said before it ended. */
  get complaint() {
    const noise = /^\s+at |^\(node:|Warning|^Node\.js v|^\s*[{}^]/;
    const lines = this.#last.split('\n').filter((line) => line.trim() !== '' && !noise.test(line));
    const telling = lines.findLast((line) => /did not start|Error/.test(line)) ?? lines.at(-1);
    return telling?.replace(/^The \w+ did not start[.:] */, '') ?? 'it gave no reason';
  }

  /** From here on a fall is followed by another start. */
  watch() {
    this.watched = true;
  }

  async #fell(name, how) {
    if (this.#stopping || !this.watched) return;
    const now = Date.now();
    this.#falls = [...this.#falls.filter((time) => now - time < 60_000), now];
    process.stderr.write(`The ${name} ended (${how}); starting it again.\n`);
    if (this.#falls.length > FALLS_A_MINUTE) return this.surrender(`The ${name} does not stay up: ${this.complaint}`);
    await sleep(500 * this.#falls.length);
    if (!this.#stopping) this.start();
  }

  /** SIGTERM, patience, SIGKILL. */
  async stop() {
    this.#stopping = true;
    if (!this.alive) return;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE_MS);
    await this.exited;
    clearTimeout(timer);
  }

  /** Stops waiting for it. */
  hurry() {
    if (this.alive) this.#child.kill('SIGKILL');
  }
}
