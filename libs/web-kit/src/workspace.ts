import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds nx.json, found upwards from this file (src or dist alike). */
export function workspaceRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`No nx.json above ${from}`);
  }
}

export const kitFolder = (): string => join(workspaceRoot(), 'libs', 'web-kit');

/** web-kit's own templates first, then each room's web folder, then the two design systems. */
export function templateFolders(extra: string[] = []): string[] {
  const root = workspaceRoot();
  const rooms = readdirSync(join(root, 'libs'))
    .sort()
    .map((room) => join(root, 'libs', room, 'src', 'web'))
    .filter((folder) => existsSync(folder));
  return [
    join(kitFolder(), 'src', 'templates'),
    ...extra,
    ...rooms,
    join(root, 'node_modules', 'govuk-frontend', 'dist'),
    join(root, 'node_modules', '@ministryofjustice', 'frontend'),
  ];
}
