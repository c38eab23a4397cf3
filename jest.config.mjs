/** TypeScript becomes CommonJS for tests only; packages are loaded by Node itself (docs/decisions/0010). */
const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

export default {
  testEnvironment: '<rootDir>/test/harness/jest/one-realm-environment.cjs',
  runtime: '<rootDir>/test/harness/jest/one-realm-runtime.cjs',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons', 'require', 'default'] },
  roots: ['libs', 'apps', 'migrations', 'test'].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.data/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  globalSetup: '<rootDir>/test/harness/global-setup.mjs',
  globalTeardown: '<rootDir>/test/harness/global-teardown.mjs',
  // One more than the two cores it is meant for: a spec waits for PostgreSQL, a browser or a queue half of its time.
  maxWorkers: 3,
  testTimeout: 180_000,
};
