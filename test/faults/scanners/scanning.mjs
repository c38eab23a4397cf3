import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TOOLS = ['sqlmap', 'wapiti'];
let runs = 0;

/** Names of what is not installed. */
export const missing = () => TOOLS.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);

/** @returns {Promise<{tried: number, found: string[]}>} every parameter that it calls injectable. */
export async function sqlmap(targets, { folder, seconds }) {
  const out = join(folder, `sqlmap-${++runs}`);
  const deadline = Date.now() + seconds * 1000;
  const found = [];
  let tried = 0;
  for (const [at, { url, headers }] of targets.entries()) {
    if (Date.now() > deadline) break;
    const args = ['-u', url, '--batch', '--level', '2', '--risk', '2', '--dbms', 'PostgreSQL', '--technique', 'BEUSQ', '--threads', '2', '--flush-session', '--disable-coloring', '--ignore-code', '*', '--output-dir', join(out, String(at))]; // prettier-ignore
    for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
    const said = await output('sqlmap', args, Math.max(20_000, deadline - Date.now()));
    if (/testing|tested parameters/.test(said)) tried += 1;
    for (const [, parameter] of said.matchAll(/^Parameter: (.+)$/gm))
      found.push(`${parameter} of ${new URL(url).pathname}`);
  }
  return { tried, found };
}

/** @returns {Promise<string[]>} every vulnerability of its report. */
export async function wapiti(url, { folder, seconds, cookie }) {
  const report = join(folder, `wapiti-${++runs}.json`);
  const signedIn = cookie ? ['-H', `Cookie: session=${cookie}`] : [];
  const said = await output('wapiti', [...optionsOf(url, folder, seconds), '-o', report, ...signedIn], seconds * 2000 + 60_000); // prettier-ignore
  if (!existsSync(report)) throw new Error(`wapiti left no report: ${said.slice(-2000)}`);
  const { vulnerabilities } = JSON.parse(readFileSync(report, 'utf8'));
  return Object.entries(vulnerabilities).flatMap(([kind, list]) =>
    list.map(({ method, path, parameter }) => `${kind}: ${method} ${path} ${parameter ?? ''}`.trim()),
  );
}

const MODULES = ['sql', 'xss', 'permanentxss', 'file', 'exec', 'crlf', 'redirect', 'backup'];

/** Its modules that need no server of somebody else's; a third of the time for crawling, the rest shared by the modules. */
const optionsOf = (url, folder, seconds) => [
  ...['-u', `${url}/`, '--scope', 'domain', '-d', '4', '--max-links-per-page', '40', '--max-parameters', '12'],
  ...['-m', MODULES.join(','), '-f', 'json', '-v', '1', '--no-bugreport'],
  ...[
    '--max-scan-time',
    String(Math.ceil(seconds / 3)),
    '--max-attack-time',
    String(Math.ceil((seconds * 2) / 3 / MODULES.length)),
    '--flush-session',
  ],
  ...['--store-session', join(folder, `session-${runs}`), '--store-config', join(folder, 'wapiti')],
];

function output(program, args, milliseconds) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: milliseconds });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('close', () => resolve(said));
  });
}
