import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kitFolder } from './workspace.js';

export interface Assets {
  folder: string;
  css: string;
  js: string;
}

/** The built style sheet and script. The build makes them; a checkout that was never built makes them here, once. */
export function findAssets(): Assets {
  const folder = join(kitFolder(), 'dist-assets');
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    execFileSync(process.execPath, [join(kitFolder(), 'build-assets.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const { css, js } = JSON.parse(readFileSync(manifest, 'utf8')) as { css: string; js: string };
  return { folder, css: `/assets/${css}`, js: `/assets/${js}` };
}
