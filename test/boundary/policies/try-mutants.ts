import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Change } from '../mutants/sql-mutants.js';
import { judgeMutants } from './judge-mutants.js';
import { REASONS } from './survivors.js';
import { targets, type Target } from './targets.js';
import { mutantsOfSource } from './ts-mutants.js';

const BAR = 0.95;
const ONLY = new RegExp(process.env['ONLY'] ?? '');
const AT_ONCE = 2;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'mutants-'));

interface Tried {
  name: string;
  killed: boolean;
}

/** The place is told by what stands before it, so that a reason excuses one mutant and not its neighbours. */
function nameOf(file: string, text: string, { what, from, to, put }: Change): string {
  const [line, plain] = [text.slice(0, from).split('\n').length, (part: string) => part.replaceAll(/\s+/g, ' ')];
  const place = plain(text.slice(Math.max(0, from - 60), from)).slice(-30);
  return `${file}:${line} ${what} […${place}«${plain(text.slice(from, to)).slice(0, 80)}»] → ${put.slice(0, 60) || 'nothing'}`;
}

async function tryTarget(target: Target, slot: number): Promise<Tried[]> {
  const text = readFileSync(target.file, 'utf8');
  const changes = mutantsOfSource(text);
  const began = performance.now();
  const verdicts = await judgeMutants(target, text, changes, (job) => {
    const place = join(folder, `${slot}.json`);
    writeFileSync(place, JSON.stringify(job));
    return place;
  });
  const killed = verdicts.filter(Boolean).length;
  const [rate, seconds] = [percent(killed, changes.length), Math.round((performance.now() - began) / 1000)];
  say(`${target.file}: ${changes.length} mutants, ${killed} killed (${rate}) in ${seconds} s`);
  return changes.map((change, at) => ({ name: nameOf(target.file, text, change), killed: verdicts[at]! }));
}

const percent = (part: number, whole: number): string => `${((whole ? part / whole : 1) * 100).toFixed(1)}%`;

const all: Tried[] = [];
const left = targets().filter(({ file }) => ONLY.test(file));
const began = performance.now();
const below: string[] = [];
async function work(slot: number): Promise<void> {
  for (let target = left.shift(); target; target = left.shift()) {
    const tried = await tryTarget(target, slot);
    const killed = tried.filter((one) => one.killed).length;
    if (killed < BAR * tried.length) below.push(target.file);
    all.push(...tried);
  }
}
/** One PostgreSQL for all the specs that need one; found at run time, as it finds its own files. */
const harness = async (step: 'setup' | 'teardown'): Promise<void> => {
  const module = pathToFileURL(resolve(`test/harness/global-${step}.mjs`)).href;
  await ((await import(module)) as { default: () => Promise<void> }).default();
};
const database = left.some((target) => target.database);
if (database) await harness('setup');
try {
  await Promise.all(Array.from({ length: AT_ONCE }, (_none, slot) => work(slot)));
} finally {
  if (database) await harness('teardown');
  rmSync(folder, { recursive: true, force: true });
}

const bare = (name: string): string => name.replace(/:\d+ /, ' ');
const reasonOf = (name: string): string | undefined => REASONS.find(([part]) => bare(name).includes(part))?.[1];
const survivors = all.filter(({ killed }) => !killed).sort((a, b) => a.name.localeCompare(b.name));
const open = survivors.filter(({ name }) => !reasonOf(name));
for (const { name } of survivors) say(`  survived: ${name}\n    ${reasonOf(name) ?? 'NO REASON'}`);
const idle = process.env['ONLY']
  ? []
  : REASONS.filter(([part]) => !survivors.some(({ name }) => bare(name).includes(part)));
for (const [part] of idle) say(`  a reason that excuses nothing: ${part}`);
for (const file of below) say(`  below ${BAR * 100}%: ${file}`);
const killed = all.length - survivors.length;
say(
  `policy mutants: ${all.length} tried, ${killed} killed (${percent(killed, all.length)}), ${survivors.length} survived (${open.length} without a reason), ${Math.round((performance.now() - began) / 1000)} s`,
);
process.exitCode = killed >= BAR * all.length && open.length + idle.length + below.length === 0 ? 0 : 1;
