import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { root, text, tracked } from './workspace.js';

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  peerDependencies?: Record<string, string>;
}
interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
}
const lock = JSON.parse(text('package-lock.json')) as { lockfileVersion: number; packages: Record<string, Locked> };
const manifest = JSON.parse(text('package.json')) as Manifest;
const readable = () => tracked().filter((path) => !/\.(png|jpe?g|ico|woff2?|pdf|zip)$|^package-lock\.json$/.test(path));

describe('what we depend on', () => {
  const packages = Object.entries(lock.packages).filter(([path]) => path.includes('node_modules/'));

  test('every package carries its integrity, and all come from one place', () => {
    expect(
      packages.filter(([, { link, integrity }]) => !link && !integrity?.startsWith('sha512-')).map(([path]) => path),
    ).toEqual([]);
    const places = packages.flatMap(([, { link, resolved }]) => (link || !resolved ? [] : [new URL(resolved).origin]));
    expect(new Set(places).size).toBeLessThanOrEqual(1);
    expect(places.filter((place) => !place.startsWith('https://'))).toEqual([]);
  });

  test('the lock file knows every workspace', () => {
    const folders = tracked()
      .filter((path) => /^((apps|libs)\/[^/]+|migrations|test\/harness)\/package\.json$/.test(path))
      .map((path) => dirname(path));
    expect(folders.filter((folder) => !(folder in lock.packages))).toEqual([]);
  });

  test('the runtime is locked to one version on every platform', () => {
    const versions = ['linux-x64', 'linux-arm64', 'win-x64'].map(
      (name) => lock.packages[`node_modules/node-${name}`]?.version,
    );
    expect(versions).toEqual(Array(3).fill(process.versions.node));
  });

  test('every direct dependency is used, or is the peer of one that is', () => {
    const sources = readable().filter((path) => !/(^|\/)package\.json$|^docs\//.test(path)).map(text).join('\n'); // prettier-ignore
    const peers = new Set(
      Object.keys(manifest.dependencies).flatMap((name) =>
        Object.keys(lock.packages[`node_modules/${name}`]?.peerDependencies ?? {}),
      ),
    );
    const idle = Object.keys(manifest.dependencies).filter((name) => !sources.includes(name) && !peers.has(name));
    expect(idle).toEqual([]);
  });

  test('the bill of materials is CycloneDX and lists every direct dependency', () => {
    const npm = process.env.npm_execpath;
    const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
    const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    const out = execFileSync(program, [...first, ...args], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const bill = JSON.parse(out) as {
      bomFormat: string;
      specVersion: string;
      components: { name: string; group?: string; version: string; purl: string }[];
    };
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.stringMatching(/^1\.\d$/) as string });
    const named = new Set(
      bill.components.map(({ purl }) => decodeURIComponent(purl).replace(/^pkg:npm\/(.+)@[^@]+$/, '$1')),
    );
    expect(Object.keys(manifest.dependencies).filter((name) => !named.has(name))).toEqual([]);
  }, 120_000);
});

describe('what we commit', () => {
  test('names no path of a machine', () => {
    const paths = [root, homedir()].filter((path) => path.split('/').length > 2);
    const home = /(?<![\w.])\/(?:home|Users)\/[a-z][\w.-]*\//;
    expect(
      readable().filter((path) => home.test(text(path)) || paths.some((known) => text(path).includes(`${known}/`))),
    ).toEqual([]);
  });

  test('holds no secret', () => {
    const secrets = [
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/,
      /\bAKIA[0-9A-Z]{16}\b/,
      /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
      /\bxox[abpr]-[A-Za-z0-9-]{20,}/,
      /\bnpm_[A-Za-z0-9]{36}\b/,
      /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\./,
      /_authToken\s*=/,
    ];
    expect(readable().filter((path) => secrets.some((secret) => secret.test(text(path))))).toEqual([]);
    expect(tracked().filter((path) => /(^|\/)(\.env|\.npmrc|id_rsa|.*\.pem)$/.test(path))).toEqual([]);
  });
});

describe('docker/compose.yaml', () => {
  interface Service {
    command?: string[];
    build?: { context: string; dockerfile: string };
    depends_on?: string[] | Record<string, unknown>;
  }
  const { services } = parse(text('docker/compose.yaml'), { merge: true }) as { services: Record<string, Service> };

  test('has two servers behind a proxy, a worker and their servers', () => {
    expect(Object.keys(services).sort()).toEqual([
      'postgres',
      'prepare',
      'proxy',
      'redis',
      'server-1',
      'server-2',
      'worker',
    ]);
    for (const { depends_on: needs = [], build } of Object.values(services)) {
      for (const name of Array.isArray(needs) ? needs : Object.keys(needs)) expect(services).toHaveProperty(name);
      if (build) expect(existsSync(join(root, 'docker', build.context, build.dockerfile))).toBe(true);
    }
  });

  test('calls npm scripts that exist, and so do the Dockerfile and .ci/run', () => {
    const commands = [
      ...Object.values(services).flatMap(({ command = [] }) => command.join(' ')),
      text('docker/Dockerfile'),
      text('.ci/run'),
    ];
    const called = commands.flatMap((line) => [
      ...[...line.replace(/", "/g, ' ').matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
      ...[...line.matchAll(/npm (test|start)\b/g)].map(([, name]) => name),
    ]);
    expect(called.length).toBeGreaterThan(4);
    expect(called.filter((name) => !(name in manifest.scripts))).toEqual([]);
    for (const script of Object.values(manifest.scripts)) {
      const [, file] = /^node (?:-\S+ )*((?:tools|apps)\/\S+)/.exec(script) ?? [];
      if (file?.startsWith('tools/')) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    }
  });
});
