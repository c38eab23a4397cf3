#!/usr/bin/env node
/**
 * Builds dist-assets/: app-<hash>.css, app-<hash>.js, images and manifest.json. Skips when no input changed.
 * Written beside its target and renamed, so that two processes building at once never serve half a folder.
 */
import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const source = join(here, 'assets');
const target = join(here, 'dist-assets');
const modules = join(root, 'node_modules');
const mojImages = join(modules, '@ministryofjustice/frontend/moj/assets/images');

/** Images the style sheets ask for; nothing with a crown, crest or logotype. */
const images = readdirSync(mojImages).filter((name) => /^icon-.*\.svg$/.test(name));

/** A room's own plain style sheets, `libs/<room>/src/web/*.css`, follow the kit's. */
const roomSheets = readdirSync(join(root, 'libs'))
  .sort()
  .map((room) => join(root, 'libs', room, 'src', 'web'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.css'))
      .map((name) => join(folder, name)),
  );

function fingerprint() {
  const hash = createHash('sha256');
  const packages = ['govuk-frontend', '@ministryofjustice/frontend', 'sass', 'esbuild'];
  for (const name of packages)
    hash.update(`${name}@${JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version}`);
  for (const name of readdirSync(source).sort()) hash.update(name).update(readFileSync(join(source, name)));
  for (const file of roomSheets) hash.update(basename(file)).update(readFileSync(file));
  return hash.update(readFileSync(fileURLToPath(import.meta.url))).digest('hex');
}

function upToDate(inputs) {
  const file = join(target, 'manifest.json');
  if (!existsSync(file)) return false;
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    return manifest.inputs === inputs && [manifest.css, manifest.js].every((name) => existsSync(join(target, name)));
  } catch {
    return false;
  }
}

const hashed = (name, content) =>
  name.replace('.', `-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.`);

async function styles() {
  const sass = await import('sass');
  // MoJ Frontend asks for "node_modules/govuk-frontend/…": both load paths point at one file, so Sass sees one module.
  const { css } = sass.compile(join(source, 'app.scss'), {
    style: 'compressed',
    loadPaths: [root, modules],
    logger: { warn: (message) => message.includes('govuk-text-colour') || console.warn(message) }, // MoJ 11.1's own
  });
  const { transform } = await import('esbuild');
  const rooms = roomSheets.map((file) => readFileSync(file, 'utf8')).join('\n');
  return css + (await transform(rooms, { loader: 'css', minify: true })).code;
}

async function scripts() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(source, 'app.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    write: false,
    nodePaths: [modules],
    legalComments: 'none',
  });
  return outputFiles[0].contents;
}

export async function buildAssets() {
  const inputs = fingerprint();
  if (upToDate(inputs)) return 'unchanged';
  const [css, js] = await Promise.all([styles(), scripts()]);
  const manifest = { css: hashed('app.css', css), js: hashed('app.js', js), inputs };
  const staging = `${target}.${process.pid}`;
  mkdirSync(join(staging, 'images'), { recursive: true });
  for (const name of images) cpSync(join(mojImages, name), join(staging, 'images', name));
  cpSync(join(source, 'favicon.svg'), join(staging, 'images', 'favicon.svg'));
  write(join(staging, manifest.css), css);
  write(join(staging, manifest.js), js);
  writeFileSync(join(staging, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  replace(staging);
  return `${manifest.css} ${manifest.js}`;
}

/** With its compressed twins, which @fastify/static serves to browsers that take them. */
function write(file, content) {
  writeFileSync(file, content);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(content));
}

function replace(staging) {
  try {
    rmSync(target, { recursive: true, force: true });
    renameSync(staging, target);
  } catch (error) {
    // Another process built the same inputs and renamed first: its folder is as good as ours.
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(join(target, 'manifest.json'))) throw error;
  }
}

if (process.argv[1] && basename(process.argv[1]) === 'build-assets.mjs') {
  console.log(`assets: ${await buildAssets()}`);
}
