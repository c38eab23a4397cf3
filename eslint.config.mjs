import { readdirSync, readFileSync, existsSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Every project with its floor; apps stand above all floors. */
export const projects = ['libs', 'apps']
  .flatMap((room) => readdirSync(new URL(room, import.meta.url)).map((name) => `${room}/${name}`))
  .filter((folder) => existsSync(new URL(`${folder}/package.json`, import.meta.url)))
  .map((folder) => {
    const { name, nx } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), 'utf8'));
    const tag = nx?.tags?.find((text) => text.startsWith('floor:'));
    return { folder, name, floor: folder.startsWith('apps/') ? Infinity : tag && Number(tag.slice(6)) };
  });

const DOORS = '(web|api|jobs)';

/** What a library may not import: its own floor and those above it, and every other library's doors. */
function forbidden({ name, floor }) {
  const above = projects
    .filter((other) => other.name !== name && !(other.floor < floor))
    .map(({ name: other }) => other);
  const patterns = [
    { regex: `^@clin/[^/]+/${DOORS}(/|$)`, message: 'Only apps import the web, api and jobs entries.' },
  ];
  if (above.length > 0) {
    patterns.push({
      regex: `^(${above.join('|')})(/|$)`,
      message: `Floor ${floor} imports only lower floors: move the need down, or emit an event.`,
    });
  }
  return patterns;
}

const crossing = { regex: '^(\\.\\./)+(apps|libs|migrations)/', message: 'Import the package, not the folder.' };

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/dist-assets/',
      '**/node_modules/',
      '.data/',
      '.nx/',
      'coverage/',
      'libs/web-kit/assets/',
      'scratch*',
      '*.stub.*',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
    languageOptions: {
      globals: Object.fromEntries(
        'process console URL Buffer setTimeout clearTimeout setInterval clearInterval fetch AbortSignal globalThis performance'
          .split(' ')
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-undef': 'off',
      // Control characters are what input rules look for.
      'no-control-regex': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      // A test reads replies whose shape is what it is about to check.
      '@typescript-eslint/no-explicit-any': 'off',
      'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportAllDeclaration', message: 'Name what is exported.' }],
      'max-lines': ['error', { max: 250 }],
    },
  },
  ...projects
    .filter(({ floor }) => Number.isFinite(floor))
    .map((project) => ({
      files: [`${project.folder}/src/**/*.ts`],
      ignores: ['**/*.spec.ts', '**/testing/**'],
      rules: { 'no-restricted-imports': ['error', { patterns: [...forbidden(project), crossing] }] },
    })),
);
