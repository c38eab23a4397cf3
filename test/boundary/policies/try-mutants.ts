import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../mutants/sql-mutants.js';
import { REASONS } from './survivors.js';
import { TARGETS, type Target } from './targets.js';
import { mutantsOfSource } from './ts-mutants.js';

const JEST = 'node_modules/jest/bin/jest.js';
const CONFIG = 'test/boundary/policies/jest.mutants.mjs';
const BAR = 0.95;
const ONLY = new RegExp(process.env['ONLY'] ?? '');
/** Longer than any of the specs; a mutant that never ends is noticed. */
const LIMIT_MS = 60_000;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'mutants-'));

/** Whether the specs of a target pass with this text in its place. */
function passes({ file, specs, database }: Target, text: string, slot: number): Promise<boolean> {
  const place = join(folder, `${slot}.ts`);
  writeFileSync(place, text);
  const env = { ...process.env, MUTANT_OF: file, MUTANT_TEXT: place, ...(database ? { MUTANT_DATABASE: 'yes' } : {}) };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [JEST, '-c', CONFIG, '--bail', '--runInBand', '--silent', ...specs], {
      env,
      stdio: 'ignore',
    });
    const late = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.on('exit', (code) => {
      clearTimeout(late);
      resolve(code === 0);
    });
  });
}

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

async function tryTarget(target: Target): Promise<Tried[]> {
  const text = readFileSync(target.file, 'utf8');
  if (!(await passes(target, text, 0))) throw new Error(`The specs of ${target.file} do not pass as it is.`);
  const left = mutantsOfSource(text);
  const tried: Tried[] = [];
  const worker = async (slot: number): Promise<void> => {
    for (let change = left.shift(); change; change = left.shift()) {
      const killed = !(await passes(target, text.slice(0, change.from) + change.put + text.slice(change.to), slot));
      tried.push({ name: nameOf(target.file, text, change), killed });
    }
  };
  await Promise.all([1, 2].map(worker));
  return tried;
}

const all: Tried[] = [];
for (const target of TARGETS.filter(({ file }) => ONLY.test(file))) {
  const tried = await tryTarget(target);
  all.push(...tried);
  say(`${target.file}: ${tried.length} mutants, ${tried.filter(({ killed }) => killed).length} killed`);
}
rmSync(folder, { recursive: true, force: true });
const bare = (name: string): string => name.replace(/:\d+ /, ' ');
const reasonOf = (name: string): string | undefined => REASONS.find(([part]) => bare(name).includes(part))?.[1];
const survivors = all.filter(({ killed }) => !killed).sort((a, b) => a.name.localeCompare(b.name));
const open = survivors.filter(({ name }) => !reasonOf(name));
for (const { name } of survivors) say(`  survived: ${name}\n    ${reasonOf(name) ?? 'NO REASON'}`);
const idle = process.env['ONLY']
  ? []
  : REASONS.filter(([part]) => !survivors.some(({ name }) => bare(name).includes(part)));
for (const [part] of idle) say(`  a reason that excuses nothing: ${part}`);
const rate = (all.length - survivors.length) / all.length;
say(
  `policy mutants: ${all.length} tried, ${all.length - survivors.length} killed (${(rate * 100).toFixed(1)}%), ${survivors.length} survived (${open.length} without a reason)`,
);
process.exitCode = rate >= BAR && open.length + idle.length === 0 ? 0 : 1;
