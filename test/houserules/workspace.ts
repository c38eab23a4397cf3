import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
export const text = (path: string): string => readFileSync(join(root, path), 'utf8');

export interface Project {
  folder: string;
  name: string;
  floor: number;
  exports: Record<string, { source: string }>;
}

/** Every library and app; apps stand above all floors. */
export function projects(): Project[] {
  return ['libs', 'apps']
    .flatMap((room) => readdirSync(join(root, room)).map((name) => `${room}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(text(`${folder}/package.json`)) as {
        name: string;
        exports?: Project['exports'];
        nx?: { tags?: string[] };
      };
      const tag = manifest.nx?.tags?.find((each) => each.startsWith('floor:'));
      const floor = folder.startsWith('apps/') ? Infinity : Number(tag?.slice('floor:'.length));
      return { folder, name: manifest.name, floor, exports: manifest.exports ?? {} };
    });
}

/** Files that are or would be committed. */
export function tracked(): string[] {
  const list = execFileSync('git', ['ls-files', '--cached'], { cwd: root, encoding: 'utf8' });
  return list.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
}

export const sources = (): string[] => tracked().filter((path) => /^(apps|libs|migrations)\/.*\.ts$/.test(path));
export const code = (): string[] => sources().filter((path) => !/\.spec\.ts$|\/testing\//.test(path));

/** Packages named in import and export statements and in import() calls. */
export function imports(path: string): string[] {
  return [...text(path).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name]) => name);
}
